import type { Category } from '../../facts/category.ts';
import type { RequestRecord, ResponseRecord, VerdictRecord } from '../../facts/model-record.ts';

/** What metrics are made of (spec M8); the order does not matter. */
export interface ModelHistory {
  readonly requests: readonly RequestRecord[];
  readonly responses: readonly ResponseRecord[];
  /** Those in force: one of a response (spec M9). */
  readonly verdicts: readonly VerdictRecord[];
}

/** Absent or null: all. */
export interface HistoryFilter {
  readonly model?: string | null;
  readonly category?: Category | null;
  /** Epoch ms, half open. */
  readonly since?: number | null;
  readonly until?: number | null;
}

/**
 * The records that a filter leaves. Of requests those that asked the model. A verdict goes with what it is on: by the
 * instant of its response, or its own when that is gone.
 */
export function filtered(
  history: ModelHistory,
  { model, category, since, until }: HistoryFilter,
): ModelHistory {
  const isWithin = (at: number): boolean => at >= (since ?? -Infinity) && at < (until ?? Infinity);
  const isOf = (record: { readonly category: Category }): boolean =>
    category === undefined || category === null || record.category === category;
  const isBy = (name: string): boolean => model === undefined || model === null || name === model;
  const instants = instantsOf(history);
  return {
    requests: history.requests.filter(
      (request) =>
        isWithin(request.at) &&
        isOf(request) &&
        (model === undefined || model === null || request.models.includes(model)),
    ),
    responses: history.responses.filter(
      (response) => isWithin(instants.ofResponse(response)) && isOf(response) && isBy(response.model),
    ),
    verdicts: history.verdicts.filter(
      (verdict) => isWithin(instants.ofVerdict(verdict)) && isOf(verdict) && isBy(verdict.model),
    ),
  };
}

/** When things count: with the request that they belong to, so that a request is never split between two periods. */
export interface Instants {
  readonly ofResponse: (response: ResponseRecord) => number;
  readonly ofVerdict: (verdict: VerdictRecord) => number;
}

export function instantsOf({ requests, responses }: ModelHistory): Instants {
  const ofRequests = new Map(requests.map(({ id, at }) => [id, at]));
  const ofResponses = new Map(responses.map(({ id, at }) => [id, at]));
  return {
    ofResponse: ({ requestId, at }) => ofRequests.get(requestId) ?? at,
    ofVerdict: ({ requestId, responseId, at }) =>
      ofRequests.get(requestId) ?? ofResponses.get(responseId) ?? at,
  };
}
