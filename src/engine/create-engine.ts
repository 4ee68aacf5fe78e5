import { CloserLook } from './closer-look.ts';
import { ContentKeys } from './content-keys.ts';
import { contentsInUse } from './contents-in-use.ts';
import { Detailing } from './detailing.ts';
import { Details } from './details.ts';
import { LiveDocuments } from './documents.ts';
import type { Engine, EnginePorts } from './engine.ts';
import { filesExamined, filesSettled } from './events.ts';
import { examineNow } from './examining.ts';
import { fitAllowed, planRequest, planSurroundings, tellPlan } from './live-planning.ts';
import { loadShown } from './load.ts';
import { ModelChoice } from './model-choice.ts';
import { rememberOutlines } from './outlines.ts';
import { replanNow } from './plan-schedule.ts';
import { Planner } from './planner.ts';
import { PresentCounting } from './present-counting.ts';
import { Ranking } from './ranking.ts';
import { Remembering } from './remembering.ts';
import { secretScanOf } from './secret-scan.ts';
import { WorkspaceFiles } from './workspace-files.ts';
import { WorkspaceState } from './workspace-state.ts';

/** Connects the residents: what one of them finds out is an event for the others. */
export function createEngine(ports: EnginePorts): Engine {
  const warn = (text: string): void => ports.log('warn', text);
  const today = (): string => new Date(ports.now()).toISOString().slice(0, 10);
  const workspace = new WorkspaceState();
  const counting = new PresentCounting(ports.counters, (text) => ports.log('error', text));
  const documents = new LiveDocuments(() => counting.value.encoding);
  const files = new WorkspaceFiles({
    examine: (file, named) => examineNow(engine, file, named),
    changed: (ids) => filesExamined(engine, ids),
    settled: () => filesSettled(engine),
    warn,
  });
  const remembering = new Remembering({
    open: ports.openMemory,
    warn,
    contentsInUse: () => contentsInUse(files),
  });
  const contentKeys = new ContentKeys({
    files: files.files,
    documents,
    policy: () => workspace.settings,
  });
  const outlineOf = rememberOutlines(ports.outlineOf);
  const texts = {
    load: (ids: readonly string[]) => loadShown(engine, ids, workspace.settings),
    outlineOf,
    contentKey: (id: string) => contentKeys.of(id),
  };
  const details = new Details(texts);
  const engine: Engine = {
    ports,
    workspace,
    models: new ModelChoice(ports.readModelData, today),
    counting,
    remembering,
    documents,
    files,
    ranking: new Ranking(),
    outlineOf,
    secretScan: secretScanOf(() => remembering.memory(), ports.scanSecrets),
    closerLook: new CloserLook(texts, () => replanNow(engine)),
    details,
    detailing: new Detailing(details, () => replanNow(engine)),
    planner: new Planner({
      allowed: () => fitAllowed(engine),
      request: () => planRequest(engine),
      surroundings: () => planSurroundings(engine),
      onPlan: (plan) => tellPlan(engine, plan),
      onTree: ports.onTree,
    }),
  };
  return engine;
}
