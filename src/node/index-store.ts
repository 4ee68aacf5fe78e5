import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileTerms } from '../core/context/rank/file-terms.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import { makePrivateFolder } from './data-folder.ts';
import { partBytes, readPart } from './index-store-file.ts';
import { systemCode } from './reading-trouble.ts';
import { writeAtomically } from './write-atomically.ts';

/** A changed file rewrites its part only: 4 MB of the 120 MB of 20,000 files. */
const PARTS = 32;
/** Beyond this a part is not ours. */
const LARGEST_PART_BYTES = 256_000_000;
/** Contents kept that no file has now, in each part: those of the branch that was left, and of undone edits. */
const MOST_UNUSED = 150;

/**
 * The terms of contents, by the SHA-256 of the file's bytes, kept from one session to the next: a file that was
 * moved, or came back with its branch, is not read again. Terms are hashes; no text is kept. A cache: whatever is
 * wrong with a part, it starts empty. Windows of the same workspace overwrite each other's; the last one wins.
 */
export interface IndexStore {
  get(sha256: string): FileTerms | undefined;
  has(sha256: string): boolean;
  set(sha256: string, terms: FileTerms): void;
  readonly size: () => number;
  /** Bytes of all arrays. */
  readonly bytes: () => number;
  hasChanged(): boolean;
  /**
   * Writes the parts that changed, each replaced at once; one save after the other, so that it also waits for one
   * that has begun. `inUse`: contents of the files
   * that there are; of the others only some stay.
   */
  save(inUse: (sha256: string) => boolean): Promise<Result<null>>;
}

export interface IndexStoreOptions {
  /** Build that makes the terms: another build's are not believed. */
  readonly madeBy: string;
}

/** @param folder the store's own; null: for this session only. */
export async function openIndexStore(
  folder: string | null,
  { madeBy }: IndexStoreOptions,
): Promise<IndexStore> {
  const parts = await Promise.all(
    Array.from({ length: PARTS }, async (_, part) =>
      folder === null ? new Map() : load(folder, part, madeBy),
    ),
  );
  const changed = new Set<number>();
  let saving: Promise<unknown> = Promise.resolve();

  const write = async (into: string, inUse: (sha256: string) => boolean): Promise<Result<null>> => {
    if (changed.size === 0) return ok(null);
    const made = makePrivateFolder(into);
    if (!made.ok) return made;
    for (const part of Array.from(changed)) {
      const contents = parts[part];
      if (contents === undefined) continue;
      changed.delete(part);
      forgetUnused(contents, inUse);
      try {
        await writeAtomically(join(into, nameOf(part)), partBytes(madeBy, new Map(contents)), 0o600);
      } catch (error) {
        changed.add(part);
        const code = systemCode(error);
        if (code === null) throw error;
        return fail('write_failed', `The index cannot be written to ${into} (${code}).`, {
          path: into,
          code,
        });
      }
    }
    return ok(null);
  };

  return {
    get: (sha256) => parts[partOf(sha256)]?.get(sha256),
    has: (sha256) => parts[partOf(sha256)]?.has(sha256) ?? false,
    set: (sha256, terms) => {
      const part = partOf(sha256);
      parts[part]?.set(sha256, terms);
      changed.add(part);
    },
    size: () => parts.reduce((sum, contents) => sum + contents.size, 0),
    bytes: () => {
      let sum = 0;
      for (const contents of parts) for (const { byteLength } of contents.values()) sum += byteLength;
      return sum;
    },
    hasChanged: () => folder !== null && changed.size > 0,
    save: (inUse) => {
      if (folder === null) return Promise.resolve(ok(null));
      const saved = saving.then(() => write(folder, inUse));
      saving = saved.catch(() => undefined);
      return saved;
    },
  };
}

/** The newest stay. */
function forgetUnused(contents: Map<string, FileTerms>, inUse: (sha256: string) => boolean): void {
  const unused = [...contents.keys()].filter((sha256) => !inUse(sha256));
  for (const sha256 of unused.slice(0, Math.max(0, unused.length - MOST_UNUSED))) contents.delete(sha256);
}

function partOf(sha256: string): number {
  return Number.parseInt(sha256.slice(0, 2), 16) % PARTS;
}

function nameOf(part: number): string {
  return `${part.toString(16).padStart(2, '0')}.terms`;
}

async function load(folder: string, part: number, madeBy: string): Promise<Map<string, FileTerms>> {
  const path = join(folder, nameOf(part));
  try {
    const found = await stat(path);
    if (!found.isFile() || found.size > LARGEST_PART_BYTES) return new Map();
    return readPart(await readFile(path), madeBy) ?? new Map();
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return new Map();
  }
}
