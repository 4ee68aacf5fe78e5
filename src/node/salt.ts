import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePrivateFolder } from './data-folder.ts';
import { systemCode } from './reading-trouble.ts';

const FILE = 'salt';
const FORM = /^[0-9a-f]{64}$/;

/**
 * The secret of this machine that hashes of people's words are salted with, so that nobody guesses the words from a
 * shared audit. Made on first use (64 hex digits, mode 0600); where it cannot be kept it holds for this run only. A
 * damaged file is put aside as `salt.damaged`: else every run would have a salt of its own, and no hash would ever meet
 * another.
 */
export function saltIn(folder: string): string {
  const path = join(folder, FILE);
  const kept = read(path);
  if (kept !== null) return kept;
  const fresh = newSalt();
  if (!makePrivateFolder(folder).ok) return fresh;
  try {
    return keep(path, fresh) ?? (isOld(path) ? replaced(path, fresh) : fresh);
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return fresh;
  }
}

/** The salt that is kept from now on; null: there is a file that holds none. */
function keep(path: string, salt: string): string | null {
  try {
    // wx: of two processes that start at once, the first one's holds for both
    writeFileSync(path, salt, { mode: 0o600, flag: 'wx' });
    return salt;
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    return read(path);
  }
}

/** A fresh one is empty while the process that made it writes it. */
const BEING_WRITTEN_MS = 10_000;

function isOld(path: string): boolean {
  return Math.abs(Date.now() - statSync(path).mtimeMs) > BEING_WRITTEN_MS;
}

function replaced(path: string, fresh: string): string {
  const aside = `${path}.damaged`;
  renameSync(path, aside);
  // that of another process, which found the damage at the same time and was faster
  return keep(path, read(aside) ?? fresh) ?? fresh;
}

export function newSalt(): string {
  return randomBytes(32).toString('hex');
}

function read(path: string): string | null {
  try {
    const text = readFileSync(path, 'utf8').trim();
    return FORM.test(text) ? text : null;
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return null;
  }
}
