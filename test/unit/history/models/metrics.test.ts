import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  byCategory,
  byModel,
  byPeriod,
  metricsOf,
  responseMetrics,
} from '../../../../src/core/history/models/group-metrics.ts';
import type { MetricsSummary } from '../../../../src/core/history/models/metrics.ts';
import { modelReport } from '../../../../src/core/history/models/model-report.ts';
import { modelReportText } from '../../../../src/core/history/models/report-text.ts';
import { DAY, histories, request, responded, verdict } from './records.ts';

const RUNS = { numRuns: 100 };
const dayOf = (at: number): number => Math.floor(at / DAY) * DAY;
const EMPTY = { requests: [], responses: [], verdicts: [] };

describe('metrics', () => {
  it('take percentiles by linear interpolation', () => {
    const of = (count: number): MetricsSummary =>
      metricsOf({
        ...EMPTY,
        requests: Array.from({ length: count }, (_, place) => request(`${place}`, { totalMs: place + 1 })),
      });
    assert.equal(of(4).p50Ms, 2.5);
    assert.equal(of(100).p95Ms?.toFixed(9), '95.050000000');
  });

  it('of nothing are null', () => {
    assert.deepEqual(metricsOf(EMPTY), {
      totalRequests: 0,
      successRate: null,
      accuracy: null,
      judged: 0,
      right: 0,
      avgMs: null,
      p50Ms: null,
      p95Ms: null,
      p99Ms: null,
      totalCost: null,
      avgCost: null,
      unpriced: 0,
      totalTokens: 0,
      from: null,
      to: null,
    } satisfies MetricsSummary);
  });

  it('add costs of priced records and count the others', () => {
    const requests = [
      request('1', { costMicroUsd: 300, at: 5 }),
      request('2', { costMicroUsd: null, at: 9 }),
      request('3', { costMicroUsd: 500, at: 1, failure: { stage: 'route', code: 'no_models' } }),
    ];
    const { totalCost, avgCost, unpriced, successRate, from, to } = metricsOf({ ...EMPTY, requests });
    assert.deepEqual([totalCost, avgCost, unpriced, successRate, from, to], [800, 400, 1, 2 / 3, 1, 9]);
    const unknown = metricsOf({ ...EMPTY, requests: [request('2', { costMicroUsd: null })] });
    assert.deepEqual([unknown.totalCost, unknown.avgCost, unknown.unpriced], [null, null, 1]);
  });

  it('are filtered by model, category and time', () => {
    const history = {
      requests: [
        request('1', { at: 10, models: ['a', 'b'] }),
        request('2', { at: 20, category: 'complex_reasoning', models: ['b'] }),
      ],
      responses: [
        responded('r1', { requestId: '1', at: 25, model: 'a', responseMs: 10 }),
        responded('r2', { requestId: '1', at: 25, model: 'b', responseMs: 20 }),
        responded('r3', { requestId: '2', at: 25, model: 'b', category: 'complex_reasoning' }),
      ],
      verdicts: [
        verdict('v1', { requestId: '1', responseId: 'r2', model: 'b', at: 99, wasCorrect: false }),
        verdict('v2', {
          requestId: '2',
          responseId: 'r3',
          model: 'b',
          at: 99,
          category: 'complex_reasoning',
        }),
      ],
    };
    assert.equal(metricsOf(history).totalRequests, 2);
    const b = metricsOf(history, { model: 'b' });
    assert.deepEqual([b.totalRequests, b.accuracy], [2, 0.5]);
    const reasoning = metricsOf(history, { category: 'complex_reasoning' });
    assert.deepEqual([reasoning.totalRequests, reasoning.accuracy], [1, 1]);
    // what a request caused counts when the request began
    const early = { since: 10, until: 20 };
    assert.deepEqual(
      [
        metricsOf(history, early).totalRequests,
        responseMetrics(history, early).totalRequests,
        metricsOf(history, early).judged,
      ],
      [1, 2, 1],
    );
    assert.equal(responseMetrics(history, { ...early, model: 'a' }).avgMs, 10);
    assert.equal(
      metricsOf(history, { model: null, category: null, since: null, until: null }).totalRequests,
      2,
    );
  });

  it('know no right answer without a verdict', () => {
    assert.equal(responseMetrics({ ...EMPTY, responses: [responded('r')] }).accuracy, null);
  });

  it('property 21: accuracy is the share of right ones among those judged', () => {
    fc.assert(
      fc.property(histories, (history) => {
        for (const model of ['a', 'b', 'c', null]) {
          const judged = history.verdicts.filter((one) => model === null || one.model === model);
          const right = judged.filter(({ wasCorrect }) => wasCorrect);
          const { accuracy } = metricsOf(history, { model });
          assert.equal(accuracy, judged.length === 0 ? null : right.length / judged.length);
        }
      }),
      RUNS,
    );
  });

  it('property 24: groups by category, by period and by model each sum to the whole', () => {
    const sums = ({
      totalRequests,
      judged,
      right,
      totalTokens,
      unpriced,
      totalCost,
    }: MetricsSummary): readonly number[] => [
      totalRequests,
      judged,
      right,
      totalTokens,
      unpriced,
      totalCost ?? 0,
    ];
    const sumOf = (groups: readonly { readonly summary: MetricsSummary }[]): readonly number[] =>
      groups
        .map(({ summary }) => sums(summary))
        .reduce((total, one) => total.map((value, place) => value + (one[place] ?? 0)), [0, 0, 0, 0, 0, 0]);
    fc.assert(
      fc.property(histories, (history) => {
        assert.deepEqual(sumOf(byCategory(history)), sums(metricsOf(history)));
        assert.deepEqual(sumOf(byPeriod(history, dayOf)), sums(metricsOf(history)));
        assert.deepEqual(sumOf(byModel(history)), sums(responseMetrics(history)));
      }),
      RUNS,
    );
  });
});

describe('the model report', () => {
  it('property 22: a report covers every model with records: accuracy, speed, cost, trends', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const report = modelReport(history, dayOf);
        const models = new Set([...history.responses, ...history.verdicts].map(({ model }) => model));
        assert.deepEqual(
          report.models.map(({ model }) => model),
          [...models].toSorted(),
        );
        const markdown = modelReportText(report);
        for (const { model, summary, periods, accuracyTrend, speedTrend, costTrend } of report.models) {
          const own = history.responses.filter((response) => response.model === model);
          assert.deepEqual(summary, metricsOf(history, { model }));
          assert.equal(summary.totalRequests, own.length);
          const ms = own.reduce((sum, { responseMs }) => sum + responseMs, 0);
          assert.equal(Math.abs((summary.avgMs ?? 0) * own.length - ms) < 1e-6 * (1 + ms), true);
          assert.equal(
            periods.reduce((sum, period) => sum + period.summary.totalRequests, 0),
            own.length,
          );
          for (const { direction, strength } of [accuracyTrend, speedTrend, costTrend]) {
            assert.equal(['improving', 'declining', 'stable'].includes(direction), true);
            assert.equal(strength >= 0 && strength <= 1, true);
          }
          assert.equal(markdown.includes(`| ${model} |`), true);
        }
      }),
      RUNS,
    );
  });

  it('finds trends over the periods: less time and less cost is improving', () => {
    const responses = [3000, 2000, 1000].map((responseMs, day) =>
      responded(`${day}`, { at: day * DAY, responseMs, costMicroUsd: 100 + 100 * day }),
    );
    const verdicts = [false, true, true].map((wasCorrect, day) =>
      verdict(`v${day}`, { responseId: `${day}`, wasCorrect }),
    );
    const [standing] = modelReport({ requests: [], responses, verdicts }, dayOf).models;
    assert.deepEqual(standing?.accuracyTrend, { direction: 'improving', strength: 0.5 });
    assert.deepEqual(standing.speedTrend, { direction: 'improving', strength: 0.5 });
    assert.deepEqual(standing.costTrend, { direction: 'declining', strength: 0.5 });
    const short = modelReport({ requests: [], responses: responses.slice(1), verdicts: [] }, dayOf).models[0];
    assert.deepEqual(short?.speedTrend, { direction: 'stable', strength: 0 });
    const free = responses.map((one) => Object.assign({ ...one }, { costMicroUsd: 0 }));
    assert.equal(modelReport({ ...EMPTY, responses: free }, dayOf).models[0]?.costTrend.direction, 'stable');
  });

  it('is kept to one model by the filter', () => {
    const history = {
      requests: [request('1', { models: ['a', 'b'] })],
      responses: [responded('r1', { requestId: '1' }), responded('r2', { requestId: '1', model: 'b' })],
      verdicts: [],
    };
    const { models, overall } = modelReport(history, dayOf, { model: 'b' });
    assert.deepEqual(
      models.map(({ model }) => model),
      ['b'],
    );
    assert.equal(overall.totalRequests, 1);
  });

  it('is Markdown in which names are text', () => {
    const history = {
      requests: [
        request('1', { models: ['<b>|x'], costMicroUsd: null }),
        request('2', { at: DAY, costMicroUsd: 1_200_000 }),
      ],
      responses: [responded('r', { model: '<b>|x', responseMs: 1234, costMicroUsd: null })],
      verdicts: [verdict('v', { model: '<b>|x', requestId: '1' })],
    };
    const text = modelReportText(modelReport(history, dayOf));
    assert.match(
      text,
      /^# Model report\n\n2 requests, 1970-01-01 00:00 UTC to 1970-01-02 00:00 UTC, 100 % answered/,
    );
    assert.match(text, /100 % right of 1 judged\./);
    assert.equal(text.includes(String.raw`| \<b\>\|x | 1 | 100 % | 100 % | 1 | 1.2 s |`), true);
    assert.match(text, /\| simple\\_query \| 2 \|.*\| \$1\.20 \+ 1 unpriced \|/);
    assert.match(
      modelReportText(modelReport(history, dayOf), () => 'Day'),
      /\| Day \| 1 \|/,
    );
    assert.match(modelReportText(modelReport(EMPTY, dayOf)), /No requests/);
  });
});
