import { exactCount } from '../core/facts/readable-number.ts';

/** Exact figures for tooltips and prompts, in the user's locale; views use core's readable short ones. No vscode. */

const MICRO = 1_000_000;

/**
 * Every digit, grouped as the user's locale does. By `toLocaleString`, whose formatter the engine keeps: making one
 * for each of the 500 rows of a page held the extension host for 15 ms. In English, where nothing is to look up, without
 * it: loading the tables of locales for the first figure of a window held it for 20 ms on a busy machine.
 */
export function exact(amount: number, locale: string): string {
  const whole = Math.round(amount);
  return locale === 'en' ? exactCount(whole) : whole.toLocaleString(locale);
}

/** `share` in [0, 1], with one decimal; in English without tables, as above. */
export function percent(share: number, locale: string): string {
  if (locale === 'en') return `${Math.round(share * 1000) / 10} %`;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(share * 100)} %`;
}

/** USD from micro-USD; a price below a dollar keeps two digits that say something. */
export function usd(micro: number, locale: string): string {
  const dollars = micro / MICRO;
  const leadingZeros = dollars > 0 && dollars < 1 ? Math.floor(-Math.log10(dollars)) : 0;
  return `$${new Intl.NumberFormat(locale, {
    minimumFractionDigits: 2,
    maximumFractionDigits: Math.min(6, 2 + leadingZeros),
  }).format(dollars)}`;
}
