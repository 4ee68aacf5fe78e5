import type { Category } from '../../facts/category.ts';
import type { ModelRequest } from '../../facts/model-request.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import { hasUnknownPrice } from './cost-order.ts';
import type { RouteCandidate } from './route-candidate.ts';
import { LEAST } from './wanted.ts';

export interface Usable {
  readonly models: readonly RouteCandidate[];
  /** Of the category, or what there is by consent. */
  readonly least: number;
}

/**
 * Who can answer at all (spec M5.1).
 *
 * @param limit micro-USD; under one, models of unknown price answer by consent only
 * @returns `no_models`, `price_unknown` or `not_enough_models`, the latter two with the word that would allow it
 */
export function usableModels(
  candidates: readonly RouteCandidate[],
  request: Pick<ModelRequest, 'consent'>,
  category: Category,
  limit: number | null,
  now: number,
): Result<Usable> {
  const able = candidates.filter(
    ({ model, ready, fits, pausedUntil }) =>
      model.enabled && ready && fits && (pausedUntil === null || pausedUntil <= now),
  );
  if (able.length === 0) return fail('no_models', whyNone(candidates, now));
  const least = LEAST[category];
  const priceBlind = limit === null || request.consent.includes('unknown_price');
  const models = priceBlind ? able : able.filter((candidate) => !hasUnknownPrice(candidate));
  if (models.length >= least) return ok({ models, least });
  if (models.length < able.length) {
    const unknown = able.filter(hasUnknownPrice).map(({ model }) => model.id);
    return fail(
      'price_unknown',
      `Nobody can say what ${unknown.join(', ')} would cost, and money is limited: state the price, or allow it.`,
      { models: unknown, consent: 'unknown_price' },
    );
  }
  if (request.consent.includes('fewer_models')) return ok({ models, least: models.length });
  return fail(
    'not_enough_models',
    `This needs ${least} models and only ${models.length} can answer: enable another, or accept fewer.`,
    { usable: models.map(({ model }) => model.id), least, consent: 'fewer_models' },
  );
}

function whyNone(candidates: readonly RouteCandidate[], now: number): string {
  const enabled = candidates.filter(({ model }) => model.enabled);
  if (enabled.length === 0) return 'No model is enabled: enable one in the settings of models.';
  const ready = enabled.filter((candidate) => candidate.ready);
  if (ready.length === 0) return 'No enabled model can be reached: set its API key, or sign in.';
  const fitting = ready.filter((candidate) => candidate.fits);
  if (fitting.length === 0) return 'The context fits the window of no model: fit it to a smaller budget.';
  const seconds = Math.ceil(
    Math.min(...fitting.map(({ pausedUntil }) => Math.max(0, (pausedUntil ?? now) - now))) / 1000,
  );
  return `Every model asked to wait: try again in ${seconds} seconds.`;
}
