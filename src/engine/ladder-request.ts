import { type Audit, type IncludedEntry, nameOf } from '../core/context/audit.ts';
import { DEFAULT_WORK_LIMIT } from '../core/context/fit/choice.ts';
import { LEVELS } from '../core/context/item.ts';
import { byCodeUnit } from '../core/facts/text-order.ts';
import { type Failure, fail, ok, type Result } from '../core/facts/result.ts';
import { costMicroUsd } from '../core/models/price.ts';
import type { LadderStep } from '../protocol/ladder.ts';
import { gatherNow, scanDocuments } from './candidates-now.ts';
import type { Engine } from './engine.ts';
import { fitOffering, readyToFit } from './fit-request.ts';
import { judgedClosely } from './judging.ts';
import { offeringFrom } from './offering.ts';
import { variantIds } from './planner.ts';
import { shareShown } from './share-shown.ts';

export interface LadderRequest {
  /** Tokens, in any order; equal ones are one step. */
  readonly budgets: readonly number[];
  readonly isCancelled: () => boolean;
}

/**
 * What each budget buys: the fits of the candidates as they are now, one after the other. A budget that cannot be fitted
 * is a step with its failure.
 *
 * Errors: those of `readyToFit`, `cancelled`.
 */
export async function ladderOf(
  engine: Engine,
  { budgets, isCancelled }: LadderRequest,
): Promise<Result<readonly LadderStep[]>> {
  const ready = await readyToFit(engine, isCancelled);
  if (!ready.ok) return ready;
  const { model } = ready.value;
  const judged = await judgedClosely(engine, isCancelled);
  await scanDocuments(engine);
  const gathered = gatherNow(engine, judged);
  // with a task, the answer that is expected has its price too
  const { settings } = ready.value;
  const answer = settings.task.trim() === '' ? 0 : (settings.reserve ?? 0);
  const steps: LadderStep[] = [];
  let before: readonly IncludedEntry[] = [];
  for (const budget of [...new Set(budgets)].sort((a, b) => a - b)) {
    if (isCancelled()) return fail('cancelled', 'The ladder was cancelled.');
    const step = { ...ready.value, settings: { ...ready.value.settings, budget } };
    const offering = offeringFrom({ judged, gathered }, step);
    // The work limit of the live plan: nobody sends these prompts.
    const previous = shownAt(engine, budget);
    const request = { workLimit: DEFAULT_WORK_LIMIT, isCancelled, verify: null, previous };
    const fitted = await fitOffering(engine, step, offering, request);
    if (!fitted.ok && fitted.error.code === 'cancelled') return fitted;
    if (!fitted.ok) {
      steps.push(failedStep(budget, fitted.error));
      continue;
    }
    const { audit } = fitted.value;
    steps.push({
      budget,
      tokensUsed: audit.tokensUsed,
      costMicroUsd: model === null ? null : costMicroUsd(model.price, audit.tokensUsed, answer),
      files: audit.includedCount,
      share: shareShown(audit.value, gathered),
      added: addedBy(audit, before),
      failure: null,
    });
    before = audit.included;
  }
  return ok(steps);
}

/** The step of the present budget is the plan on show, not another of the same worth. */
function shownAt({ planner: { live } }: Engine, budget: number): readonly string[] | undefined {
  return live?.plan.ok === true && live.plan.value.budget.budget === budget ? variantIds(live) : undefined;
}

function failedStep(budget: number, failure: Failure): LadderStep {
  return { budget, tokensUsed: 0, costMicroUsd: null, files: 0, share: 0, added: [], failure };
}

/** What is in, or shown more fully than before. */
function addedBy({ included }: Audit, before: readonly IncludedEntry[]): LadderStep['added'] {
  const earlier = new Map(before.map((entry) => [nameOf(entry), entry]));
  return included
    .filter((entry) => {
      const then = earlier.get(nameOf(entry));
      return then === undefined || isFuller(entry, then);
    })
    .sort((a, b) => b.value - a.value || byCodeUnit(nameOf(a), nameOf(b)))
    .map((entry) => ({
      path: nameOf(entry),
      level: entry.level,
      tokens: entry.tokens,
      fuller: earlier.has(nameOf(entry)),
    }));
}

/** Of excerpts the one with more tokens (spec F1). */
function isFuller(now: IncludedEntry, then: IncludedEntry): boolean {
  const levels = LEVELS.indexOf(then.level) - LEVELS.indexOf(now.level);
  return levels > 0 || (levels === 0 && now.tokens > then.tokens);
}
