import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isReportViewMessage, type ReportedModel } from '../../../src/protocol/report-view.ts';
import { amountsIn } from '../../../src/webview/amounts.ts';
import {
  MEASURES,
  measuredRows,
  periodName,
  periodStarts,
  TREND_SIZE,
  trendLines,
  type Measure,
} from '../../../src/webview/report/measures.ts';
import { REPORTED } from '../../webview/report-states.ts';

const en = amountsIn('en');
const plain = (text: string): string => text.replaceAll('\u00A0', ' ');
const measure = (title: string): Measure =>
  MEASURES.find((one) => one.title === title) ?? assert.fail(`no measure ${title}`);
const names = (title: string): readonly string[] =>
  measuredRows(measure(title), REPORTED).map(({ model }) => model.id);

describe('webview: the model report', () => {
  it('puts the best first, and models without a figure last', () => {
    assert.deepEqual(names('Accuracy'), ['gpt-5', 'qwen3-max', 'copilot/gpt-4.1']);
    assert.deepEqual(names('Speed'), ['copilot/gpt-4.1', 'qwen3-max', 'gpt-5']);
    assert.deepEqual(names('Cost'), ['qwen3-max', 'gpt-5', 'copilot/gpt-4.1']);
  });

  it('says every figure of a bar beside it, and none that is not known', () => {
    const cells = (title: string, id: string) => {
      const model = REPORTED.find((one) => one.id === id) ?? assert.fail(id);
      return measure(title).cells(model, en).map(plain);
    };
    assert.deepEqual(cells('Accuracy', 'gpt-5'), ['93 %', '42']);
    assert.deepEqual(cells('Speed', 'gpt-5'), ['8.2 s', '31.0 s', '80']);
    assert.deepEqual(cells('Cost', 'gpt-5'), ['$0.03', '$2.48', '0']);
    assert.deepEqual(cells('Cost', 'copilot/gpt-4.1'), ['–', '–', '7']);
    for (const one of MEASURES) {
      for (const model of REPORTED) assert.equal(one.cells(model, en).length, one.columns.length, one.title);
    }
  });

  it('draws accuracy against all that could be right, time and cost against the most', () => {
    const lengths = (title: string) => measuredRows(measure(title), REPORTED).map(({ length }) => length);
    assert.deepEqual(
      lengths('Accuracy').map((length) => (length === null ? null : Math.round(length))),
      [93, 84, null],
    );
    assert.deepEqual(lengths('Speed').at(-1), 100);
    assert.deepEqual(lengths('Cost').at(-1), null);
  });

  it('breaks the line of a trend where a period has no figure', () => {
    const starts = periodStarts(REPORTED);
    assert.equal(starts.length, 5);
    const [qwen, , copilot] = REPORTED;
    assert.ok(qwen && copilot, 'models');
    assert.deepEqual(
      trendLines(measure('Accuracy'), qwen, starts).map((line) => line.length),
      [2, 2],
    );
    assert.deepEqual(
      trendLines(measure('Speed'), copilot, starts).map((line) => line.length),
      [1],
    );
    assert.deepEqual(trendLines(measure('Cost'), copilot, starts), []);
  });

  it('property: bars and lines stay within their drawings, and no model is left out', () => {
    const figure = fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }));
    const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
    const model: fc.Arbitrary<ReportedModel> = fc.record({
      id: fc.uuid(),
      name: fc.string(),
      answers: fc.nat(),
      accuracy: share,
      judged: fc.nat(),
      p50Ms: figure,
      p95Ms: figure,
      costMicroUsd: figure,
      totalMicroUsd: figure,
      unpriced: fc.nat(),
      trends: fc.constant({ accuracy: null, speed: null, cost: null }),
      points: fc.uniqueArray(
        fc.record({
          start: fc.nat(20),
          answers: fc.nat(),
          accuracy: share,
          ms: figure,
          costMicroUsd: figure,
        }),
        { selector: ({ start }) => start, maxLength: 8 },
      ),
    });
    fc.assert(
      fc.property(fc.array(model, { maxLength: 6 }), (models) => {
        for (const one of MEASURES) {
          const rows = measuredRows(one, models);
          assert.equal(rows.length, models.length);
          for (const { length } of rows)
            assert.ok(length === null || (length >= 0 && length <= 100), String(length));
          const corners = models.flatMap((each) => trendLines(one, each, periodStarts(models)).flat());
          for (const { x, y } of corners) {
            assert.ok(x >= 0 && x <= TREND_SIZE.width, String(x));
            assert.ok(y >= 0 && y <= TREND_SIZE.height, String(y));
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('names periods as people do', () => {
    const at = Date.UTC(2026, 10, 2, 12);
    assert.match(periodName(at, 'day', 'en'), /Nov 2, 2026/);
    assert.match(periodName(at, 'month', 'en'), /Nov 2026/);
    assert.match(periodName(at, 'hour', 'en'), /Nov 2, \d+/);
  });

  it('is heard by the host only where it says something that is known', () => {
    for (const message of [{ action: 'ready' }, { action: 'period', period: 'week' }])
      assert.ok(isReportViewMessage(message), JSON.stringify(message));
    for (const message of [
      null,
      'ready',
      {},
      { action: 'fit' },
      { action: 'period' },
      { action: 'period', period: 'year' },
    ])
      assert.ok(!isReportViewMessage(message), JSON.stringify(message));
  });
});
