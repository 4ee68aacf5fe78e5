import type { Served } from './simulate.ts';

/** What a bench of routing prints of one policy. */
export interface RoutingMeasures {
  readonly requests: number;
  readonly accuracy: number;
  readonly totalUsd: number;
  /** 1 − cost / cost of the baseline. */
  readonly saving: number;
  readonly modelsAtStart: number;
  readonly modelsAtEnd: number;
  /** Of the last hundred simple requests, the share that the best model answered alone. */
  readonly simpleToBest: number;
  readonly meanMs: number;
  /** Of the requests after those at the start. */
  readonly accuracyAfterStart: number;
}

/** Requests that are called the start, and the end. */
const PART = 100;

export function measuresOf(
  served: readonly Served[],
  baseline: readonly Served[],
  best: string,
): RoutingMeasures {
  const simple = served.filter(({ kind }) => kind === 'simple').slice(-PART);
  return {
    requests: served.length,
    accuracy: share(served, ({ right }) => right),
    totalUsd: total(served) / 1e6,
    saving: 1 - total(served) / total(baseline),
    modelsAtStart: mean(served.slice(0, PART), ({ asked }) => asked.length),
    modelsAtEnd: mean(served.slice(-PART), ({ asked }) => asked.length),
    simpleToBest: share(simple, ({ asked }) => asked.length === 1 && asked[0] === best),
    meanMs: mean(served, ({ ms }) => ms),
    accuracyAfterStart: share(served.slice(PART), ({ right }) => right),
  };
}

function total(served: readonly Served[]): number {
  return served.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0);
}

function mean<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((sum, value) => sum + of(value), 0) / Math.max(1, values.length);
}

function share<T>(values: readonly T[], holds: (value: T) => boolean): number {
  return mean(values, (value) => Number(holds(value)));
}
