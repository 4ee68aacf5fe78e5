import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '../core/facts/result.ts';
import type { ReadingReason } from '../core/context/reason.ts';
import type { Finding } from '../core/context/secrets/finding.ts';
import {
  readStore,
  type StoreContent,
  type StoredCounts,
  type StoredFile,
  type StoreMakers,
  storeLines,
} from './count-store-file.ts';
import { makePrivateFolder } from './data-folder.ts';
import { systemCode } from './reading-trouble.ts';
import { writeAtomically } from './write-atomically.ts';

/** Four times the largest workspace we promise to handle; the longest unused go first. */
const MOST_FILES = 200_000;
/** A store of `MOST_FILES` has some 80 MB; anything beyond is not ours. */
const LARGEST_STORE_BYTES = 128_000_000;
const DAYS_KEPT = 30;
const DAY_MS = 86_400_000;

/**
 * A file that was modified this shortly before it was read can be modified again without its times showing it (git's
 * "racily clean" entries; 2 s is the resolution of FAT, the coarsest file system around).
 */
const RACY_MS = 2_000;

/** What tells that a file did not change since. */
export interface FileStamp {
  readonly id: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
}

/** What reading a file told; never its content. */
export interface RememberedFacts {
  readonly reason: ReadingReason | null;
  /** Of the bytes, hex; null when they were not read. */
  readonly sha256: string | null;
  readonly lines: number;
  readonly shownDiffers: boolean;
  /** Where secrets were found; never what. */
  readonly secrets: readonly Finding[];
}

/**
 * What earlier sessions learnt of a workspace's files, so that an unchanged file is neither read nor counted again:
 * by path and stamp → hash and verdict; by hash → counts (kept for the count cache of `tokens/`). A cache: whatever
 * is wrong with its file, it starts empty. Windows of the same workspace overwrite each other's; the last one wins.
 */
export interface CountStore {
  /** Undefined when unknown or changed since. */
  recall(file: FileStamp): RememberedFacts | undefined;
  /**
   * To be called with the stamp from before reading. Size limits are the caller's: do not remember `too_large`.
   * @param readAtMs when it was read; default now.
   */
  remember(file: FileStamp, facts: RememberedFacts, readAtMs?: number): void;
  forget(id: string): void;
  /** Counts of the last session, for `createCountCache`; unchecked. Undefined without. */
  readonly savedCounts: StoredCounts | undefined;
  /** Whether anything was remembered or forgotten since the last save. */
  hasChanged(): boolean;
  /** Writes all, replacing the file at once; one save after the other. The caller decides how often. */
  save(counts: StoredCounts | null): Promise<Result<null>>;
}

export interface CountStoreOptions {
  /** Build that decides verdicts and counts: another build's store is not believed. */
  readonly madeBy: string;
  /** Who looked for secrets: facts of files that another scanner saw are forgotten, their counts are not. */
  readonly scannedBy: string;
  /** Epoch ms. */
  readonly now?: () => number;
}

export async function openCountStore(path: string, options: CountStoreOptions): Promise<CountStore> {
  const now = options.now ?? Date.now;
  const content = await load(path, options);
  // in order of use, longest ago first
  const files = new Map<string, StoredFile>();
  const oldest = today(now) - DAYS_KEPT;
  for (const file of content?.files ?? []) if (file.day >= oldest) files.set(file.id, file);
  let changed = false;
  let saving: Promise<unknown> = Promise.resolve();

  const keep = (file: StoredFile): void => {
    files.delete(file.id);
    files.set(file.id, file);
    changed = true;
  };
  const write = async (counts: StoredCounts | null): Promise<Result<null>> => {
    const folder = makePrivateFolder(dirname(path));
    if (!folder.ok) return folder;
    changed = false;
    try {
      const kept = [...files.values()].slice(-MOST_FILES);
      await writeAtomically(path, storeLines(options, { files: kept, counts }), 0o600);
      return ok(null);
    } catch (error) {
      changed = true;
      const code = systemCode(error);
      if (code === null) throw error;
      return fail('write_failed', `The cache of token counts cannot be written to ${path} (${code}).`, {
        path,
        code,
      });
    }
  };

  return {
    recall: (file) => {
      const stored = files.get(file.id);
      if (stored === undefined || !isSame(stored, file)) return undefined;
      if (stored.day !== today(now)) keep({ ...stored, day: today(now) });
      return stored;
    },
    remember: (file, facts, readAtMs = now()) => {
      if (Math.max(file.mtimeMs, file.ctimeMs) > readAtMs - RACY_MS) {
        if (files.delete(file.id)) changed = true;
        return;
      }
      const { id, size, mtimeMs, ctimeMs, ino } = file;
      const { reason, sha256, lines, shownDiffers, secrets } = facts;
      const learnt = { reason, sha256, lines, shownDiffers, secrets };
      keep({ id, size, mtimeMs, ctimeMs, ino, ...learnt, day: today(now) });
    },
    forget: (id) => {
      if (files.delete(id)) changed = true;
    },
    savedCounts: content?.counts ?? undefined,
    hasChanged: () => changed,
    save: (counts) => {
      const saved = saving.then(() => write(counts));
      saving = saved.catch(() => undefined);
      return saved;
    },
  };
}

function isSame(stored: StoredFile, file: FileStamp): boolean {
  return (
    stored.size === file.size &&
    stored.mtimeMs === file.mtimeMs &&
    stored.ctimeMs === file.ctimeMs &&
    stored.ino === file.ino
  );
}

function today(now: () => number): number {
  return Math.floor(now() / DAY_MS);
}

async function load(path: string, makers: StoreMakers): Promise<StoreContent | null> {
  try {
    const found = await stat(path);
    if (!found.isFile() || found.size > LARGEST_STORE_BYTES) return null;
    return await readStore(await readFile(path), makers);
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return null;
  }
}
