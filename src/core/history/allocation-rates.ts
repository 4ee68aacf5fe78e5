import { meanOf, REPORT_OVER, UNDER, type Utilized } from './utilization-score.ts';

/** Shares of tasks; 0 for none. */
export function overRate(utilized: readonly Utilized[]): number {
  return meanOf(utilized.map(({ share }) => (share < REPORT_OVER ? 1 : 0)));
}

export function underRate(utilized: readonly Utilized[]): number {
  return meanOf(utilized.map(({ share }) => (share > UNDER ? 1 : 0)));
}

export function accuracyOf(utilized: readonly Utilized[]): number {
  return meanOf(utilized.map(({ share }) => (share >= REPORT_OVER && share <= UNDER ? 1 : 0)));
}
