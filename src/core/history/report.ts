import { toSixDecimals } from '../facts/decimals.ts';
import type { BudgetRecord } from '../facts/outcome-record.ts';
import { byTime } from './by-time.ts';
import { type IntervalCoverage, intervalCoverage } from './interval-coverage.ts';
import { accuracyOf, overRate, underRate } from './allocation-rates.ts';
import { type TokenArithmetic, arithmeticOf } from './scenarios.ts';
import { type RecurringTarget, recurringTargets } from './recurring-targets.ts';
import { lastOf, type Steps } from './steps.ts';
import { groupedBy, isFormulas, meanOf, meanScore, type Utilized, utilizedOf } from './utilization-score.ts';

/** How budgets fitted what was used (spec P8). Shares in [0, 1], over the records that have an allocation. */
export interface EfficiencyReport {
  readonly totalTasks: number;
  readonly avgUtilization: number;
  readonly overAllocationRate: number;
  readonly underAllocationRate: number;
  /** Mean utilization score. */
  readonly overallEfficiency: number;
  /** Against 15,000 tokens for every task: arithmetic, not measurement. */
  readonly saved: TokenArithmetic;
  /** Share of tasks of a type with a utilization from 0.6 to 0.95. */
  readonly accuracyByType: Readonly<Record<string, number>>;
  readonly intervalCoverage: IntervalCoverage | null;
  readonly recommendations: readonly Recommendation[];
  /** Of recurring tasks, for reference; null without any. */
  readonly targets: readonly RecurringTarget[] | null;
}

export interface Recommendation {
  readonly code: 'record_more' | 'lower_base' | 'raise_factors' | 'inaccurate_types' | 'performing_well';
  readonly text: string;
}

const TOO_MANY_OVER = 0.3;
const TOO_MANY_UNDER = 0.2;
const LEAST_ACCURACY = 0.6;

/** The report over records of any age; the order does not matter. */
export function efficiencyReport(records: readonly BudgetRecord[]): EfficiencyReport {
  return lastOf(efficiencyReportSteps(records));
}

/** The same in steps, between which others may have their turn. */
export function* efficiencyReportSteps(records: readonly BudgetRecord[]): Steps<EfficiencyReport> {
  const ordered = byTime(records);
  yield;
  const utilized = utilizedOf(ordered);
  yield;
  const avgUtilization = toSixDecimals(meanOf(utilized.map(({ share }) => share)));
  const overAllocationRate = overRate(utilized);
  const underAllocationRate = underRate(utilized);
  yield;
  const overallEfficiency = toSixDecimals(meanScore(utilized));
  yield;
  const saved = arithmeticOf(utilized.map(({ allocated }) => allocated));
  const byType = accuracyByType(utilized);
  yield;
  const coverage = intervalCoverage(ordered);
  yield;
  const recommendations = recommendationsFor(utilized);
  yield;
  return Object.freeze({
    totalTasks: utilized.length,
    avgUtilization,
    overAllocationRate,
    underAllocationRate,
    overallEfficiency,
    saved,
    accuracyByType: byType,
    intervalCoverage: coverage,
    recommendations,
    targets: recurringTargets(ordered),
  });
}

function accuracyByType(utilized: readonly Utilized[]): Readonly<Record<string, number>> {
  const groups = groupedBy(utilized, ({ record }) => record.characteristics.taskType);
  return Object.freeze(
    Object.fromEntries(
      [...groups]
        .map(([type, group]): [string, number] => [type, accuracyOf(group)])
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );
}

/** On the formula's budgets: the learned ones correct themselves. */
function recommendationsFor(utilized: readonly Utilized[]): readonly Recommendation[] {
  if (utilized.length === 0)
    return [{ code: 'record_more', text: 'Record at least 10 tasks: there is nothing to report on yet.' }];
  const formulas = utilized.filter(({ record }) => isFormulas(record));
  const recommendations: Recommendation[] = [];
  if (overRate(formulas) > TOO_MANY_OVER) {
    const text = 'Budgets are often too large: lower the base by 10 to 15 %.';
    recommendations.push({ code: 'lower_base', text });
  }
  if (underRate(formulas) > TOO_MANY_UNDER) {
    const text = 'Budgets are often too small: raise the factors.';
    recommendations.push({ code: 'raise_factors', text });
  }
  const inaccurate = Object.entries(accuracyByType(formulas)).filter(([, share]) => share < LEAST_ACCURACY);
  if (inaccurate.length > 0) {
    const names = inaccurate.map(([type]) => type).join(', ');
    recommendations.push({
      code: 'inaccurate_types',
      text: `Budgets seldom fit these task types: ${names}.`,
    });
  }
  return recommendations.length > 0
    ? recommendations
    : [{ code: 'performing_well', text: 'Budgets are performing well.' }];
}
