import { join } from 'node:path';
import { ok, type Result } from '../core/facts/result.ts';
import { openCountStore, type CountStore } from '../node/count-store.ts';
import { workspaceKey } from '../node/data-folder.ts';
import type { Root } from '../node/roots.ts';
import { type IndexStore, openIndexStore } from '../node/index-store.ts';
import { newSalt, saltIn } from '../node/salt.ts';
import { type CountCache, createCountCache } from '../tokens/count-cache.ts';

/** What is known of files and contents from before. */
export interface Memory {
  readonly files: Pick<CountStore, 'recall' | 'remember'>;
  readonly counts: CountCache;
  /** See `saltIn`. */
  readonly salt: string;
  /** The terms of contents, read when first asked for. */
  readonly terms: () => Promise<IndexStore>;
  /** Keeps it for the next start; nothing is written when nothing is new. */
  readonly save: () => Promise<Result<null>>;
  /** The same for the terms. `inUse`: contents of the files that there are. */
  readonly saveTerms: (inUse: (sha256: string) => boolean) => Promise<Result<null>>;
}

export type OpenMemory = (cacheFolder: string | null, roots: readonly Root[]) => Promise<Memory>;

/** @param madeBy the build that counts and judges: another build's memory is not believed. */
export function memoryOpener(madeBy: string): OpenMemory {
  return async (cacheFolder, roots) => {
    if (cacheFolder === null) return forgetful();
    const key = workspaceKey(
      roots
        .map(({ path }) => path)
        .sort()
        .join('\n'),
    );
    const store = await openCountStore(join(cacheFolder, `${key}.counts`), { madeBy });
    const counts = createCountCache(store.savedCounts);
    let savedSize = counts.size();
    return {
      files: store,
      counts,
      salt: saltIn(cacheFolder),
      ...termsIn(join(cacheFolder, `${key}.terms`), madeBy),
      save: async () => {
        if (!store.hasChanged() && counts.size() === savedSize) return ok(null);
        savedSize = counts.size();
        return store.save(counts.toJSON());
      },
    };
  };
}

/** For one run only. */
function forgetful(): Memory {
  return {
    files: { recall: () => undefined, remember: () => undefined },
    counts: createCountCache(),
    salt: newSalt(),
    ...termsIn(null, ''),
    save: () => Promise.resolve(ok(null)),
  };
}

/** @param folder null: for one run only. */
function termsIn(folder: string | null, madeBy: string): Pick<Memory, 'terms' | 'saveTerms'> {
  let opened: Promise<IndexStore> | null = null;
  return {
    terms: () => {
      opened ??= openIndexStore(folder, { madeBy });
      return opened;
    },
    saveTerms: async (inUse) => {
      const store = await opened;
      return store?.hasChanged() === true ? store.save(inUse) : ok(null);
    },
  };
}
