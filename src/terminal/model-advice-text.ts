import { shownPath } from '../core/context/render/shown-path.ts';
import { moneyText } from '../core/facts/amount-text.ts';
import { exactCount } from '../core/facts/readable-number.ts';
import type { ModelAdvice, ModelOffer } from '../protocol/ledger.ts';
import { columnsText } from './text-columns.ts';

const HEAD = ['score', 'capability', 'cost', 'latency', 'quality', 'history', 'price', 'model'];

/** The chosen model with its budget, and how the others rank, for a person. */
export function modelAdviceText(advice: ModelAdvice): string {
  const { model, requestCap, extendedThinking, thinkingBudget, reasoning, ranked } = advice;
  const thinking = extendedThinking
    ? `extended thinking with up to ${exactCount(thinkingBudget)} of them`
    : 'no extended thinking';
  const rows = ranked.map((offer) => figuresOf(offer).concat(nameOf(offer, advice)));
  return [
    `model     ${shownPath(model)}: at most ${exactCount(requestCap)} output tokens, ${thinking}\n`,
    `prompt    ${exactCount(advice.task.promptTokens ?? 0)} tokens\n`,
    `why       ${shownPath(reasoning)}\n`,
    `fallback  ${advice.fallback.length === 0 ? 'none' : advice.fallback.map(shownPath).join(', ')}\n`,
    '\n',
    columnsText([HEAD, ...rows], HEAD.length - 1),
  ].join('');
}

function figuresOf({ score, parts, costMicroUsd, priceKind }: ModelOffer): readonly string[] {
  const { capability, cost, latency, quality, historical } = parts;
  const price = costMicroUsd === null ? PRICE_WORDS[priceKind] : moneyText(costMicroUsd);
  const figures = [score, capability, cost, latency, quality, historical].map((figure) => figure.toFixed(1));
  return [...figures, price];
}

const PRICE_WORDS: Readonly<Record<ModelOffer['priceKind'], string>> = {
  perToken: 'unknown',
  unknown: 'unknown',
  included: 'included',
  free: 'free',
};

function nameOf({ id }: ModelOffer, { model, alternatives }: ModelAdvice): string {
  if (id === model) return `${shownPath(id)} (chosen)`;
  return alternatives.includes(id) ? `${shownPath(id)} (alternative)` : shownPath(id);
}
