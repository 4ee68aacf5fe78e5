import type { FitSettings } from '../core/context/fit-settings.ts';
import type { Selection } from '../core/context/selection.ts';
import type { DocumentEdit } from '../protocol/documents.ts';
import type { Attention } from '../protocol/selection.ts';
import type { OpenWorkspace } from '../protocol/workspace.ts';
import type { Engine } from './engine.ts';
import type { ModelSources } from './model-choice.ts';
import { replanSoon, replanWhileIndexing } from './plan-schedule.ts';
import { lookAround } from './until-counted.ts';

/** Replaces the workspace. */
export function openWorkspace(engine: Engine, opened: OpenWorkspace): void {
  const { workspace, remembering, ranking, files } = engine;
  workspace.open(opened);
  remembering.use(opened.cacheFolder, opened.roots);
  ranking.open(workspace.rootsWithPast);
  files.close();
  if (workspace.isLive) lookAround(engine);
  replanAll(engine);
}

/** @param paths absolute, of files and folders that came, changed or went. */
export function followFiles({ files }: Engine, paths: readonly string[]): void {
  void files.refresh(paths);
}

/** Files were found, read or forgotten. */
export function filesExamined(engine: Engine, ids: readonly string[]): void {
  engine.ranking.changed();
  engine.planner.touch(ids);
  replanWhileIndexing(engine);
}

/** Everything found has been examined. */
export function filesSettled(engine: Engine): void {
  engine.remembering.saveSoon();
  replanSoon(engine);
}

/** The editor's text of a document that differs from the disk. */
export function takeText(engine: Engine, id: string, text: string): void {
  engine.documents.set(id, text);
  documentChanged(engine, id);
}

/** False: the text must be sent again. */
export function takeEdits(engine: Engine, id: string, edits: readonly DocumentEdit[]): boolean {
  const followed = engine.documents.edit(id, edits);
  documentChanged(engine, id);
  return followed;
}

/** What is on disk counts again. */
export function releaseText(engine: Engine, id: string): void {
  if (engine.documents.release(id)) documentChanged(engine, id);
}

export function attend(engine: Engine, attention: Attention): void {
  engine.workspace.attention = attention;
  replanSoon(engine);
}

export function select(engine: Engine, selection: Selection): void {
  const { workspace, files } = engine;
  const before = new Set(workspace.selection.pinned);
  workspace.selection = selection;
  // What was never counted may be so because it was not pinned, or is about to be.
  for (const id of selection.pinned)
    if (!before.has(id) && files.files.get(id)?.tokens === null) files.again(id);
  replanAll(engine);
}

export function configure(engine: Engine, settings: FitSettings): void {
  engine.workspace.settings = settings;
  replanSoon(engine);
}

/** The models that there are to choose from. */
export function offerModels(engine: Engine, sources: ModelSources): void {
  engine.models.setSources(sources);
  void tellRefusedModels(engine);
  replanSoon(engine);
}

/** Saves what was learnt. */
export async function closeEngine(engine: Engine): Promise<void> {
  const { planner, detailing, closerLook, remembering, files, ranking } = engine;
  planner.stop();
  detailing.stop();
  closerLook.stop();
  const saving = remembering.save();
  files.close();
  ranking.past.open([]);
  await saving;
}

/** Every entry of the tree may be another. */
function replanAll(engine: Engine): void {
  engine.planner.touch(null);
  replanSoon(engine);
}

function documentChanged(engine: Engine, id: string): void {
  engine.ranking.changed();
  engine.planner.touch([id]);
  replanSoon(engine);
}

async function tellRefusedModels({ models, ports }: Engine): Promise<void> {
  for (const { message } of await models.refused()) ports.log('warn', message);
}
