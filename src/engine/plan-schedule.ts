import type { Engine } from './engine.ts';

/** A burst of events makes one plan. */
const PLAN_PAUSE_MS = 20;
/** While files are counted, figures move this often at the most. */
export const INDEXING_PAUSE_MS = 200;
/** … and plans of a large workspace take at most a fifth of the time from the counting. */
const INDEXING_PAUSE_PER_PLAN = 4;

type Scheduled = Pick<Engine, 'workspace' | 'planner'>;

/** What a plan could not wait for is known: another follows at once. */
export function replanNow(engine: Scheduled): void {
  replanWithin(engine, 0);
}

/** Something has changed. */
export function replanSoon(engine: Scheduled): void {
  replanWithin(engine, PLAN_PAUSE_MS);
}

/** Every file that is read changes the plan a little. */
export function replanWhileIndexing(engine: Scheduled): void {
  const { tookMs } = engine.planner;
  replanWithin(engine, Math.max(INDEXING_PAUSE_MS, tookMs * INDEXING_PAUSE_PER_PLAN));
}

/** A door that only asks has no live plan. */
function replanWithin({ workspace, planner }: Scheduled, pause: number): void {
  if (workspace.isLive) planner.schedule(pause);
}
