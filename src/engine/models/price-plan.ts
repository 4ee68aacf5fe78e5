import { plannedWork, usedHundredths, type WorkDone } from '../../core/budget/compute/work.ts';
import { amountText } from '../../core/facts/amount-text.ts';
import { type Amounts, sumOf } from '../../core/facts/amounts.ts';
import type { AskableModel } from '../../core/facts/askable-model.ts';
import type { Consent } from '../../core/facts/category.ts';
import { fail, type Result } from '../../core/facts/result.ts';
import { REFINEMENT_FRAME_TOKENS } from '../../core/models/candidates/refinement.ts';
import { VERIFICATION_CAP, VERIFICATION_FRAME_TOKENS } from '../../core/models/candidates/verification.ts';
import { costMicroUsd } from '../../core/models/price.ts';
import type { Ask } from './ask.ts';
import type { ScoredCall } from './candidates.ts';
import type { ModelCall } from './call.ts';

/** What a request may take at most, before anything is sent. */
export interface PlannedPrice {
  readonly work: WorkDone;
  /** Of all answers, verification calls and rewrite rounds; null when one model has no price per token. */
  readonly estimateMicroUsd: number | null;
  /** Of those with a price. */
  readonly pricedMicroUsd: number;
  /** To be reserved, in every unit that a limit can count. */
  readonly amounts: Amounts;
}

/** One call at most: what goes in, and an answer as long as it may be. */
interface PlannedCall {
  readonly model: AskableModel;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What asking a model may take at most, in the units of limits. */
export function amountsOf(calls: readonly PlannedCall[]): Amounts {
  let microUsd: number | null = null;
  let [contextTokens, outputTokens] = [0, 0];
  for (const { model, inputTokens, outputTokens: output } of calls) {
    const cost = costMicroUsd(model.price, inputTokens, output);
    if (cost !== null) microUsd = sumOf(microUsd ?? 0, cost);
    contextTokens = sumOf(contextTokens, inputTokens);
    outputTokens = sumOf(outputTokens, output);
  }
  return { contextTokens, outputTokens, ...(microUsd === null ? {} : { microUsd }) };
}

export function plannedCall({ model, promptTokens, maxOutputTokens }: ModelCall): PlannedCall {
  return { model, inputTokens: promptTokens, outputTokens: maxOutputTokens };
}

/** Answers × the price of their models + verification calls + rewrite rounds (spec C10, M5.7). */
export function pricePlan(calls: readonly ScoredCall[], compute: Ask['compute']): PlannedPrice {
  const work: WorkDone =
    compute === null
      ? { answers: calls.length, verified: 0, searchIterations: 0, refinements: 0 }
      : plannedWork(compute.budget, false);
  const planned = [...answersOf(calls, work), ...verificationsOf(calls, work), ...refinementsOf(calls, work)];
  const amounts = amountsOf(planned);
  const isPriced = planned.every(({ model }) => model.price.kind === 'perToken');
  const pricedMicroUsd = amounts.microUsd ?? 0;
  const units = compute === null ? null : usedHundredths(work);
  return {
    work,
    estimateMicroUsd: isPriced ? pricedMicroUsd : null,
    pricedMicroUsd,
    amounts: units?.ok === true ? { ...amounts, computeUnits: units.value } : amounts,
  };
}

function answersOf(calls: readonly ScoredCall[], { answers }: WorkDone): readonly PlannedCall[] {
  const planned: PlannedCall[] = [];
  for (let place = 0; place < answers; place++) {
    const call = calls[place % calls.length]?.call;
    if (call === undefined) break;
    planned.push(plannedCall(call));
  }
  return planned;
}

/** By whichever model would cost most: who verifies whom is known only when the answers are there. */
function verificationsOf(calls: readonly ScoredCall[], { verified }: WorkDone): readonly PlannedCall[] {
  const dearest = calls
    .map(({ call: { model, promptTokens, maxOutputTokens } }) => {
      const inputTokens = promptTokens + maxOutputTokens + VERIFICATION_FRAME_TOKENS;
      return { model, inputTokens, outputTokens: VERIFICATION_CAP };
    })
    .toSorted((a, b) => costOf(b) - costOf(a))[0];
  return dearest === undefined ? [] : Array.from({ length: verified }, () => dearest);
}

function refinementsOf(calls: readonly ScoredCall[], { refinements }: WorkDone): readonly PlannedCall[] {
  const best = calls.toSorted((a, b) => b.score - a.score)[0]?.call;
  if (best === undefined) return [];
  const { model, promptTokens, maxOutputTokens } = best;
  const inputTokens = promptTokens + maxOutputTokens + REFINEMENT_FRAME_TOKENS;
  return Array.from({ length: refinements }, () => ({ model, inputTokens, outputTokens: maxOutputTokens }));
}

function costOf({ model, inputTokens, outputTokens }: PlannedCall): number {
  return costMicroUsd(model.price, inputTokens, outputTokens) ?? -1;
}

/** The compute budget's answers together pass the limit, which routing cannot know: it prices one answer a model. */
export function overLimit(
  { pricedMicroUsd }: PlannedPrice,
  limit: number | null,
  consent: readonly Consent[],
): (Result<never> & { readonly ok: false }) | null {
  if (limit === null || pricedMicroUsd <= limit || consent.includes('quality_over_cost')) return null;
  const [cost, most] = [pricedMicroUsd, limit].map((amount) => amountText('microUsd', amount));
  const message = `All answers, checks and rewrites of this level may cost ${cost}, and ${most} is the limit: choose a lower level, raise the limit, or allow it.`;
  return fail('cost_limit_exceeded', message, {
    microUsd: pricedMicroUsd,
    limitMicroUsd: limit,
    consent: 'quality_over_cost',
  });
}
