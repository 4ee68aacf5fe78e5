import { readableCount } from '../core/facts/readable-number.ts';
import type { ModelAdvice, ModelOffer } from '../protocol/ledger.ts';
import { exact, usd } from './amounts.ts';

/** A row of the list of models for a task. */
export interface ModelRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly model: string;
}

const WHOLE = 100;

/**
 * The models that come into question for a task, best first. No vscode.
 *
 * @param current the model that is set, null for none
 */
export function modelRows(advice: ModelAdvice, current: string | null, locale: string): readonly ModelRow[] {
  return advice.ranked.map((offer) => {
    const marks = [
      ...(offer.id === advice.model ? ['cheapest for one answer'] : []),
      ...(offer.id === current ? ['now'] : []),
    ];
    const label = marks.length === 0 ? offer.id : `${offer.id} (${marks.join(', ')})`;
    return {
      label,
      description: `${figure(offer.score)} of ${WHOLE} · ${priceWords(offer, locale)}`,
      detail: partsWords(offer),
      model: offer.id,
    };
  });
}

function partsWords({ parts: { capability, cost, latency, quality, historical } }: ModelOffer): string {
  const named = { capability, cost, latency, quality, history: historical };
  return Object.entries(named)
    .map(([name, part]) => `${name} ${figure(part)}`)
    .join(' · ');
}

function priceWords({ costMicroUsd, priceKind }: ModelOffer, locale: string): string {
  if (costMicroUsd !== null) return `≈ ${usd(costMicroUsd, locale)}`;
  if (priceKind === 'free') return 'free of charge';
  return priceKind === 'included' ? 'included in the subscription' : 'price unknown';
}

/** `gpt-5: at most 9,350 output tokens, 5,610 of them for thinking at length` */
export function modelBudgetLine(
  { model, requestCap, extendedThinking, thinkingBudget }: ModelAdvice,
  locale: string,
): string {
  const thinking = extendedThinking
    ? `, up to ${exact(thinkingBudget, locale)} of them for thinking at length`
    : '';
  return `${model}: at most ${exact(requestCap, locale)} output tokens${thinking}`;
}

/** What stands beside the list: why the model that is marked, and who can stand in for the best. */
export function adviceLine({ reasoning, fallback }: ModelAdvice): string {
  return fallback.length === 0 ? reasoning : `${reasoning} Can stand in: ${fallback.join(', ')}.`;
}

/** `For an answer of 5.9k tokens` */
export function answerLine({ task }: ModelAdvice): string {
  return `For an answer of ${readableCount(task.prediction.recommended)} tokens`;
}

function figure(value: number): string {
  return String(Math.round(value));
}
