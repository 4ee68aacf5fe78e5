import type { Loaded } from '../core/context/contents.ts';
import { guarded, type SecretPolicy } from '../core/context/secrets/guard.ts';
import { LARGEST_READABLE_BYTES } from '../node/read.ts';
import type { Engine } from './engine.ts';

/** Where a path id lies; null outside of the roots. */
export function absolutePathOf({ files, workspace }: Engine, id: string): string | null {
  return files.files.get(id)?.absolutePath ?? workspace.pathOf(id);
}

/** Contents as they are now: the editor's text where it has one. A pin overrides the size limit. */
export async function load(engine: Engine, ids: readonly string[]): Promise<ReadonlyMap<string, Loaded>> {
  const loaded = new Map<string, Loaded>();
  await Promise.all(
    ids.map(async (id) => {
      const live = engine.documents.text(id);
      loaded.set(id, live === undefined ? await readFile(engine, id) : { text: live, fileSha256: null });
    }),
  );
  return loaded;
}

async function readFile(engine: Engine, id: string): Promise<Loaded> {
  const path = absolutePathOf(engine, id);
  if (path === null) return { reason: 'vanished' };
  const read = await engine.ports.read(path, { maxBytes: LARGEST_READABLE_BYTES });
  return 'reason' in read ? { reason: read.reason } : { text: read.text, fileSha256: read.sha256 };
}

/** The same as they may be shown: with masks, or not at all. */
export async function loadShown(
  engine: Engine,
  ids: readonly string[],
  policy: SecretPolicy,
): Promise<ReadonlyMap<string, Loaded>> {
  const scan = await engine.secretScan();
  return guarded((each) => load(engine, each), scan, policy).load(ids);
}
