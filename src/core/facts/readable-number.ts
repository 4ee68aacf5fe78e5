/**
 * A count for views: 950, 1.2k, 24.1k, 412k, 1.3M. One decimal below a hundred of the unit, dropped when it is
 * zero; half away from zero. The same in every locale: exact figures belong in tooltips and reports.
 *
 * @param count any finite number.
 */
export function readableCount(count: number): string {
  if (count < 0) return `-${readableCount(-count)}`;
  if (Math.round(count) < THOUSAND) return String(Math.round(count));
  // 999,960 would read "1000k": what rounds up to the next unit is written in it.
  return count < MILLION - THOUSAND / 2 ? inUnit(count / THOUSAND, 'k') : inUnit(count / MILLION, 'M');
}

/** A count with every digit, in groups of three: 1,204,311. Commas in every locale (reports are compared). */
export function exactCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A share in [0, 1] as per cent without decimals: 84 %; what is not nothing never reads as 0 %. */
export function readableShare(share: number): string {
  if (share > 0 && share < 0.005) return '<1 %';
  return `${Math.round(share * 100)} %`;
}

const THOUSAND = 1_000;
const MILLION = 1_000_000;

function inUnit(amount: number, unit: string): string {
  const tenths = Math.round(amount * 10) / 10;
  return `${tenths < 100 ? tenths : Math.round(amount)}${unit}`;
}
