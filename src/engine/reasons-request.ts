import { rankJudged } from '../core/context/rank/rank-files.ts';
import type { Engine } from './engine.ts';
import { attendedOf } from './gather.ts';

/** Files further down hardly have reasons worth telling. */
const TOLD = 300;

/** Why a file ranks where it does for the plan on show; empty without a task. */
export function reasonsOf(engine: Engine, id: string): readonly string[] {
  const { attention, selection, settings } = engine.workspace;
  const judged = engine.planner.live?.judged ?? null;
  if (judged === null) return [];
  const ranked = rankJudged(judged, {
    attended: attendedOf(attention, settings.offer === 'all' ? selection : null),
    now: engine.ports.now(),
    reasonsFor: TOLD,
  });
  return ranked.find((file) => file.id === id)?.reasons ?? [];
}
