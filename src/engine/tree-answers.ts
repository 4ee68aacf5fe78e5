import { isLeftOut, levelAsked, parentOf, type Selection } from '../core/context/selection.ts';
import type { TreeEntry } from '../protocol/tree.ts';
import { looseDocuments } from './candidates-now.ts';
import type { Engine } from './engine.ts';
import { ticksByFolder } from './gather.ts';
import { isSettled } from './known-file.ts';
import type { LivePlan } from './live-plan.ts';
import { absolutePathOf } from './load.ts';
import { rankedOrder } from './ranked-order.ts';
import type { LiveDocuments } from './documents.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

export interface TreeState {
  readonly files: WorkspaceFiles;
  readonly documents: LiveDocuments;
  /** Ids of documents that are no file, in text order. */
  readonly loose: readonly string[];
  readonly selection: Selection;
  /** Null until the first plan. */
  readonly live: LivePlan | null;
  readonly scale: (tokens: number) => number;
  /** Absolute path of a folder by its id, null when there is none. */
  readonly folderPath: (id: string) => string | null;
}

export function treeState(engine: Engine): TreeState {
  const { files, documents, workspace, planner, counting } = engine;
  return {
    files,
    documents,
    loose: looseDocuments(engine),
    selection: workspace.selection,
    live: planner.live,
    scale: counting.value.scale,
    folderPath: (id) => absolutePathOf(engine, id),
  };
}

/** A page of a folder's entries; documents that are no file stand at the end of the top. */
export function childrenOf(
  state: TreeState,
  folder: string,
  offset: number,
  limit: number,
): { readonly entries: readonly TreeEntry[]; readonly total: number } {
  const paths = [...state.files.tree.children(folder), ...(folder === '' ? state.loose : [])];
  const describe = describer(state);
  return { entries: paths.slice(offset, offset + limit).map(describe), total: paths.length };
}

/** A page of the files in the order in which the task needs them; empty without a task. */
export function rankedEntriesOf(
  state: TreeState,
  offset: number,
  limit: number,
): { readonly entries: readonly TreeEntry[]; readonly total: number } {
  const order = state.live === null ? [] : rankedOrder(state.live, state.selection);
  const describe = describer(state);
  return { entries: order.slice(offset, offset + limit).map(describe), total: order.length };
}

export function entryOf(state: TreeState, path: string): TreeEntry | null {
  const { files, loose } = state;
  const isKnown = files.files.has(path) || loose.includes(path) || (path !== '' && files.tree.has(path));
  return isKnown ? describer(state)(path) : null;
}

function describer(state: TreeState): (path: string) => TreeEntry {
  const ticked = ticksByFolder(state.selection);
  const pinned = new Set(state.selection.pinned);
  return (path) => {
    const common = {
      path,
      name: path.slice(path.lastIndexOf('/') + 1),
      ticked: ticked(path),
      pinned: pinned.has(path),
      leftOut: isLeftOut(state.selection, path),
      levelAsked: levelAsked(state.selection, path),
    };
    const isFolder = !state.files.files.has(path) && !state.documents.has(path);
    return isFolder ? { ...common, ...folderFacts(state, path) } : { ...common, ...fileFacts(state, path) };
  };
}

function fileFacts(state: TreeState, path: string) {
  const file = state.files.files.get(path);
  const live = state.documents.live(path);
  const counted = live?.tokens ?? file?.tokens ?? null;
  const whole = counted === null ? null : state.scale(counted);
  const answer = state.live?.answers.get(path);
  // What is typed counts at once; the plan follows.
  const isTyped = live !== undefined && answer?.level === 'full';
  const candidate = state.live?.gathered.candidates.get(path);
  const isRanked = state.live !== null && state.live.judged !== null;
  return {
    folder: false,
    reason: answer?.reason ?? file?.facts?.reason ?? null,
    level: answer?.level ?? null,
    probability: isRanked ? (candidate?.probability ?? null) : null,
    tokens: isTyped ? whole : (answer?.tokens ?? whole),
    wholeTokens: whole,
    counting: live === undefined && file !== undefined && !isSettled(file),
    files: null,
    absolutePath: file?.absolutePath ?? null,
  };
}

function folderFacts(state: TreeState, path: string) {
  const totals = state.files.tree.totals(path);
  const tokens = state.scale(totals.tokens + unsavedBelow(state, path));
  let ticked = 0;
  let included = 0;
  for (const id of state.files.tree.filesBelow(path)) {
    const answer = state.live?.answers.get(id);
    if (answer === undefined) continue;
    ticked++;
    if (answer.level !== null) included++;
  }
  return {
    folder: true,
    reason: null,
    level: null,
    probability: null,
    tokens,
    wholeTokens: tokens,
    counting: totals.counting > 0,
    files: { total: totals.files, ticked, included },
    absolutePath: state.folderPath(path),
  };
}

/** What unsaved edits add to (or take from) the folder's tokens on disk. */
function unsavedBelow({ files, documents }: TreeState, folder: string): number {
  let difference = 0;
  for (const id of documents.ids()) {
    const file = files.files.get(id);
    if (file === undefined || !isBelow(id, folder)) continue;
    const isShown = (file.facts?.reason ?? null) === null;
    const shown = isShown ? (file.tokens ?? 0) : 0;
    difference += (documents.live(id)?.tokens ?? 0) - shown;
  }
  return difference;
}

function isBelow(id: string, folder: string): boolean {
  for (let at = parentOf(id); at !== undefined; at = parentOf(at)) if (at === folder) return true;
  return false;
}
