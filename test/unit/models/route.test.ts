import assert from 'node:assert/strict';
import type { Category } from '../../../src/core/facts/category.ts';
import type { ModelRequest } from '../../../src/core/facts/model-request.ts';
import { drawOf } from '../../../src/core/models/route/exploration.ts';
import { route } from '../../../src/core/models/route/route.ts';
import type { RouteCandidate } from '../../../src/core/models/route/route-candidate.ts';
import { candidate, request, settingsWith } from './any-candidate.ts';

const A = candidate('A', { score: 0.95, usd: 2, verdicts: 10 });
const B = candidate('B', { score: 0.9, usd: 1, verdicts: 10 });
const C = candidate('C', { score: 0.85, usd: 0.5, verdicts: 10 });
const D = candidate('D', { usd: 0.1 });
const E = candidate('E', { score: 0.97, usd: null, verdicts: 10, model: { price: { kind: 'unknown' } } });
const F = candidate('F', { score: 0.7, usd: 0.2, verdicts: 10 });
const included = { ...E, model: { ...E.model, price: { kind: 'included' } as const } };
const free = { ...included, model: { ...included.model, freeOfCharge: true } };

interface Asked {
  readonly limit?: number;
  readonly consent?: ModelRequest['consent'];
  readonly confidence?: number;
  readonly criticality?: number;
  readonly strategy?: ModelRequest['strategy'];
  readonly draw?: boolean;
  readonly threshold?: number;
}

/** `A+B`, with what is not qualified marked; or the error's code. */
function routed(category: Category, candidates: readonly RouteCandidate[], asked: Asked = {}) {
  const { limit, consent = [], confidence = 1, draw = false, threshold = 0.8 } = asked;
  const result = route(
    request({
      costLimitMicroUsd: limit === undefined ? null : limit * 1e6,
      consent,
      qualityThreshold: threshold,
      criticality: asked.criticality ?? 0.5,
      strategy: asked.strategy ?? null,
    }),
    { category, confidence },
    candidates,
    settingsWith(draw ? 0 : 1),
  );
  if (!result.ok) return { set: result.error.code, error: result.error };
  const marks = { qualified: '', exploration: '?', below_quality: '!' };
  return {
    set: result.value.models.map(({ id, role }) => `${id}${marks[role]}`).join('+'),
    decision: result.value,
  };
}

type Row = readonly [category: Category, candidates: readonly RouteCandidate[], asked: Asked, set: string];
const ABC = [A, B, C];
const SIMPLE = 'simple_query';
const REASONING = 'complex_reasoning';
const VALIDATION = 'data_validation';

describe('routing (M5), golden values', () => {
  const rows: readonly Row[] = [
    [SIMPLE, ABC, {}, 'C'],
    [REASONING, ABC, {}, 'A+B'],
    [VALIDATION, ABC, {}, 'A+B+C'],
    [REASONING, ABC, { limit: 1.6 }, 'B+C'],
    [VALIDATION, ABC, { limit: 2.6 }, 'A+C'],
    [VALIDATION, ABC, { limit: 1 }, 'cost_limit_exceeded'],
    [VALIDATION, ABC, { limit: 1, consent: ['quality_over_cost'] }, 'B+C'],
    [REASONING, ABC, { limit: 0.6 }, 'C'],
    [VALIDATION, [...ABC, D], {}, 'A+B+C'],
    [VALIDATION, [...ABC, D], { draw: true }, 'A+B+C+D?'],
    [REASONING, [D], {}, 'D?'],
    [REASONING, [A, B, F], { draw: true }, 'A+B+F?'],
    [VALIDATION, [F, D], {}, 'D?+F?'],
    [REASONING, ABC, { confidence: 0.49 }, 'A+B+C'],
    [REASONING, ABC, { criticality: 0.9 }, 'A+B+C'],
    [VALIDATION, ABC, { confidence: 0.49 }, 'A+B+C'],
    [SIMPLE, [...ABC, E], {}, 'C'],
    [REASONING, [...ABC, E], {}, 'E+A'],
    [REASONING, [...ABC, E], { limit: 4 }, 'A+B'],
    [REASONING, [...ABC, E], { limit: 4, consent: ['unknown_price'] }, 'E+A'],
    [REASONING, [...ABC, included], { limit: 4 }, 'E+A'],
    [SIMPLE, [...ABC, included], {}, 'C'],
    [SIMPLE, [...ABC, free], {}, 'E'],
  ];
  for (const [category, candidates, asked, set] of rows)
    it(`${category} ${candidates.map(({ model }) => model.id).join('')} ${JSON.stringify(asked)} → ${set}`, () => {
      assert.equal(routed(category, candidates, asked).set, set);
    });

  it('names the amount that passes the limit', () => {
    const { error } = routed(VALIDATION, ABC, { limit: 1 });
    assert.equal(error?.details?.['amountMicroUsd'], 1_500_000);
    assert.match(error?.message ?? '', /\$1\.50/);
  });
});

describe('routing (M5), table of situations', () => {
  const unknown = candidate('U', { usd: null, model: { price: { kind: 'unknown' } } });
  const rows: readonly (readonly [
    situation: string,
    category: Category,
    candidates: readonly RouteCandidate[],
    limit: number | undefined,
    code: string,
    word: ModelRequest['consent'][number],
    set: string,
    warnings: readonly string[],
    flags: readonly string[],
  ])[] = [
    [
      'no qualified set of the least count fits the limit',
      VALIDATION,
      ABC,
      1,
      'cost_limit_exceeded',
      'quality_over_cost',
      'B+C',
      ['quality_over_cost', 'fewer_models'],
      [],
    ],
    [
      'no qualified model fits the limit, an unproven one would',
      REASONING,
      [A, D],
      1,
      'cost_limit_exceeded',
      'quality_over_cost',
      'A',
      ['quality_over_cost', 'fewer_models'],
      [],
    ],
    [
      'on cold start no set of the least count fits the limit',
      VALIDATION,
      [B, candidate('X', { usd: 0.8 }), candidate('Y', { usd: 0.6, score: 0.2, verdicts: 10 })],
      1.2,
      'cost_limit_exceeded',
      'quality_over_cost',
      'B+Y?',
      ['quality_over_cost', 'below_quality'],
      ['below_quality'],
    ],
    [
      'none qualifies, none is unproven',
      REASONING,
      [F, candidate('G', { score: 0.6, verdicts: 10 })],
      undefined,
      'no_qualified_model',
      'below_quality',
      'F!',
      ['below_quality', 'fewer_models'],
      ['below_quality'],
    ],
    [
      'none qualifies, none is unproven, two are needed',
      VALIDATION,
      [candidate('G', { score: 0.6, verdicts: 10 }), F, candidate('H', { score: 0.65, verdicts: 10 })],
      undefined,
      'no_qualified_model',
      'below_quality',
      'F!+H!',
      ['below_quality'],
      ['below_quality'],
    ],
    [
      'fewer than the least have a known price',
      VALIDATION,
      [A, unknown],
      5,
      'price_unknown',
      'unknown_price',
      'A+U?',
      [],
      [],
    ],
    [
      'fewer than the least can answer',
      VALIDATION,
      [A],
      undefined,
      'not_enough_models',
      'fewer_models',
      'A',
      ['fewer_models'],
      ['fewer_models'],
    ],
  ];
  for (const [situation, category, candidates, limit, code, word, set, warnings, flags] of rows)
    it(`${situation}: ${code}, with ${word} ${set}`, () => {
      const money = limit === undefined ? {} : { limit };
      const { error } = routed(category, candidates, money);
      assert.equal(error?.code, code);
      assert.equal(error?.details?.['consent'], word);
      const allowed = routed(category, candidates, { ...money, consent: [word] });
      assert.equal(allowed.set, set);
      assert.deepEqual(allowed.decision?.warnings, warnings);
      assert.deepEqual(allowed.decision?.flags, flags);
    });

  it('fewer than the count, at least the least: a warning, with consent or without', () => {
    for (const consent of [[], ['fewer_models']] as const) {
      const { set, decision } = routed(REASONING, [A], { consent });
      assert.equal(set, 'A');
      assert.deepEqual(decision?.warnings, ['fewer_models']);
      assert.deepEqual(decision?.flags, []);
    }
  });

  it('names the best, the unpriced and those that there are', () => {
    assert.equal(routed(REASONING, [F]).error?.details?.['best'], 'F');
    assert.deepEqual(routed(VALIDATION, [A, unknown], { limit: 5 }).error?.details?.['models'], ['U']);
    assert.deepEqual(routed(VALIDATION, [A]).error?.details?.['usable'], ['A']);
  });

  it('asks for each consent that is missing', () => {
    const blind = { limit: 5, consent: ['unknown_price'] } as const;
    assert.equal(routed(VALIDATION, [unknown], { limit: 5 }).set, 'price_unknown');
    assert.equal(routed(VALIDATION, [unknown], blind).set, 'not_enough_models');
    assert.equal(routed(VALIDATION, [F]).set, 'not_enough_models');
    assert.equal(routed(VALIDATION, [F], { consent: ['fewer_models'] }).set, 'no_qualified_model');
    assert.equal(routed(VALIDATION, [F], { consent: ['fewer_models', 'below_quality'] }).set, 'F!');
  });
});

describe('routing (M5), who can answer', () => {
  it('passes over what is disabled, not ready, paused or too small for the context', () => {
    const others = [
      candidate('1', { model: { enabled: false } }),
      candidate('2', { ready: false }),
      candidate('3', { pausedUntil: 1001 }),
      candidate('4', { fits: false }),
    ];
    assert.equal(routed(SIMPLE, [...others, D]).set, 'D?');
    assert.equal(routed(SIMPLE, [candidate('D', { pausedUntil: 1000 })]).set, 'D?');
    for (const [index, said] of [/enable/i, /key/i, /wait/i, /window/i].entries()) {
      const { set, error } = routed(SIMPLE, others.slice(index, index + 1));
      assert.equal(set, 'no_models');
      assert.match(error?.message ?? '', said);
    }
    assert.equal(routed(SIMPLE, []).set, 'no_models');
  });

  it('is bound by what the ledger leaves, as by the limit of the request', () => {
    const bound = route(
      request({ costLimitMicroUsd: 5_000_000 }),
      { category: REASONING, confidence: 1 },
      ABC,
      settingsWith(1, { moneyLimitMicroUsd: 1_600_000 }),
    );
    assert.ok(bound.ok);
    assert.deepEqual(
      bound.value.models.map(({ id }) => id),
      ['B', 'C'],
    );
  });
});

describe('routing (M5), strategies', () => {
  const seasoned = (id: string, score: number, usd = 1) => candidate(id, { score, usd, verdicts: 20 });

  it('lets history decide how few suffice', () => {
    assert.equal(routed(REASONING, [seasoned('a', 0.95), B]).set, 'a');
    assert.equal(routed(REASONING, [seasoned('a', 0.85), B]).set, 'B+a', 'the best has too few verdicts');
    assert.equal(routed(REASONING, [seasoned('a', 0.85), seasoned('b', 0.83)]).set, 'a');
    assert.equal(routed(REASONING, [seasoned('a', 0.84), seasoned('b', 0.83)]).set, 'a+b');
    const middling = [seasoned('a', 0.6), seasoned('b', 0.55), seasoned('c', 0.55)];
    assert.equal(routed(REASONING, middling, { threshold: 0.5 }).set, 'a+b');
    const few = [seasoned('a', 0.59), seasoned('b', 0.58), seasoned('c', 0.57), seasoned('d', 0.55)];
    assert.equal(routed(REASONING, few, { threshold: 0.5 }).set, 'a+b+c');
    assert.equal(routed(REASONING, [seasoned('a', 0.95), B]).decision?.strategy, 'adaptive');
    // The best has too short a history.
    assert.equal(routed(REASONING, [A, seasoned('b', 0.9)]).decision?.strategy, 'dual_validation');
  });

  it('keeps the least of a validation, and several for what is critical', () => {
    const two = [seasoned('a', 0.95), seasoned('b', 0.9)];
    assert.equal(routed(VALIDATION, two).set, 'a+b');
    assert.equal(routed(VALIDATION, two).decision?.strategy, 'adaptive');
    assert.equal(routed(REASONING, two, { criticality: 0.9 }).set, 'a+b');
    assert.equal(routed(REASONING, ABC, { criticality: 0.8 }).set, 'A+B');
    assert.equal(routed(REASONING, ABC, { confidence: 0.5 }).set, 'A+B');
    assert.equal(routed(SIMPLE, two, { criticality: 0.9 }).set, 'a');
  });

  it('takes the strategy that the request asks for, never fewer than the least', () => {
    assert.equal(routed(SIMPLE, ABC, { strategy: 'triple_consensus' }).set, 'A+B+C');
    assert.equal(routed(REASONING, ABC, { strategy: 'single_fast' }).set, 'C');
    assert.equal(routed(REASONING, ABC, { strategy: 'adaptive' }).set, 'A');
    assert.equal(routed(VALIDATION, ABC, { strategy: 'single_fast' }).set, 'A+B');
    assert.equal(routed(VALIDATION, ABC, { strategy: 'single_fast' }).decision?.strategy, 'dual_validation');
  });

  it('asks one more when the classification is unsure', () => {
    const unsure = { confidence: 0.49 };
    assert.equal(routed(SIMPLE, ABC, unsure).set, 'A+B');
    assert.equal(routed(SIMPLE, ABC, unsure).decision?.strategy, 'dual_validation');
    assert.equal(routed(REASONING, ABC, unsure).decision?.strategy, 'triple_consensus');
    assert.equal(routed(REASONING, [seasoned('a', 0.95), B], unsure).set, 'a+B');
  });
});

describe('routing (M5), cold start and exploration', () => {
  it('fills with the fewest verdicts, then the cheapest, then by name', () => {
    const unproven = [
      candidate('x', { verdicts: 1, usd: 0.1 }),
      candidate('y', { usd: 2 }),
      candidate('z', { usd: 1 }),
      candidate('w', { usd: 1 }),
    ];
    assert.equal(routed(REASONING, unproven).set, 'w?+z?');
    assert.equal(routed(VALIDATION, unproven, { confidence: 0.4 }).set, 'w?+z?+y?');
    assert.equal(routed(REASONING, [A, ...unproven]).set, 'A+w?', 'one beside what is proven');
    assert.equal(routed(REASONING, [F, ...unproven]).set, 'w?');
    assert.equal(routed(VALIDATION, [F, ...unproven]).set, 'w?+F?');
  });

  it('passes over what the limit leaves no room for', () => {
    const dear = candidate('d', { usd: 2 });
    assert.equal(
      routed(REASONING, [A, dear, candidate('e', { usd: 3, verdicts: 1 })], { limit: 3 }).set,
      'A',
    );
    assert.equal(
      routed(REASONING, [B, dear, candidate('e', { usd: 1, verdicts: 1 })], { limit: 2 }).set,
      'B+e?',
    );
    // The dear one would come first, but two must answer.
    const three = [dear, candidate('e', { verdicts: 1 }), candidate('f', { verdicts: 2 })];
    assert.equal(routed(VALIDATION, three, { limit: 2 }).set, 'e?+f?');
    // Without the qualified one there is a set that fits.
    assert.equal(routed(VALIDATION, [A, D, F], { limit: 1 }).set, 'D?+F?');
  });

  it('explores unproven models first, else the one judged longest ago', () => {
    const late = candidate('l', { score: 0.3, verdicts: 12, judgedAt: 9 });
    const early = candidate('z', { score: 0.2, verdicts: 12, judgedAt: 2 });
    const draw = { draw: true };
    assert.equal(routed(REASONING, [A, B, late, early], draw).set, 'A+B+z?');
    assert.equal(routed(REASONING, [A, B, late, early, D], draw).set, 'A+B+D?');
    assert.equal(routed(REASONING, [A, B, late, early, D]).set, 'A+B');
    assert.equal(routed(REASONING, [A, B, D, F], { draw: true, limit: 3.05 }).set, 'A+B', 'no room left');
    assert.equal(routed(REASONING, ABC, draw).set, 'A+B', 'nothing to explore');
    assert.equal(routed(REASONING, [A, F], draw).set, 'A', 'a place is missing');
    const settled = (drawn: number) =>
      route(request(), { category: REASONING, confidence: 1 }, [A, B, F], settingsWith(drawn));
    for (const [drawn, count] of [
      [0.199, 3],
      [0.2, 2],
    ] as const) {
      const result = settled(drawn);
      assert.equal(result.ok && result.value.models.length, count);
    }
    assert.deepEqual(routed(REASONING, [A, B, F], draw).decision?.flags, []);
  });

  it('leaves a sure simple query alone', () => {
    assert.equal(routed(SIMPLE, [...ABC, D], { draw: true }).set, 'C');
    assert.equal(routed(SIMPLE, [...ABC, D], { draw: true, confidence: 0.4 }).set, 'A+B+D?');
    assert.equal(routed('historical_analysis', [...ABC, D], { draw: true }).set, 'C+D?');
  });

  it('draws by the hash of the id alone', () => {
    const seen: string[] = [];
    const hash = (text: string) => (seen.push(text), 0.25);
    assert.equal(drawOf('some id', hash), 0.25);
    assert.deepEqual(seen, ['some id']);
  });
});

describe('routing (M5), what a decision says', () => {
  it('ranks what else qualifies, and adds up what it costs', () => {
    const { decision } = routed(REASONING, [...ABC, F]);
    assert.deepEqual(
      decision?.ranked.map(({ id }) => id),
      ['C'],
    );
    assert.equal(decision?.estimatedCostMicroUsd, 3_000_000);
    assert.equal(decision?.least, 1);
    assert.deepEqual(
      routed(SIMPLE, ABC).decision?.ranked.map(({ id }) => id),
      ['B', 'A'],
    );
    const unpriced = routed(REASONING, [...ABC, E]).decision;
    assert.equal(unpriced?.estimatedCostMicroUsd, null);
    assert.equal(unpriced?.pricedMicroUsd, 2_000_000);
  });

  it('settles what is equal by time, then by name', () => {
    const same = (id: string, avgResponseMs = 1000) =>
      candidate(id, { score: 0.9, verdicts: 10, model: { avgResponseMs } });
    assert.equal(routed(REASONING, [same('z'), same('y'), same('x')]).set, 'x+y');
    assert.equal(routed(REASONING, [same('z', 10), same('y', 10), same('x')]).set, 'y+z');
    assert.equal(routed(SIMPLE, [same('z', 10), same('y', 20), same('x', 20)]).set, 'z');
    // The slowest counts: with w in the set it does not matter that z is faster than y.
    assert.equal(
      routed(REASONING, [
        { ...same('w', 900), score: { ...same('w').score, score: 0.95 } },
        same('z', 10),
        same('y', 20),
      ]).set,
      'w+y',
    );
  });

  it('gives its reason in words', () => {
    assert.equal(
      routed(SIMPLE, ABC).decision?.reason,
      'simple_query by single_fast, one model. The cheapest that qualifies: C (0.85).',
    );
    assert.equal(
      routed(VALIDATION, [F, D]).decision?.reason,
      'data_validation by dual_validation, 2 models. Tried, to learn how good it is: D (0.50), F (0.70). ' +
        'A model below the quality threshold answers.',
    );
  });

  it('chooses among many models as among few', () => {
    const many = Array.from({ length: 120 }, (_, index) =>
      candidate(`m${index}`, { score: 0.8 + index / 1000, usd: 0.01 * index, verdicts: 10 }),
    );
    assert.equal(routed(VALIDATION, many).set, 'm119+m118+m117');
    assert.equal(routed(VALIDATION, many, { limit: 3 }).set.split('+').length, 3);
  });
});
