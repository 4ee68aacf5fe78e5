import { moneyText } from '../core/facts/amount-text.ts';
import type { Category, Consent, Strategy } from '../core/facts/category.ts';
import { readableCount, readableShare } from '../core/facts/readable-number.ts';
import type { Failure } from '../core/facts/result.ts';
import type { ModelResponse } from '../core/facts/model-response.ts';
import type { AskAnswer, AskPlan, AskableStanding, PlannedModel, TestedModel } from '../protocol/models.ts';
import { seconds } from './answer-text.ts';

/** Sentences about asking models, for quick picks and messages. No vscode. */

export const CATEGORY_WORDS: Readonly<Record<Category, string>> = {
  simple_query: 'simple question',
  complex_reasoning: 'reasoning',
  data_validation: 'validation of data',
  price_extraction: 'prices',
  historical_analysis: 'history and trends',
};

export const STRATEGY_WORDS: Readonly<Record<Strategy, string>> = {
  single_fast: 'one model, the cheapest that is good enough',
  dual_validation: 'two models that check each other',
  triple_consensus: 'three models and their consensus',
  adaptive: 'as many as history says it takes',
};

/** `at most $0.05`, `at most $0.05, and what is included or unknown`, `included in your subscription`, `price unknown`. */
export function planPrice({ models, estimateMicroUsd, pricedMicroUsd, cached }: AskPlan): string {
  if (cached) return 'answered before, nothing is sent';
  if (estimateMicroUsd !== null) return `at most ${moneyText(estimateMicroUsd)}`;
  const unknown = models.filter(({ priceKind }) => priceKind === 'unknown').map(({ name }) => name);
  const rest =
    unknown.length === 0 ? 'included in your subscription' : `price of ${unknown.join(', ')} unknown`;
  return pricedMicroUsd > 0
    ? `at most ${moneyText(pricedMicroUsd)}; ${rest.replace('included', 'the rest included')}`
    : rest;
}

/** `2 models, 3 answers, verified, 1 rewrite; 24.1k tokens in, up to 4k out each; reasoning (82 % sure)` */
export function planDetail(plan: AskPlan): string {
  const of = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;
  const parts = [of(plan.models.length, 'model')];
  if (plan.answers !== plan.models.length) parts.push(of(plan.answers, 'answer'));
  if (plan.verifications > 0) parts.push('verified');
  if (plan.refinements > 0) parts.push(of(plan.refinements, 'rewrite'));
  const size = `${readableCount(plan.promptTokens)} tokens in, up to ${readableCount(plan.requestCap)} out each`;
  const hosts = [...new Set(plan.models.flatMap(({ sentTo }) => sentTo ?? []))];
  const places = hosts.length === 0 ? '' : `; goes to ${hosts.join(', ')}`;
  return `${parts.join(', ')}; ${size}; ${CATEGORY_WORDS[plan.category]} (${readableShare(plan.confidence)} sure)${places}`;
}

const ROLES: Readonly<Record<PlannedModel['role'], string>> = {
  qualified: '',
  exploration: ', to learn how good it is',
  below_quality: ', below the quality asked for',
};

/** `score 0.91 · at most $0.02 · goes to models.example` */
export function plannedModelWords(model: PlannedModel): string {
  const score = model.proven ? `score ${model.score.toFixed(2)}` : 'not proven yet';
  const place = model.sentTo === undefined ? '' : ` · goes to ${model.sentTo}`;
  return `${score}${ROLES[model.role]} · ${priceWords(model)}${place}`;
}

function priceWords({ estimateMicroUsd, priceKind }: PlannedModel): string {
  if (estimateMicroUsd !== null) return `at most ${moneyText(estimateMicroUsd)}`;
  return priceKind === 'included' ? 'included in your subscription' : 'price unknown';
}

/** What the user is asked to agree to, by its name; the amount is in the failure's sentence. */
export const CONSENT_QUESTIONS: Readonly<
  Record<Consent, { readonly question: string; readonly yes: string }>
> = {
  unknown_price: { question: 'Ask models whose price is unknown?', yes: 'Ask at Unknown Price' },
  quality_over_cost: { question: 'Pass the cost limit of a request?', yes: 'Pass Cost Limit' },
  below_quality: { question: 'Ask models below the quality asked for?', yes: 'Ask Below Quality' },
  fewer_models: { question: 'Ask fewer models than this needs?', yes: 'Ask Fewer Models' },
};

/** How a request ended: `2 of 3 models answered in 3.4 s, $0.02. To be reviewed: too few answered.` */
export function answeredSentence({
  result,
  responses,
  totalMs,
  costMicroUsd,
  cached,
  validation,
}: AskAnswer): string {
  const { asked, succeeded } = result.metadata;
  const who = asked === 1 && succeeded === 1 ? 'Answered' : `${succeeded} of ${asked} models answered`;
  const cost = costMicroUsd === null ? '' : `, ${moneyText(costMicroUsd)}`;
  const first = cached ? 'Answered from before, nothing was sent' : `${who} in ${seconds(totalMs)}${cost}`;
  const more: string[] = [];
  if (result.flaggedForReview)
    more.push(`Look at it: ${result.flags.map((flag) => FLAG_WORDS[flag]).join(', ')}.`);
  else if ((result.metadata.agreement ?? 1) < 1 && responses.length > 1)
    more.push(`They agree on ${readableShare(result.metadata.agreement ?? 0)}.`);
  if (validation !== null && !validation.isValid)
    more.push(
      `${validation.errors.length} ${validation.errors.length === 1 ? 'rule is' : 'rules are'} broken.`,
    );
  return [`${first}.`, ...more].join(' ');
}

const FLAG_WORDS: Readonly<Record<AskAnswer['result']['flags'][number], string>> = {
  low_confidence: 'no model has earned trust here',
  too_few: 'too few answered',
  below_quality: 'below the quality asked for',
  fewer_models: 'fewer models than it needs',
  truncated: 'cut off',
  stale: 'an old answer',
};

/** Second line of a model in *Manage Models…*: why it cannot be asked, else what it has earned. */
export function standingDetail({ trouble, scores, enabled }: AskableStanding): string {
  if (trouble !== null) return `$(warning) ${trouble.message}`;
  const proven = scores.map(
    ({ category, score, sampleCount }) =>
      `${CATEGORY_WORDS[category]} ${score.toFixed(2)} (${sampleCount} ${sampleCount === 1 ? 'verdict' : 'verdicts'})`,
  );
  if (proven.length > 0) return proven.join(' · ');
  return enabled ? 'No verdicts yet: it is tried now and then.' : 'Not asked.';
}

/** `openai · gpt adapter · price per token · 2.1 s` */
export function standingDescription({ provider, priceKind, avgResponseMs }: AskableStanding): string {
  const price = { perToken: 'price per token', included: 'included', unknown: 'price unknown' }[priceKind];
  return [provider, price, `about ${seconds(avgResponseMs)}`].join(' · ');
}

export function testedWords({ ok, responseMs, costMicroUsd, error }: TestedModel): string {
  if (!ok) return `$(error) ${error?.message ?? 'It did not answer.'}`;
  return `$(pass) Answered in ${seconds(responseMs)}${costMicroUsd === null ? '' : `, ${moneyText(costMicroUsd)}`}.`;
}

/** A failure of routing that a consent would lift; null for any other. */
export function consentIn({ details }: Failure): Consent | null {
  const word = details?.['consent'];
  return typeof word === 'string' && Object.hasOwn(CONSENT_QUESTIONS, word) ? (word as Consent) : null;
}

/** Answers that can be shown and judged: those that came. */
export function answersOf(responses: readonly ModelResponse[]): readonly ModelResponse[] {
  return responses.filter(({ content }) => content.trim() !== '');
}
