import type { Judged } from '../core/context/rank/rank-files.ts';
import { checkPathsExist } from '../node/roots.ts';
import type { Engine } from './engine.ts';
import { gather, type Gathered, ticksByFolder } from './gather.ts';
import { absolutePathOf } from './load.ts';

/**
 * Ids of documents that are no file of the workspace, in text order. One that lies on the disk all the same was
 * put out by the rules (or is not found yet): unsaved edits do not bring an ignored file in.
 */
export function looseDocuments(engine: Engine): readonly string[] {
  const { documents, files } = engine;
  const isOnDisk = (id: string): boolean => {
    const path = absolutePathOf(engine, id);
    return path !== null && checkPathsExist([path]).ok;
  };
  return [...documents.ids()].filter((id) => !files.files.has(id) && !isOnDisk(id)).sort();
}

/** Looks for secrets in what has changed in the editor; to be called before `gatherNow`. */
export async function scanDocuments({ documents, secretScan }: Engine): Promise<void> {
  documents.scan(await secretScan());
}

/** @param judged see `judgedNow`; null: gestures alone say what is worth how much. */
export function gatherNow(engine: Engine, judged: Judged | null): Gathered {
  const { workspace, files, documents, counting, ports } = engine;
  const { selection, settings, attention } = workspace;
  return gather({
    files: files.files,
    documents,
    loose: looseDocuments(engine),
    selection,
    offer: settings.offer,
    attention,
    judged,
    policy: settings,
    isPinnedByGlob: (path) => workspace.isPinnedByGlob(path),
    scale: counting.value.scale,
    now: ports.now(),
  });
}

export function countTicked(engine: Engine): number {
  const { selection } = engine.workspace;
  const isTicked = ticksByFolder(selection);
  const pinned = new Set(selection.pinned);
  const isWanted = (id: string): boolean => pinned.has(id) || isTicked(id);
  return [...engine.files.files.keys(), ...looseDocuments(engine)].filter(isWanted).length;
}
