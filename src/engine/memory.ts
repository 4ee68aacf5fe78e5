import { join } from 'node:path';
import { ok, type Result } from '../core/facts/result.ts';
import type { Witness } from '../core/context/witness.ts';
import { openCountStore, type CountStore } from '../node/count-store.ts';
import { workspaceKey } from '../node/data-folder.ts';
import type { Root } from '../node/roots.ts';
import { type IndexStore, openIndexStore } from '../node/index-store.ts';
import { newSalt, saltIn } from '../node/salt.ts';
import { scannedBy } from '../node/secrets/scan-secrets.ts';
import { witnessStore } from '../node/witness-store.ts';
import { type CountCache, createCountCache } from '../tokens/count-cache.ts';

/** What is known of files and contents from before. */
export interface Memory {
  readonly files: Pick<CountStore, 'recall' | 'remember'>;
  readonly counts: CountCache;
  /** See `saltIn`. */
  readonly salt: string;
  /** The terms of contents, read when first asked for. */
  readonly terms: () => Promise<IndexStore>;
  /** Keeps it for the next start, an earlier save included; nothing is written when nothing is new. */
  readonly save: () => Promise<Result<null>>;
  /** The same for the terms. `inUse`: contents of the files that there are. */
  readonly saveTerms: (inUse: (sha256: string) => boolean) => Promise<Result<null>>;
  /** At once, beside those of other windows. */
  readonly keepWitness: (witness: Witness) => Promise<Result<null>>;
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
    const salt = saltIn(cacheFolder);
    const makers = { madeBy, scannedBy: scannedBy(salt) };
    const store = await openCountStore(join(cacheFolder, `${key}.counts`), makers);
    const counts = createCountCache(store.savedCounts);
    let savedSize = counts.size();
    let saved: Promise<Result<null>> = Promise.resolve(ok(null));
    const saveWhatIsNew = (): Promise<Result<null>> => {
      if (!store.hasChanged() && counts.size() === savedSize) return Promise.resolve(ok(null));
      savedSize = counts.size();
      return store.save(counts.toJSON());
    };
    return {
      files: store,
      counts,
      salt,
      ...termsIn(join(cacheFolder, `${key}.terms`), madeBy),
      keepWitness: witnessStore(join(cacheFolder, `${key}.witnesses`)).keep,
      // Whoever ends the thread after this must not cut off an earlier save that is still being written.
      save: () => {
        saved = saved.then(saveWhatIsNew, saveWhatIsNew);
        return saved;
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
    keepWitness: () => Promise.resolve(ok(null)),
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
      return store === null ? ok(null) : store.save(inUse);
    },
  };
}
