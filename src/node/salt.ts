import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePrivateFolder } from './data-folder.ts';
import { systemCode } from './reading-trouble.ts';

const FILE = 'salt';
const FORM = /^[0-9a-f]{64}$/;

/**
 * The secret of this machine that hashes of people's words are salted with, so that nobody guesses the words from a
 * shared audit. Made on first use (64 hex digits, mode 0600); where it cannot be kept it holds for this run only.
 */
export function saltIn(folder: string): string {
  const path = join(folder, FILE);
  const kept = read(path);
  if (kept !== null) return kept;
  const fresh = newSalt();
  if (!makePrivateFolder(folder).ok) return fresh;
  try {
    // wx: of two processes that start at once, the first one's holds for both
    writeFileSync(path, fresh, { mode: 0o600, flag: 'wx' });
    return fresh;
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return read(path) ?? fresh;
  }
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
