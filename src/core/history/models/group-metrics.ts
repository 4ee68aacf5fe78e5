import type { VerdictRecord } from '../../facts/model-record.ts';
import { byCodeUnit } from '../../facts/text-order.ts';
import { groupedBy } from '../utilization-score.ts';
import {
  type Measured,
  measuredRequest,
  measuredResponse,
  type MetricsSummary,
  summaryOf,
} from './metrics.ts';
import {
  filtered,
  type HistoryFilter,
  type Instants,
  instantsOf,
  type ModelHistory,
} from './model-history.ts';

/** The requests of a history in figures; with a model in the filter its responses, as a request may ask several. */
export function metricsOf(history: ModelHistory, filter: HistoryFilter = {}): MetricsSummary {
  const { requests, verdicts } = filtered(history, filter);
  return typeof filter.model === 'string'
    ? responseMetrics(history, filter)
    : summaryOf(requests.map(measuredRequest), verdicts);
}

/** The responses of models in figures: what the groups by model sum to. */
export function responseMetrics(history: ModelHistory, filter: HistoryFilter = {}): MetricsSummary {
  const { responses, verdicts } = filtered(history, filter);
  return summaryOf(responses.map(measuredResponse), verdicts);
}

export interface MetricsGroup {
  /** Model, or category. */
  readonly name: string;
  readonly summary: MetricsSummary;
}

/** Responses by model, by code unit; also models of which a request or a verdict alone is left. */
export function byModel({ requests, responses, verdicts }: ModelHistory): readonly MetricsGroup[] {
  const asked = requests.flatMap(({ models }) => models);
  return grouped(
    responses.map((response) => ({ name: response.model, measured: measuredResponse(response) })),
    verdicts.map((verdict) => ({ name: verdict.model, verdict })),
    asked,
  );
}

/** Requests by category, by code unit. */
export function byCategory({ requests, verdicts }: ModelHistory): readonly MetricsGroup[] {
  return grouped(
    requests.map((request) => ({ name: request.category, measured: measuredRequest(request) })),
    verdicts.map((verdict) => ({ name: verdict.category, verdict })),
  );
}

export interface PeriodMetrics {
  /** Start of the period, epoch ms. */
  readonly start: number;
  readonly summary: MetricsSummary;
}

/**
 * Requests by period, ascending; empty periods are left out. A verdict counts in the period of its request.
 *
 * @param startOf start of the calendar period that holds an instant, both epoch ms
 */
export function byPeriod(history: ModelHistory, startOf: (at: number) => number): readonly PeriodMetrics[] {
  const instants = instantsOf(history);
  return inPeriods(
    grouped(
      history.requests.map((request) => ({
        name: String(startOf(request.at)),
        measured: measuredRequest(request),
      })),
      history.verdicts.map((verdict) => ({ name: String(startOf(instants.ofVerdict(verdict))), verdict })),
    ),
  );
}

/** Responses by period, ascending; each counts in the period of its request. */
export function responsesByPeriod(
  { responses, verdicts }: Pick<ModelHistory, 'responses' | 'verdicts'>,
  instants: Instants,
  startOf: (at: number) => number,
): readonly PeriodMetrics[] {
  return inPeriods(
    grouped(
      responses.map((response) => ({
        name: String(startOf(instants.ofResponse(response))),
        measured: measuredResponse(response),
      })),
      verdicts.map((verdict) => ({ name: String(startOf(instants.ofVerdict(verdict))), verdict })),
    ),
  );
}

function inPeriods(groups: readonly MetricsGroup[]): readonly PeriodMetrics[] {
  return groups
    .map(({ name, summary }) => Object.freeze({ start: Number(name), summary }))
    .toSorted((a, b) => a.start - b.start);
}

function grouped(
  records: readonly { readonly name: string; readonly measured: Measured }[],
  verdicts: readonly { readonly name: string; readonly verdict: VerdictRecord }[],
  others: readonly string[] = [],
): readonly MetricsGroup[] {
  const measured = groupedBy(records, ({ name }) => name);
  const judged = groupedBy(verdicts, ({ name }) => name);
  const names = new Set([...measured.keys(), ...judged.keys(), ...others]);
  return [...names].toSorted(byCodeUnit).map((name) =>
    Object.freeze({
      name,
      summary: summaryOf(
        (measured.get(name) ?? []).map((one) => one.measured),
        (judged.get(name) ?? []).map(({ verdict }) => verdict),
      ),
    }),
  );
}
