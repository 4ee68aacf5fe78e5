import { randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Witness } from '../core/context/witness.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import { makePrivateFolder } from './data-folder.ts';
import { systemCode } from './reading-trouble.ts';

/** Spec F11 keeps a witness with each fit; older ones go. */
const MOST_WITNESSES = 1_000;
/** What could not be read is kept up to here, in bytes: for a person to look at, not for ever. */
const MOST_DAMAGED_BYTES = 1_000_000;
const LINE_FEED = 0x0a;

/** Witnesses of the fits of one workspace, by every process that fits there. */
export interface WitnessStore {
  /** Error: `write_failed`; the fit itself holds all the same. */
  readonly keep: (witness: Witness) => Promise<Result<null>>;
  /** The last of them, oldest first. */
  readonly all: () => Promise<readonly Witness[]>;
}

/**
 * JSON lines in a folder of their own. Nothing is ever written over, and no process waits for another: all add to the
 * same file by one system call each (`O_APPEND`), whoever finds it full gives it a name of its own, and a file goes
 * when the newer ones hold as many as are kept. Every line starts with its line feed, so that one that was cut off by a
 * crash spoils no other.
 */
export function witnessStore(folder: string, most = MOST_WITNESSES): WitnessStore {
  const current = join(folder, CURRENT);
  const lines = lineCounter();
  return {
    keep: async (witness) => {
      const made = makePrivateFolder(folder);
      if (!made.ok) return made;
      try {
        const file = await open(current, 'a+', 0o600);
        let count: number;
        try {
          if (!(await append(file, `\n${JSON.stringify(witness)}`))) return notKept(folder, 'ENOSPC');
          count = await lines(file);
        } finally {
          await file.close();
        }
        if (count >= most) await close(folder, most);
        return ok(null);
      } catch (error) {
        const code = systemCode(error);
        if (code === null) throw error;
        return notKept(folder, code);
      }
    },
    all: async () => {
      // In this order, and by their ids: a file that is closed meanwhile is then read twice rather than never.
      const last = sorted(await textOf(folder, CURRENT)).good;
      const found = new Map<string, Witness>();
      for (const name of await closedIn(folder))
        for (const witness of sorted(await textOf(folder, name)).good) found.set(witness.id, witness);
      for (const witness of last) found.set(witness.id, witness);
      return [...found.values()].sort((a, b) => a.createdAt - b.createdAt).slice(-most);
    },
  };
}

const CURRENT = 'current.jsonl';
const DAMAGED = 'damaged.jsonl';
/** Closed files: in the order of their names they are in the order of time. */
const CLOSED = /^closed-\d{15}-[0-9a-f]{12}\.jsonl$/;

/** One call, whole or not at all as far as the system can: a second one could end up behind another process's line. */
async function append(file: FileHandle, text: string): Promise<boolean> {
  const bytes = Buffer.from(text);
  const { bytesWritten } = await file.write(bytes);
  await file.datasync();
  return bytesWritten === bytes.length;
}

function notKept(folder: string, code: string): Result<null> {
  return fail('write_failed', `The witness of this fit cannot be kept in ${folder} (${code}).`, {
    folder,
    code,
  });
}

/** Line feeds in a file that only grows, or is another one: each byte is read once. */
function lineCounter(): (file: FileHandle) => Promise<number> {
  let known = { ino: 0, size: 0, lines: 0 };
  return async (file) => {
    const { ino, size } = await file.stat();
    if (ino !== known.ino || size < known.size) known = { ino, size: 0, lines: 0 };
    const { buffer } = await file.read(Buffer.alloc(size - known.size), 0, size - known.size, known.size);
    const added = buffer.reduce((sum, byte) => sum + (byte === LINE_FEED ? 1 : 0), 0);
    known = { ino, size, lines: known.lines + added };
    return known.lines;
  };
}

/** Another process may do the same at the same time: each closes what is there then, and no name is taken twice. */
async function close(folder: string, most: number): Promise<void> {
  const time = String(Date.now()).padStart(15, '0');
  const name = `closed-${time}-${randomBytes(6).toString('hex')}.jsonl`;
  await unlessGone(rename(join(folder, CURRENT), join(folder, name)));
  let newer = 0;
  for (const name of (await closedIn(folder)).reverse()) {
    const { good, damaged } = sorted(await textOf(folder, name));
    if (newer >= most) {
      await setAside(folder, damaged);
      await unlessGone(rm(join(folder, name)));
    }
    newer += good.length;
  }
}

async function setAside(folder: string, damaged: readonly string[]): Promise<void> {
  if (damaged.length === 0) return;
  const file = await open(join(folder, DAMAGED), 'a', 0o600);
  try {
    const { size } = await file.stat();
    const text = damaged.map((line) => `${line}\n`).join('');
    if (size + text.length <= MOST_DAMAGED_BYTES) await file.write(text);
  } finally {
    await file.close();
  }
}

/** Oldest first. */
async function closedIn(folder: string): Promise<string[]> {
  return ((await unlessGone(readdir(folder))) ?? []).filter((name) => CLOSED.test(name)).sort();
}

/** Empty when another process has closed or removed it meanwhile. */
async function textOf(folder: string, name: string): Promise<string> {
  return (await unlessGone(readFile(join(folder, name), 'utf8'))) ?? '';
}

function sorted(text: string): { readonly good: readonly Witness[]; readonly damaged: readonly string[] } {
  const good: Witness[] = [];
  const damaged: string[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const witness = parsed(line);
    if (witness === null) damaged.push(line);
    else good.push(witness);
  }
  return { good, damaged };
}

function parsed(line: string): Witness | null {
  try {
    const value = JSON.parse(line) as unknown;
    return isWitness(value) ? value : null;
  } catch {
    return null;
  }
}

const IS_HASH = /^[0-9a-f]{64}$/;

function isWitness(value: unknown): value is Witness {
  if (typeof value !== 'object' || value === null) return false;
  const witness = value as Readonly<Record<keyof Witness, unknown>>;
  const { id, modelId, itemIds, outputTokens } = witness;
  const numbers = [witness.confidence, witness.tokensUsed, witness.framingTokens, witness.createdAt];
  return (
    typeof id === 'string' &&
    /^wit_[0-9a-f]{32}$/.test(id) &&
    (modelId === null || typeof modelId === 'string') &&
    [witness.promptHash, witness.packHash].every((hash) => typeof hash === 'string' && IS_HASH.test(hash)) &&
    Array.isArray(itemIds) &&
    itemIds.every((item) => typeof item === 'string') &&
    numbers.every((number) => typeof number === 'number') &&
    (outputTokens === null || typeof outputTokens === 'number') &&
    [witness.strategy, witness.confidenceBand].every((word) => typeof word === 'string')
  );
}

/** Null where another process was faster. */
async function unlessGone<T>(done: Promise<T>): Promise<T | null> {
  try {
    return await done;
  } catch (error) {
    const code = systemCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    return null;
  }
}
