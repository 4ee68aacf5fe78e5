import { toSixDecimals } from '../../facts/decimals.ts';
import { LEAST_POINTS, LEAST_SLOPE, slopeOf } from '../slope.ts';
import { groupedBy, meanOf } from '../utilization-score.ts';
import {
  byCategory,
  byModel,
  byPeriod,
  metricsOf,
  type MetricsGroup,
  type PeriodMetrics,
  responsesByPeriod,
} from './group-metrics.ts';
import type { MetricsSummary } from './metrics.ts';
import { filtered, type HistoryFilter, instantsOf, type ModelHistory } from './model-history.ts';

/** Where a figure goes over the periods (spec P9's rule). Slower and dearer is declining. */
export interface ModelTrend {
  readonly direction: 'improving' | 'declining' | 'stable';
  /** [0, 1]. */
  readonly strength: number;
}

/** A model's answers: how often right, how fast, how dear, and where that goes. */
export interface ModelStanding {
  readonly model: string;
  /** Over its responses. */
  readonly summary: MetricsSummary;
  /** Its responses by period, ascending; empty periods are left out. */
  readonly periods: readonly PeriodMetrics[];
  readonly accuracyTrend: ModelTrend;
  readonly speedTrend: ModelTrend;
  readonly costTrend: ModelTrend;
}

/** Accuracy, speed and cost (spec M8). Plain JSON. */
export interface ModelReportData {
  readonly filter: HistoryFilter;
  /** Over requests; with a model in the filter over its responses. */
  readonly overall: MetricsSummary;
  /** Every model with a record, by code unit. */
  readonly models: readonly ModelStanding[];
  readonly categories: readonly MetricsGroup[];
  readonly periods: readonly PeriodMetrics[];
}

/**
 * The report over a history.
 *
 * @param startOf start of the calendar period that holds an instant, both epoch ms
 */
export function modelReport(
  history: ModelHistory,
  startOf: (at: number) => number,
  filter: HistoryFilter = {},
): ModelReportData {
  const within = filtered(history, filter);
  // of everything: a request may lie before what its answers lie in
  const instants = instantsOf(history);
  const responses = groupedBy(within.responses, ({ model }) => model);
  const verdicts = groupedBy(within.verdicts, ({ model }) => model);
  const isShown = (model: string): boolean => typeof filter.model !== 'string' || model === filter.model;
  return Object.freeze({
    filter,
    overall: metricsOf(history, filter),
    models: byModel(within)
      .filter(({ name }) => isShown(name))
      .map(({ name, summary }) => {
        const own = { responses: responses.get(name) ?? [], verdicts: verdicts.get(name) ?? [] };
        return standingOf(name, summary, responsesByPeriod(own, instants, startOf));
      }),
    categories: byCategory(within),
    periods: byPeriod(within, startOf),
  });
}

function standingOf(
  model: string,
  summary: MetricsSummary,
  periods: readonly PeriodMetrics[],
): ModelStanding {
  const valuesOf = (of: (summary: MetricsSummary) => number | null): readonly number[] =>
    periods.flatMap((period) => of(period.summary) ?? []);
  return Object.freeze({
    model,
    summary,
    periods,
    accuracyTrend: trendOf(valuesOf(({ accuracy }) => accuracy)),
    speedTrend: trendOf(gainOf(valuesOf(({ avgMs }) => avgMs))),
    costTrend: trendOf(gainOf(valuesOf(({ avgCost }) => avgCost))),
  });
}

/** Times and costs as shares of their mean, the less the better: P9's slopes are of shares. */
function gainOf(values: readonly number[]): readonly number[] {
  const mean = meanOf(values);
  return values.map((value) => (mean === 0 ? 0 : -value / mean));
}

/** Values per period, more is better. */
function trendOf(values: readonly number[]): ModelTrend {
  if (values.length < LEAST_POINTS) return { direction: 'stable', strength: 0 };
  const slope = toSixDecimals(slopeOf(values));
  const direction = slope > LEAST_SLOPE ? 'improving' : slope < -LEAST_SLOPE ? 'declining' : 'stable';
  return { direction, strength: Math.min(1, Math.abs(slope)) };
}
