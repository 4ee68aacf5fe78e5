import assert from 'node:assert/strict';
import fc from 'fast-check';
import { explainPrediction } from '../../../src/core/budget/predict/explain-prediction.ts';
import { predictor } from '../../../src/core/budget/predict/predictor.ts';
import type { BudgetRecord } from '../../../src/core/facts/outcome-record.ts';
import type { Prediction } from '../../../src/core/facts/prediction.ts';
import { anyCharacteristics, anyRecords, askedWith, DAY, PLAIN, recordWith } from './any-record.ts';

const FORMULA = { method: 'formula', budgetQuantile: 0.8 } as const;
const NOW = 100 * DAY;

function predict(task: unknown, records: readonly BudgetRecord[] = [], asked = {}): Prediction {
  const subject = predictor();
  for (const record of records) subject.record(record);
  const result = subject.predict(askedWith(task, asked), NOW, FORMULA);
  assert.ok(result.ok);
  return result.value;
}

const tokensOf = ({ alternatives }: Prediction) => alternatives.map(({ tokens }) => tokens);
const phasesOf = ({ phases }: Prediction) => [
  phases.thinking,
  phases.planning,
  phases.execution,
  phases.reflection,
];

const ten = Array.from({ length: 10 }, (_, i) =>
  recordWith({
    id: `r${i}`,
    taskId: `t${i}`,
    at: NOW - DAY,
    characteristics: { ...PLAIN, complexity: 50 + 2 * i },
    budgetUsed: 4000 + 100 * i,
    outcome: { success: true, quality: 85 + i, completedInTime: true, requiredReflection: false },
  }),
);
const like = {
  complexity: 55,
  novelty: 0.5,
  uncertainty: 0.4,
  criticality: 0.5,
  domain: ['general'],
  type: 'code-generation',
};

describe('the formula predictor', () => {
  const rows: readonly (readonly [unknown, number, readonly number[], readonly number[]])[] = [
    [
      { complexity: 20, novelty: 0.3, uncertainty: 0.2, criticality: 0.3 },
      4000,
      [2800, 5200, 6400],
      [1000, 800, 1600, 600],
    ],
    [
      { complexity: 50, novelty: 0.5, uncertainty: 0.5, criticality: 0.5 },
      9350,
      [6545, 12_155, 14_960],
      [2338, 1870, 3740, 1402],
    ],
    [{}, 6050, [4235, 7865, 9680], [1513, 1210, 2420, 907]],
    [
      { complexity: 0, novelty: 0.5, uncertainty: 0.4, criticality: 0.5 },
      1000,
      [1300, 1600],
      [250, 200, 400, 150],
    ],
    [
      { complexity: 65, domain: ['backend', 'authentication'], storyPoints: 5, priority: 'High' },
      15_609,
      [10_926, 20_292, 24_974],
      [3902, 3122, 6244, 2341],
    ],
    [
      {
        complexity: 100,
        novelty: 1,
        uncertainty: 1,
        criticality: 1,
        requiresCreativity: true,
        involvesArchitecture: true,
      },
      32_000,
      [22_400],
      [12_800, 8000, 4800, 6400],
    ],
  ];
  for (const [task, recommended, alternatives, phases] of rows) {
    it(`gives ${recommended} for ${JSON.stringify(task)}`, () => {
      const prediction = predict(task);
      assert.equal(prediction.recommended, recommended);
      assert.equal(prediction.method, 'heuristic');
      assert.equal(prediction.confidence, 0.5);
      assert.deepEqual(tokensOf(prediction), alternatives);
      assert.deepEqual(phasesOf(prediction), phases);
      assert.deepEqual(prediction.basis, []);
    });
  }

  it('multiplies the factors in their order and names what it ignored', () => {
    const { factors } = predict({ complexity: 100, novelty: 1, uncertainty: 1, criticality: 1, title: 7 });
    assert.deepEqual(
      factors.map(({ name, multiplier }) => [name, multiplier]),
      [
        ['novelty', 1.5],
        ['uncertainty', 1.3],
        ['criticality', 1.4],
        ['requiresCreativity', 1],
        ['involvesArchitecture', 1],
        ['complexity', 1.3],
        ['title', 1],
      ],
    );
    const all = { complexity: 100, novelty: 1, uncertainty: 1, criticality: 1 };
    const most = predict({ ...all, requiresCreativity: true, involvesArchitecture: true });
    const product = most.factors.reduce((factor, { multiplier }) => factor * multiplier, 1);
    assert.ok(Math.abs(product - 6.45918) < 1e-9);
  });

  it('gives stated intervals around a heuristic budget', () => {
    const at = (complexity: number) =>
      predict({ complexity, novelty: 0.5, uncertainty: 0.5, criticality: 0.5 });
    assert.deepEqual(at(50).interval, { low: 4675, high: 14_960, level: 0.8, calibrated: false });
    const least = predict({ complexity: 0, novelty: 0.5, uncertainty: 0.4, criticality: 0.5 });
    assert.deepEqual([least.interval.low, least.interval.high], [500, 1600]);
    const most = predict({ complexity: 100, novelty: 1, uncertainty: 1, criticality: 1 });
    assert.deepEqual([most.interval.low, most.interval.high], [16_000, 51_200]);
  });

  it('averages similar tasks of the past by their similarity', () => {
    const prediction = predict(like, ten);
    assert.equal(prediction.recommended, 4447);
    assert.equal(prediction.method, 'history');
    assert.ok(Math.abs(prediction.confidence - 0.7056) < 5e-5);
    assert.deepEqual(tokensOf(prediction), [3113, 5781, 7115]);
    assert.deepEqual(phasesOf(prediction), [1112, 889, 1779, 667]);
    assert.deepEqual([prediction.interval.low, prediction.interval.high], [4090, 4810]);
    assert.deepEqual(
      prediction.basis.map(({ similarity }) => similarity),
      [0.997, 0.997, 0.991, 0.991, 0.985],
    );
    assert.equal(prediction.requestCap, 7115);
    assert.match(explainPrediction(prediction), /^10 similar tasks; those that went well used 4,450 tokens/);
  });

  it('is surer with twice as many', () => {
    const again = ten.map((record, i) => recordWith({ ...record, id: `s${i}`, taskId: `u${i}` }));
    const prediction = predict(like, [...ten, ...again]);
    assert.equal(prediction.recommended, 4447);
    assert.ok(Math.abs(prediction.confidence - 0.9056) < 5e-5);
    assert.deepEqual(phasesOf(prediction), [1112, 889, 1779, 667]);
  });

  it('needs five similar tasks, one of which went well', () => {
    assert.equal(predict(like, ten.slice(0, 4)).method, 'heuristic');
    assert.equal(predict(like, ten.slice(0, 5)).method, 'history');
    const unknown = { success: null, quality: null, completedInTime: true, requiredReflection: null };
    const poor = { success: true, quality: 69, completedInTime: true, requiredReflection: true };
    assert.equal(
      predict(
        like,
        ten.map((record) => recordWith({ ...record, outcome: unknown })),
      ).method,
      'heuristic',
    );
    assert.equal(
      predict(
        like,
        ten.map((record) => recordWith({ ...record, outcome: poor })),
      ).method,
      'heuristic',
    );
    const doubted = predict(
      like,
      ten.map((record) => recordWith({ ...record, outcome: poor })),
    );
    assert.match(explainPrediction(doubted), /^10 similar tasks, none of which is known to have gone well\./);
    assert.match(
      explainPrediction(predict(like, ten.slice(0, 4))),
      /^Too few similar tasks to go by \(4\)\./,
    );
    const [first, ...others] = ten;
    assert.ok(first);
    const one = [first, ...others.map((record) => recordWith({ ...record, outcome: poor }))];
    assert.equal(predict(like, one).recommended, 4000);
    // one usable record has no spread to take an interval from
    assert.deepEqual([predict(like, one).interval.low, predict(like, one).interval.high], [2000, 6400]);
  });

  it("takes only an agent's own tasks when it has five", () => {
    const own = ten.slice(0, 5).map((record) => recordWith({ ...record, agent: 'a', budgetUsed: 9000 }));
    const mixed = [...own, ...ten.slice(5)];
    assert.equal(predict({ ...like, agent: 'a' }, mixed).recommended, 9000);
    assert.notEqual(predict({ ...like, agent: 'b' }, mixed).recommended, 9000);
    assert.notEqual(predict({ ...like, agent: 'a' }, mixed.slice(1)).recommended, 9000);
  });

  it('finds no novelty in what was done before', () => {
    const { characteristics } = predict({ ...like, novelty: undefined }, [
      recordWith({ characteristics: { ...PLAIN, complexity: 55 } }),
    ]);
    assert.equal(characteristics.novelty, 0);
    assert.equal(predict({}).characteristics.novelty, 0.5);
  });

  it('caps a request within the model and never below a thousand tokens', () => {
    const capped = (maxOutputTokens: number | null) =>
      predict({}, [], { model: { id: 'm', maxOutputTokens } }).requestCap;
    assert.equal(capped(null), 9680);
    assert.equal(capped(4096), 4096);
    assert.equal(capped(500), 500);
  });

  it('takes an override as it is, within what the model can put out', () => {
    const prediction = predict({ override: 2000 });
    assert.equal(prediction.method, 'override');
    assert.equal(prediction.recommended, 2000);
    assert.deepEqual([prediction.interval.low, prediction.interval.high], [1000, 3200]);
    assert.deepEqual(tokensOf(prediction), [1400, 2600, 3200]);
    assert.deepEqual(tokensOf(predict({ override: 1 })), [2]);
    assert.equal(predict({ override: 1_000_000 }).alternatives.length, 1);
    assert.match(explainPrediction(prediction), /The budget is your own\.$/);
    for (const override of [0, -1, 1.5, Infinity, Number.NaN, 1_000_001]) {
      const refused = predictor().predict(askedWith({}, { override }), NOW);
      assert.equal(refused.ok ? null : refused.error.code, 'invalid_override');
    }
    const model = { id: 'm', maxOutputTokens: 4096 };
    assert.ok(predictor().predict(askedWith({}, { override: 4096, model }), NOW).ok);
    assert.ok(!predictor().predict(askedWith({}, { override: 4097, model }), NOW).ok);
  });

  it('P14.1: a budget and its alternatives lie in 1,000 to 32,000, and the interval around it', () => {
    fc.assert(
      fc.property(
        anyCharacteristics,
        anyRecords(12),
        fc.option(fc.integer({ min: 1, max: 9000 })),
        (task, records, max) => {
          const asked = {
            characteristics: task,
            noveltyGiven: true,
            model: { id: 'm', maxOutputTokens: max },
          };
          const prediction = predict({}, records, asked);
          const { recommended, typical, interval, requestCap, confidence } = prediction;
          for (const tokens of [recommended, ...tokensOf(prediction)]) {
            assert.ok(Number.isInteger(tokens) && tokens >= 1000 && tokens <= 32_000);
          }
          assert.ok(interval.low <= typical && typical <= interval.high);
          assert.ok(requestCap <= (max ?? Infinity));
          // P14.5
          assert.ok(confidence >= 0 && confidence <= 1);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('P14.1: no input gives an exception', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        for (const method of ['formula', 'learned'] as const) {
          const result = predictor().predict(askedWith(input), NOW, { method, budgetQuantile: 0.8 });
          assert.ok(
            result.ok ? Number.isFinite(result.value.recommended) : result.error.code === 'invalid_override',
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  it('P14.3: raising novelty, uncertainty, criticality or complexity never lowers the heuristic budget', () => {
    const raised = fc.record({
      novelty: fc.double({ min: 0, max: 1, noNaN: true }),
      uncertainty: fc.double({ min: 0, max: 1, noNaN: true }),
      criticality: fc.double({ min: 0, max: 1, noNaN: true }),
      complexity: fc.double({ min: 0, max: 100, noNaN: true }),
    });
    const field = fc.constantFrom('novelty', 'uncertainty', 'criticality', 'complexity');
    fc.assert(
      fc.property(anyCharacteristics, raised, field, (task, higher, name) => {
        const budget = (characteristics: typeof task) =>
          predict({}, [], { characteristics, noveltyGiven: true }).recommended;
        const next = { ...task, [name]: Math.max(task[name], higher[name]) };
        assert.ok(budget(next) >= budget(task));
      }),
      { numRuns: 300 },
    );
  });

  it('P14.5: more tasks that are equal in every respect and recent never lower the confidence', () => {
    fc.assert(
      fc.property(anyCharacteristics, fc.integer({ min: 5, max: 40 }), fc.nat(20), (task, count, more) => {
        const confidence = (n: number) => {
          const same = Array.from({ length: n }, (_, i) =>
            recordWith({ id: `r${i}`, at: NOW - DAY, characteristics: task }),
          );
          return predict({}, same, { characteristics: task, noveltyGiven: true }).confidence;
        };
        assert.ok(confidence(count + more) >= confidence(count));
      }),
      { numRuns: 100 },
    );
  });
});
