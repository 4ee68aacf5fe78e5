import { toSixDecimals } from '../facts/decimals.ts';
import type { BudgetRecord } from '../facts/outcome-record.ts';
import { byTime } from './by-time.ts';
import { LEAST_POINTS, LEAST_SLOPE, slopeOf } from './slope.ts';
import { groupedBy, meanOf, meanScore, utilizedOf } from './utilization-score.ts';

/** One calendar period with tasks. */
export interface TrendPoint {
  /** Start of the period, epoch ms. */
  readonly start: number;
  readonly avgBudget: number;
  readonly avgUtilization: number;
  /** Mean utilization score. */
  readonly efficiency: number;
  readonly taskCount: number;
}

export interface Trend {
  /** Ascending; empty periods are left out. */
  readonly points: readonly TrendPoint[];
  readonly direction: 'improving' | 'declining' | 'stable';
  /** [0, 1]. */
  readonly strength: number;
}

/**
 * How budgets fitted over time (spec P9), over the records with an allocation; their order does not matter.
 *
 * @param startOf start of the calendar period that holds an instant, both epoch ms
 */
export function trendOf(records: readonly BudgetRecord[], startOf: (at: number) => number): Trend {
  const periods = groupedBy(utilizedOf(byTime(records)), ({ record }) => String(startOf(record.at)));
  const points = [...periods]
    .map(([start, utilized]) =>
      Object.freeze({
        start: Number(start),
        avgBudget: meanOf(utilized.map(({ allocated }) => allocated)),
        avgUtilization: toSixDecimals(meanOf(utilized.map(({ share }) => share))),
        efficiency: toSixDecimals(meanScore(utilized)),
        taskCount: utilized.length,
      }),
    )
    .toSorted((a, b) => a.start - b.start);
  if (points.length < LEAST_POINTS) return { points, direction: 'stable', strength: 0 };
  const slope = toSixDecimals(slopeOf(points.map(({ efficiency }) => efficiency)));
  const direction = slope > LEAST_SLOPE ? 'improving' : slope < -LEAST_SLOPE ? 'declining' : 'stable';
  return { points, direction, strength: Math.min(1, Math.abs(slope)) };
}
