import { readableCount } from '../core/facts/readable-number.ts';

/** Figures in the user's locale. */
export interface Amounts {
  /** 950, 1.2k, 24.1k, 1.3M. */
  readonly short: (count: number) => string;
  /** Every digit, in groups. */
  readonly exact: (count: number) => string;
  /** A share in [0, 1] with one decimal: 84.0 %. */
  readonly percent: (share: number) => string;
  /** A share in [0, 1] without decimals unless it has one that says something: 12 %, 2.5 %. */
  readonly plainPercent: (share: number) => string;
  /** A share in [0, 1] without decimals: 84 %. */
  readonly wholePercent: (share: number) => string;
  /** US dollars from micro-USD ≥ 0, to the cent, or to the first two digits that say something below a cent. */
  readonly dollars: (microUsd: number) => string;
  /** A duration from ms: 0.4 s, 12.3 s, 125 s. */
  readonly seconds: (ms: number) => string;
}

/** @param locale BCP 47 tag; one that this browser does not know reads as English. */
export function amountsIn(locale: string): Amounts {
  const tag = known(locale);
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const upToTenths = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const cents = usd(tag, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const small = usd(tag, { maximumSignificantDigits: 2 });
  const mark = decimalMark(tenths);
  return {
    short: (count) => readableCount(count).replace('.', mark),
    exact: (count) => whole.format(count),
    percent: (share) => `${tenths.format(share * 100)}${NO_BREAK}%`,
    plainPercent: (share) => `${upToTenths.format(share * 100)}${NO_BREAK}%`,
    wholePercent: (share) => `${whole.format(share * 100)}${NO_BREAK}%`,
    seconds: (ms) => `${(ms < SHORT_MS ? tenths : whole).format(ms / 1000)}${NO_BREAK}s`,
    dollars: (micro) => (micro === 0 || micro >= MICRO_PER_CENT ? cents : small).format(micro / 1_000_000),
  };
}

/** Keeps a figure and its unit on one line. */
export const NO_BREAK = '\u00A0';
/** Above, tenths of a second say nothing. */
const SHORT_MS = 100_000;
const MICRO_PER_CENT = 10_000;

const usd = (tag: string, digits: Intl.NumberFormatOptions) =>
  new Intl.NumberFormat(tag, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    ...digits,
  });

const decimalMark = (format: Intl.NumberFormat) =>
  format.formatToParts(0.5).find((part) => part.type === 'decimal')?.value ?? '.';

function known(locale: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
