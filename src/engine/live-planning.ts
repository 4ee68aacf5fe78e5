import type { Result } from '../core/facts/result.ts';
import type { PlanSnapshot } from '../protocol/plan.ts';
import { countTicked, looseDocuments } from './candidates-now.ts';
import type { Engine } from './engine.ts';
import { refreshPast } from './judging.ts';
import { plannedFit } from './live-plan.ts';
import { offeringOf } from './offering.ts';
import { replanWhileIndexing } from './plan-schedule.ts';
import type { PlannerPorts } from './planner.ts';
import { reservingFor } from './reserving.ts';
import { useModel } from './use-model.ts';

/** What forbids any fit, whatever is ticked. */
export async function fitAllowed(engine: Engine): Promise<Result<unknown>> {
  const chosen = await useModel(engine);
  return chosen.ok ? engine.workspace.opened : chosen;
}

/** The state that a live plan is made of, as things are now: what takes long is taken as far as it is known. */
export async function planRequest(engine: Engine): ReturnType<PlannerPorts['request']> {
  const { workspace, files, closerLook, details, detailing, ports } = engine;
  const chosen = await useModel(engine);
  const counting = engine.counting.value;
  const present = chosen.ok ? chosen.value : { model: null, counting: counting.counting };
  const settings = await reservingFor(workspace.settings, present.model, (task, model) =>
    ports.outlook?.expect(task, model),
  );
  refreshPast(engine);
  // What ranks high is another file every moment while files are read: it is looked into when they are known.
  const isIndexing = files.progress !== null;
  const offering = await offeringOf(engine, { settings, model: present.model, counting }, (first) =>
    isIndexing ? Promise.resolve(first) : closerLook.within(first),
  );
  const { judged, gathered } = offering;
  files.hurry(gathered.candidates.keys());
  const known = isIndexing ? details.known(offering.details) : await detailing.within(offering.details);
  const isSettled = judged === null || closerLook.isSettled(judged);
  const detailed = { ...known, complete: known.complete && isSettled };
  return { settings, chosen: present, gathered, judged, detailed, count: counting.count };
}

/** What a snapshot says beside the plan. */
export async function planSurroundings(engine: Engine): ReturnType<PlannerPorts['surroundings']> {
  const { workspace, files, documents, models } = engine;
  return {
    indexing: files.progress,
    hasWorkspace: workspace.roots.length > 0 || documents.size > 0,
    candidates: files.files.size + looseDocuments(engine).length,
    ticked: countTicked(engine),
    notes: (await models.refused()).map(({ message }) => message),
  };
}

/** Tells everybody whom a plan concerns; another follows while files are read. */
export function tellPlan(engine: Engine, plan: PlanSnapshot): void {
  const { ports, planner } = engine;
  ports.onPlan(plan);
  if (planner.live !== null) ports.outlook?.planned(plannedFit(planner.live));
  if (plan.indexing !== null) replanWhileIndexing(engine);
}
