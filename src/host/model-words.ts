import { readableCount } from '../core/facts/readable-number.ts';
import type { ModelProfile, Price } from '../core/facts/model-profile.ts';
import { percent } from './amounts.ts';

/** How a list of models shows one. No vscode. */
export function modelWords(
  model: ModelProfile,
  locale: string,
): { readonly label: string; readonly description: string; readonly detail?: string } {
  const window = model.contextWindow ?? model.maxInputTokens;
  const { counting } = model;
  const description = [
    window === null ? 'window unknown' : `${readableCount(window)} window`,
    priceWords(model.price, locale),
    counting.exact ? 'exact count' : `estimated ±${percent(counting.band, locale)}`,
  ].join(' · ');
  const label = model.id;
  const detail = [model.name === model.id ? '' : model.name, model.provider, ...model.disagreements]
    .filter((part) => part !== '')
    .join(' · ');
  return detail === '' ? { label, description } : { label, description, detail };
}

function priceWords(price: Price, locale: string): string {
  if (price.kind === 'unknown') return 'price unknown';
  if (price.kind === 'included') return 'included in the subscription';
  const dollars = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 4 });
  return `$${dollars.format(price.inputUsdPerMillion)}/M in`;
}
