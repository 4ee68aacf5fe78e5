import type { ReportedModel, ReportViewState } from '../../src/protocol/report-view.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 10, 2);

/** Figures of some days; null: nothing that day. */
function points(
  accuracy: readonly (number | null)[],
  ms: readonly number[],
  cost: number | null,
): ReportedModel['points'] {
  return accuracy.map((share, at) => ({
    start: START + at * DAY_MS,
    answers: 10 + at,
    accuracy: share,
    ms: ms[at] ?? null,
    costMicroUsd: cost === null ? null : cost + at * 300,
  }));
}

export const REPORTED: readonly ReportedModel[] = [
  {
    id: 'qwen3-max',
    name: 'qwen3-max',
    answers: 120,
    accuracy: 0.84,
    judged: 50,
    p50Ms: 2100,
    p95Ms: 6400,
    costMicroUsd: 4200,
    totalMicroUsd: 504_000,
    unpriced: 0,
    trends: { accuracy: 'improving', speed: 'stable', cost: 'declining' },
    points: points([0.7, 0.75, null, 0.8, 0.9], [2000, 2100, 2200, 2100, 2050], 4000),
  },
  {
    id: 'gpt-5',
    name: 'gpt-5',
    answers: 80,
    accuracy: 0.93,
    judged: 42,
    p50Ms: 8200,
    p95Ms: 31_000,
    costMicroUsd: 31_000,
    totalMicroUsd: 2_480_000,
    unpriced: 0,
    trends: { accuracy: 'stable', speed: 'declining', cost: 'stable' },
    points: points([0.93, 0.94, 0.92, 0.93, 0.93], [6000, 7000, 8000, 9000, 9500], 30_000),
  },
  {
    id: 'copilot/gpt-4.1',
    name: 'GPT-4.1 of the editor, included in a subscription',
    answers: 7,
    accuracy: null,
    judged: 0,
    p50Ms: 1400,
    p95Ms: 2000,
    costMicroUsd: null,
    totalMicroUsd: null,
    unpriced: 7,
    trends: { accuracy: null, speed: null, cost: null },
    points: [{ start: START + 3 * DAY_MS, answers: 7, accuracy: null, ms: 1400, costMicroUsd: null }],
  },
];

export const REPORT: ReportViewState = {
  kind: 'report',
  models: REPORTED,
  period: 'day',
  failure: null,
  busy: false,
  locale: 'en',
};

/** What the panel of the model report may be told. */
export const REPORTS: Readonly<Record<string, ReportViewState>> = {
  report: REPORT,
  'report-german': { ...REPORT, locale: 'de-DE' },
  'report-reading': { ...REPORT, models: null, busy: true },
  'report-empty': { ...REPORT, models: [] },
  'report-failed': { ...REPORT, models: null, failure: 'There is no history without a folder: open one.' },
};
