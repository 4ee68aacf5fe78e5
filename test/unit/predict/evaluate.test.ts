import assert from 'node:assert/strict';
import { evaluate } from '../../../src/core/budget/evaluate/evaluate.ts';
import { evaluationText } from '../../../src/core/budget/evaluate/evaluation-text.ts';
import { type Judged, metricsOf, overrunOf } from '../../../src/core/budget/evaluate/metrics.ts';
import { type EvaluationRow, readEvaluationRow, streamsOf } from '../../../src/core/budget/evaluate/rows.ts';
import { runningQuantiles } from '../../../src/core/budget/evaluate/running-quantiles.ts';

function rowWith(some: Partial<EvaluationRow>): EvaluationRow {
  const none = { type: null, model: null, session: null, turn: 0, images: 0, at: null };
  return { id: 'r', stream: 's', text: 'fix it', ...none, tokensOut: 100, tokensTotal: null, ...some };
}

/** Two kinds of tasks; what they take can be told from their words. */
function stream(name: string, count: number, from = 0): readonly EvaluationRow[] {
  return Array.from({ length: count }, (_, i) => {
    const isBig = i % 2 === 1;
    const tokens = Math.round((isBig ? 20_000 : 500) * (1 + ((i * 7) % 11) / 20));
    return rowWith({
      id: `${name}${i}`,
      stream: name,
      text: isBig ? `rewrite the parser ${i}` : `commit the change ${i}`,
      model: 'm',
      at: from + i * 1000,
      tokensOut: tokens,
      tokensTotal: tokens * 20,
    });
  });
}

describe('rows of an evaluation', () => {
  it('are read with what is optional left out', () => {
    const read = readEvaluationRow({
      id: 'a',
      stream: 's',
      text: 't',
      tokens_out: 5,
      tokens_total: 0,
      turn: -1,
      model: 7,
    });
    assert.deepEqual(read, { ok: true, value: rowWith({ id: 'a', text: 't', tokensOut: 5 }) });
    const full = readEvaluationRow({
      id: 'a',
      stream: 's',
      text: 't',
      type: 'testing',
      model: 'm',
      session: 'x',
      turn: 2,
      images: 1,
      timestamp: '1970-01-01T00:00:01Z',
      tokens_out: 5,
      tokens_total: 9,
    });
    const expected = {
      type: 'testing',
      model: 'm',
      session: 'x',
      turn: 2,
      images: 1,
      at: 1000,
      tokensTotal: 9,
    };
    assert.deepEqual(full, { ok: true, value: rowWith({ id: 'a', text: 't', tokensOut: 5, ...expected }) });
    for (const value of [null, 'x', {}, { id: 'a', stream: 's' }, { id: 1, stream: 's', text: 't' }]) {
      const result = readEvaluationRow(value);
      assert.equal(result.ok ? null : result.error.code, 'invalid_record');
    }
  });

  it('have amounts that are amounts; nothing known is said by 0, by null and by silence', () => {
    const row = { id: 'a', stream: 's', text: 't' };
    for (const amount of [0, null, undefined]) {
      const read = readEvaluationRow({ ...row, tokens_out: amount });
      assert.equal(read.ok && read.value.tokensOut, null);
    }
    for (const name of ['tokens_out', 'tokens_total'])
      for (const amount of [-1, '5', Number.NaN, true]) {
        const read = readEvaluationRow({ ...row, [name]: amount });
        assert.equal(read.ok ? null : read.error.code, 'invalid_record');
        assert.match(read.ok ? '' : read.error.message, new RegExp(`^${name} must be a number of tokens`));
      }
  });

  it('are ordered by time within their stream; those without stay where they were', () => {
    const ids = (rows: readonly EvaluationRow[]) => rows.map(({ id }) => id).join('');
    const rows = [
      rowWith({ id: 'b', at: 2 }),
      rowWith({ id: 'x', stream: 'other' }),
      rowWith({ id: 'c' }),
      rowWith({ id: 'a', at: 1 }),
      rowWith({ id: 'y', stream: 'other' }),
    ];
    const streams = streamsOf(rows);
    assert.deepEqual([...streams.keys()], ['s', 'other']);
    assert.equal(ids(streams.get('s') ?? []), 'abc');
    assert.equal(ids(streams.get('other') ?? []), 'xy');
  });
});

describe('the metrics of a predictor', () => {
  const one = (tokens: number, some: Partial<Judged> = {}): Judged => ({
    tokens,
    typical: 100,
    budget: 100,
    logs: [Math.log(50), Math.log(100), Math.log(150), Math.log(200)],
    interval: [50, 200],
    confidence: 0.5,
    ...some,
  });

  it('are those of the study', () => {
    const metrics = metricsOf([one(100), one(40), one(300), one(110)]);
    assert.equal(metrics.scored, 4);
    assert.deepEqual(
      [metrics.within20, metrics.within50, metrics.within2x, metrics.over, metrics.under, metrics.interval80],
      [0.5, 0.5, 0.5, 0.25, 0.75, 0.5],
    );
    assert.ok(Math.abs(metrics.mdape - (1 / 11 + 2 / 3) / 2) < 1e-12);
    assert.equal(metrics.allocatedPerUsed, 400 / 550);
    assert.deepEqual([metrics.coverage80, metrics.coverage90], [0.75, 0.75]);
    const loss = (0 + 0.5 * Math.log(2.5) + 0.5 * Math.log(3) + 0.5 * Math.log(1.1)) / 4;
    assert.ok(Math.abs((metrics.pinball50 ?? 0) - loss) < 1e-12);
    assert.ok(Math.abs((metrics.budgetCost ?? 0) - (10 + 16 + 90 + 9) / 550) < 1e-12);
    assert.equal(metrics.confidence, 0.5);
    assert.equal(overrunOf([one(100), one(101)]), 0.5);
  });

  it('judge confidence in five bins of equal size', () => {
    const sure = Array.from({ length: 10 }, (_, i) =>
      one(i < 5 ? 100 : 1000, { confidence: i < 5 ? 0.9 : 0.1 }),
    );
    // the bin in the middle holds one of each: claimed 0.5, held 0.5
    assert.equal(metricsOf(sure).calibrationError?.toFixed(9), '0.080000000');
    assert.equal(metricsOf([one(100)]).calibrationError, 0.5);
  });

  it('leave out what a predictor does not say', () => {
    const { pinball50, coverage80, budgetCost, interval80, confidence, calibrationError } = metricsOf([
      one(100, { logs: null, interval: null, confidence: null }),
    ]);
    for (const figure of [pinball50, coverage80, budgetCost, interval80, confidence, calibrationError])
      assert.equal(figure, null);
  });

  it('compare with the quantiles of everything seen', () => {
    const running = runningQuantiles();
    assert.deepEqual(running.forecast().map(Math.exp).map(Math.round), [8000, 8000, 8000, 8000, 8000, 8000]);
    for (const tokens of [300, 100, 200]) running.learn(tokens);
    assert.equal(Math.round(Math.exp(running.forecast()[2] ?? 0)), 200);
  });
});

describe('an evaluation', () => {
  const rows = [...stream('long', 120), ...stream('short', 45), ...stream('tiny', 5)];

  it('predicts every row of every stream, and scores those that are long enough', () => {
    const evaluation = evaluate(rows, 'out');
    assert.deepEqual(
      evaluation.predictions.map(({ id }) => id),
      rows.map(({ id }) => id),
    );
    for (const { q10, q50, q80, q90, low80, high80, confidence, method } of evaluation.predictions) {
      assert.ok(q10 <= q50 && q50 <= q80 && q80 <= q90 && low80 === q10 && high80 === q90);
      assert.ok(confidence > 0 && confidence < 1 && method === 'learned');
    }
    assert.deepEqual(
      evaluation.streams.map((each) => [each.stream, each.rows, each.metrics.learned.scored]),
      [
        ['long', 120, 100],
        ['short', 45, 25],
      ],
    );
    assert.equal(evaluation.pooled?.learned.scored, 125);
    // only the words tell the two kinds apart
    assert.ok((evaluation.ratios?.p50 ?? 1) < 0.5);
    assert.deepEqual(evaluation.ratios, evaluation.streams[0]?.ratios);
    assert.equal(evaluation.changeOfModel.named?.tasks, 30);
    assert.equal(evaluation.changeOfModel.unnamed?.tasks, 30);
  });

  it('keeps streams apart, and never looks ahead', () => {
    const alone = evaluate(stream('long', 60), 'out').predictions;
    const together = evaluate([...stream('other', 50), ...stream('long', 120)], 'out').predictions;
    assert.deepEqual(together.slice(50, 110), alone);
  });

  it('predicts total tokens as well, and rows whose tokens are not known', () => {
    const half = stream('long', 60).map((row, i) => (i < 10 ? rowWith({ ...row, tokensTotal: null }) : row));
    const evaluation = evaluate(half, 'total');
    assert.equal(evaluation.predictions.length, 60);
    assert.equal(evaluation.streams[0]?.rows, 50);
    assert.ok((evaluation.predictions.at(-1)?.q50 ?? 0) > 50_000);
  });

  it('is told as tables that any terminal shows', () => {
    const text = evaluationText(evaluate(rows, 'out'));
    assert.match(text, /^Output tokens: 170 rows, 2 streams scored\.\n\nlong \(120 rows\)\n/);
    for (const name of ['formula', 'running', 'learned'])
      assert.equal(text.split(`\n  ${name.padEnd(8)} `).length, 4);
    assert.match(text, /Three times the tokens from the middle on, under another name/);
    assert.doesNotMatch(text, /NaN|Infinity|undefined/);
    const nothing = evaluationText(evaluate([], 'total'));
    assert.match(nothing, /^Total tokens: 0 rows, 0 streams scored\./);
  });
});
