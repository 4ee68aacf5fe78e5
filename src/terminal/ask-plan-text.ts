import { moneyText } from '../core/facts/amount-text.ts';
import type { Category, Strategy } from '../core/facts/category.ts';
import { exactCount, readableCount, readableShare } from '../core/facts/readable-number.ts';
import type { AskPlan, PlannedModel } from '../protocol/models.ts';
import { columnsText } from './text-columns.ts';

/** Categories as people call them. */
export const CATEGORY_WORDS: Readonly<Record<Category, string>> = {
  simple_query: 'a simple question',
  complex_reasoning: 'reasoning',
  data_validation: 'validation of data',
  price_extraction: 'prices',
  historical_analysis: 'history and trends',
};

const STRATEGY_WORDS: Readonly<Record<Strategy, string>> = {
  single_fast: 'one model, the cheapest that is good enough',
  dual_validation: 'two models that check each other',
  triple_consensus: 'three models and their consensus',
  adaptive: 'as many as history says it takes',
};

const ROLES: Readonly<Record<PlannedModel['role'], string>> = {
  qualified: '',
  exploration: ', to learn how good it is',
  below_quality: ', below the quality asked for',
};

/** Who would be asked, why, and at what price: for a person who decides. */
export function askPlanText(plan: AskPlan): string {
  const { models, category, confidence, strategy, promptTokens, requestCap, reason, warnings, passes } = plan;
  const rows = models.map((model) => [`  ${model.id}`, trustText(model), priceText(model)]);
  return [
    `It is ${CATEGORY_WORDS[category]} (${category}, ${readableShare(confidence)} sure): ${STRATEGY_WORDS[strategy]} (${strategy}).\n`,
    columnsText(rows, 0),
    `${workText(plan)}: ${exactCount(promptTokens)} tokens in, up to ${readableCount(requestCap)} out each; ${planPrice(plan)}.\n`,
    `${reason}\n`,
    ...warnings.map((warning) => `Note: ${warning}\n`),
    ...passes.map((limit) => `It passes a limit: ${limit}\n`),
  ].join('');
}

/** `at most $0.05`; `at most $0.05; price of x unknown`; `included in your subscription`; `nothing is sent`. */
export function planPrice({ models, estimateMicroUsd, pricedMicroUsd, cached }: AskPlan): string {
  if (cached) return 'answered before, so nothing is sent';
  if (estimateMicroUsd !== null) return `at most ${moneyText(estimateMicroUsd)}`;
  const unknown = models.filter(({ priceKind }) => priceKind === 'unknown').map(({ id }) => id);
  const most = pricedMicroUsd > 0 ? `at most ${moneyText(pricedMicroUsd)}; ` : '';
  if (unknown.length > 0) return `${most}price of ${unknown.join(', ')} unknown`;
  return most === '' ? 'included in your subscription' : `${most}the rest is included in your subscription`;
}

/** Whether somebody may have to pay for it. */
export function costsSomething({ models, pricedMicroUsd, cached }: AskPlan): boolean {
  return !cached && (pricedMicroUsd > 0 || models.some(({ priceKind }) => priceKind === 'unknown'));
}

/** Hosts that addresses of the configuration lead to, which may have come with a checkout. */
export function hostsSentTo({ models, cached }: AskPlan): readonly string[] {
  return cached ? [] : [...new Set(models.flatMap(({ sentTo }) => sentTo ?? []))];
}

function trustText({ score, proven, role }: PlannedModel): string {
  return `${proven ? `score ${score.toFixed(2)}` : 'not proven yet'}${ROLES[role]}`;
}

function priceText({ sentTo, ...model }: PlannedModel): string {
  return sentTo === undefined ? amountText(model) : `${amountText(model)}, sent to ${sentTo}`;
}

function amountText({ estimateMicroUsd, priceKind }: PlannedModel): string {
  if (estimateMicroUsd !== null) return `at most ${moneyText(estimateMicroUsd)}`;
  return priceKind === 'included' ? 'included in your subscription' : 'price unknown';
}

function workText({ answers, verifications, refinements }: AskPlan): string {
  const of = (count: number, one: string): string => `${exactCount(count)} ${one}${count === 1 ? '' : 's'}`;
  return [
    of(answers, 'answer'),
    ...(verifications > 0 ? [of(verifications, 'verification')] : []),
    ...(refinements > 0 ? [of(refinements, 'rewrite')] : []),
  ].join(', ');
}
