import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonValue } from '../../../../src/core/facts/json-value.ts';
import { jsonFromText } from '../../../../src/core/models/merge/json-from-text.ts';
import { merge } from '../../../../src/core/models/merge/merge.ts';
import { MERGE_KEYS } from '../../../../src/core/models/merge/merge-keys.ts';
import type { MergedResult } from '../../../../src/core/models/merge/merged-result.ts';
import { mergeSaid, scored } from './answers.ts';

const RUNS = { numRuns: 200 };
const score = fc.double({ min: 0, max: 1, noNaN: true });
const number = fc.double({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true });
const word = fc.constantFrom('x', 'y', 'z');
const leaf = fc.oneof(fc.integer({ min: 0, max: 3 }), word, fc.boolean(), fc.constant(null));
const item = fc.record(
  { provider: word, gpu: word, price: leaf, more: fc.dictionary(word, leaf, { maxKeys: 2 }) },
  { requiredKeys: [] },
);
const data: fc.Arbitrary<unknown> = fc.oneof(
  leaf,
  item,
  fc.array(item, { maxLength: 5 }),
  fc.record({ list: fc.array(fc.oneof(item, leaf), { maxLength: 4 }), '/~': leaf }),
  fc.jsonValue({ maxDepth: 4 }),
);
const answers = fc.array(fc.tuple(score, data), { minLength: 1, maxLength: 5 });

/** Pointers of everything that is no list with objects and no object with fields. */
function pointsOf(value: JsonValue, pointer = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [pointer];
  const isObject = (entry: JsonValue): boolean =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry);
  if (Array.isArray(value)) {
    const list = value as readonly JsonValue[];
    if (!list.some(isObject)) return [pointer];
    // an item that is no object is one value
    return list.flatMap((entry, place) =>
      isObject(entry) ? pointsOf(entry, `${pointer}/${place}`) : [`${pointer}/${place}`],
    );
  }
  const fields = Object.entries(value);
  if (fields.length === 0) return [pointer];
  return fields.flatMap(([name, entry]) =>
    pointsOf(entry, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

describe('properties of the merge', () => {
  it('property 13: the higher score weighs more in the merge', () => {
    fc.assert(
      fc.property(score, score, number, number, (one, two, first, second) => {
        fc.pre(one !== two);
        const higher = one > two ? first : second;
        const lower = one > two ? second : first;
        const mean = Number(
          mergeSaid([
            [one, String(first)],
            [two, String(second)],
          ]).data,
        );
        // the smallest numbers there are have no digits left to be exact in
        const slack = 1e-9 * (Math.abs(first) + Math.abs(second)) + Number.MIN_VALUE * 1e6;
        assert.equal(Math.abs(mean - higher) <= Math.abs(mean - lower) + slack, true);
        const said = mergeSaid([
          [one, { x: 'first' }],
          [two, { x: 'second' }],
        ]);
        // what differs by less than the millionths that weights are compared in is a tie, which the score breaks
        assert.deepEqual(said.data, { x: one > two ? 'first' : 'second' });
      }),
      RUNS,
    );
  });

  it('property 30: raising the weight of a response never moves the merged scalar away from its value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(score, number), { minLength: 1, maxLength: 5 }),
        fc.nat(),
        score,
        (given, pick, raised) => {
          const place = pick % given.length;
          const before = given.map(([weight, value]) => [weight, String(value)] as const);
          const own = given[place];
          if (own === undefined) return;
          fc.pre(raised >= own[0]);
          const after = before.with(place, [raised, String(own[1])]);
          const distance = (said: typeof before): number => Math.abs(Number(mergeSaid(said).data) - own[1]);
          assert.equal(distance(after) <= distance(before) + 1e-6, true);
        },
      ),
      RUNS,
    );
  });

  it('property 31: a lead of 0.3 or more decides a field', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.3, max: 1, noNaN: true }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (best, others) => {
          const said = others.map((share) => [share * (best - 0.3), { x: 'other' }] as const);
          assert.deepEqual(mergeSaid([...said, [best, { x: 'best' }]]).data, { x: 'best' });
        },
      ),
      RUNS,
    );
  });

  it('property 32: without such a lead the heaviest value wins', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), word), { minLength: 1, maxLength: 7 }),
        (given) => {
          const values = [...new Set(given.map(([, value]) => value))].map((value) => {
            const own = given.flatMap(([hundredths, said]) => (said === value ? [hundredths] : []));
            return { value, best: Math.max(...own), weight: own.reduce((sum, one) => sum + one, 0) };
          });
          const [first, second] = values.map(({ best }) => best).sort((a, b) => b - a);
          fc.pre(second === undefined || (first ?? 0) - second < 30);
          const heaviest = Math.max(...values.map(({ weight }) => weight));
          const { x } = mergeSaid(given.map(([hundredths, value]) => [hundredths / 100, { x: value }]))
            .data as { x: string };
          // without any weight every answer counts the same: the most frequent wins
          if (heaviest > 0) assert.equal(values.find(({ value }) => value === x)?.weight, heaviest);
        },
      ),
      RUNS,
    );
  });

  it('property 33: a result whose scores are all below 0.4 is flagged', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(score, data), { minLength: 1, maxLength: 5 }), (given) => {
        const { flags, flaggedForReview } = mergeSaid(given);
        const isLow = given.every(([weight]) => weight < 0.4);
        assert.equal(flags.includes('low_confidence'), isLow);
        if (isLow) assert.equal(flaggedForReview, true);
        const low = mergeSaid(given.map(([weight, said]) => [weight * 0.39, said]));
        assert.equal(low.flaggedForReview && low.flags.includes('low_confidence'), true);
      }),
      RUNS,
    );
  });

  it('property 34: every data point has provenance that names the responses it was made from', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const result = mergeSaid(given);
        const { kind, provenance } = result;
        const points = kind === 'text' ? [''] : pointsOf(result.data as JsonValue);
        for (const pointer of points) {
          const entry = provenance[pointer];
          assert.notEqual(entry, undefined, `nothing is known of "${pointer}"`);
          assert.equal((entry?.models.length ?? 0) > 0, true);
          if (kind === 'text') continue;
          const merged = valueAt(result.data, pointer);
          const isMean = pointer === '' && typeof merged === 'number';
          for (const model of entry?.models ?? []) {
            const own = jsonFromText(contentOf(given, model));
            assert.equal(isMean || holds(own, merged), true, `${model} did not say "${pointer}"`);
          }
        }
      }),
      RUNS,
    );
  });

  it('does not depend on the order of the responses', () => {
    fc.assert(
      fc.property(answers, fc.nat(), (given, turn) => {
        const responses = given.map(([weight, said], place) => scored(`m${place}`, weight, said));
        const turned = responses.map(
          (_, place) => responses[(place + turn) % responses.length] ?? responses[0],
        );
        const of = (all: typeof responses): MergedResult =>
          merge(all, { keyFields: MERGE_KEYS.gpu, asked: all.length });
        const [one, two] = [of(responses), of(turned.flatMap((each) => (each === undefined ? [] : [each])))];
        assert.deepEqual(two.data, one.data);
        assert.deepEqual(two.provenance, one.provenance);
        assert.deepEqual(two.alternatives, one.alternatives);
      }),
      RUNS,
    );
  });

  it('leaves what everybody says unchanged, with full agreement', () => {
    fc.assert(
      fc.property(data, fc.array(score, { minLength: 1, maxLength: 4 }), (said, scores) => {
        const text = JSON.stringify(said);
        const { data: merged, metadata, alternatives } = mergeSaid(scores.map((weight) => [weight, text]));
        assert.equal(JSON.stringify(merged), JSON.stringify(jsonFromText(text)));
        assert.equal(metadata.agreement ?? 1, 1);
        assert.deepEqual(alternatives, []);
      }),
      RUNS,
    );
  });

  it('merges any texts at all', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(score, fc.string({ unit: 'binary', maxLength: 30 })), { maxLength: 4 }),
        (given) => {
          const { metadata } = mergeSaid(given);
          assert.equal(metadata.succeeded, given.length);
        },
      ),
      RUNS,
    );
  });
});

function contentOf(given: readonly (readonly [number, unknown])[], model: string): string {
  const content = given[(model.codePointAt(0) ?? 0) - 97]?.[1];
  return typeof content === 'string' ? content : JSON.stringify(content);
}

function valueAt(data: unknown, pointer: string): unknown {
  let value = data;
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    value = Array.isArray(value)
      ? (value as unknown[])[Number(name)]
      : new Map(Object.entries(value as object)).get(name);
  }
  return value;
}

/** Whether a value is somewhere in an answer. */
function holds(answer: unknown, value: unknown): boolean {
  if (JSON.stringify(answer) === JSON.stringify(value)) return true;
  if (typeof answer === 'number' && typeof value === 'number')
    return Math.abs(answer - value) <= 1e-9 * Math.abs(answer);
  return (
    typeof answer === 'object' &&
    answer !== null &&
    Object.values(answer).some((entry) => holds(entry, value))
  );
}
