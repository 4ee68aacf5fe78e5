import type { Candidate } from '../core/context/candidates.ts';
import type { FitSettings } from '../core/context/fit-settings.ts';
import type { Judged } from '../core/context/rank/rank-files.ts';
import type { ModelProfile } from '../core/facts/model-profile.ts';
import { budgetOf } from '../core/plan.ts';
import { gatherNow, scanDocuments } from './candidates-now.ts';
import type { Counting } from './counting.ts';
import type { DetailRequest } from './details.ts';
import type { Engine } from './engine.ts';
import type { Gathered } from './gather.ts';
import { judgedNow } from './judging.ts';
import { raritiesOf } from './ranking.ts';

/** What a fit is chosen from, as things are now; what the files show in part is still to be made of it. */
export interface Offering {
  /** Null: there is no task. */
  readonly judged: Judged | null;
  readonly gathered: Gathered;
  readonly details: DetailRequest;
}

export interface OfferingRequest {
  readonly settings: FitSettings;
  readonly model: ModelProfile | null;
  readonly counting: Counting;
}

/**
 * Gathers the candidates, with a task as likely as it needs each.
 * @param closely looks into the files that rank first.
 */
export async function offeringOf(
  engine: Engine,
  request: OfferingRequest,
  closely: (judged: Judged) => Promise<Judged>,
): Promise<Offering> {
  const atFirst = await judgedNow(engine, request.settings.task);
  const judged = atFirst === null ? null : await closely(atFirst);
  await scanDocuments(engine);
  return offeringFrom({ judged, gathered: gatherNow(engine, judged) }, request);
}

/** The same of candidates that are gathered already: what is looked into depends on the budget. */
export function offeringFrom(
  { judged, gathered }: Pick<Offering, 'judged' | 'gathered'>,
  { settings, model, counting }: OfferingRequest,
): Offering {
  const planned = budgetOf({ settings, model, counting: counting.counting });
  // A budget that is refused is refused by the fit, with its reasons.
  const budget = planned.ok ? planned.value.limit : 0;
  const { candidates } = gathered;
  return {
    judged,
    gathered,
    details: {
      candidates,
      levels: fitsInFull(candidates.values(), settings, budget) ? [] : settings.levels,
      budget,
      task: settings.task,
      rarities: judged === null ? null : raritiesOf(judged),
      count: counting.count,
    },
  };
}

/** Of the budget, when everything is said to fit: the rest is enough for headings and the file tree. */
const SURE_SHARE = 0.75;

/** Where everything gets in as it is, nothing needs to be looked into. */
function fitsInFull(
  candidates: Iterable<Candidate>,
  { levels }: Pick<FitSettings, 'levels'>,
  budget: number,
): boolean {
  if (!levels.includes('full')) return false;
  let tokens = 0;
  for (const { tokens: each, reason, level = null } of candidates) {
    if (level !== null) return false;
    if (reason === null) tokens += each;
    if (tokens > SURE_SHARE * budget) return false;
  }
  return true;
}
