import type { WalkedFile } from '../node/walk-state.ts';
import type { Engine } from './engine.ts';
import { examine, type Examined, type Terms } from './examine.ts';
import type { Memory } from './memory.ts';

/** Examines a file as the workspace is opened now. @param named see `FilesPorts`. */
export async function examineNow(
  engine: Engine,
  file: WalkedFile,
  named: boolean,
): Promise<Examined | 'ours'> {
  const { ports, workspace } = engine;
  const memory = await engine.remembering.memory();
  return examine(
    file,
    { named, pinned: workspace.isPinned(file) },
    {
      read: ports.read,
      memory,
      counter: engine.counting.value.encoding,
      terms: await termsOf(engine, memory),
      scanSecrets: await engine.secretScan(),
      maxFileBytes: workspace.maxFileBytes,
    },
  );
}

/** Where the texts of files are read for ranking. */
async function termsOf({ workspace, ranking }: Engine, memory: Memory): Promise<Terms | null> {
  if (!workspace.isRanked) return null;
  const store = await memory.terms();
  const { index } = ranking;
  return { has: (sha256) => store.has(sha256), keep: (sha256, shown) => index.keep(store, sha256, shown) };
}
