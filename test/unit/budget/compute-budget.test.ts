import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  asComputeBudget,
  create,
  createOrThrow,
  fromObject,
  toObject,
} from '../../../src/core/budget/compute/compute-budget.ts';
import { easy, forLevel, hard, medium } from '../../../src/core/budget/compute/presets.ts';
import { ANY_SETTINGS } from './any-budget.ts';

function codeOf(input: unknown): string {
  const created = create(input);
  return created.ok ? 'ok' : created.error.code;
}

describe('a compute budget', () => {
  it('costs what C3 says (golden)', () => {
    const costs: readonly (readonly [object, number])[] = [
      [{ numCandidates: 5 }, 5],
      [{ numCandidates: 5, usePrm: true }, 7.5],
      [{ numCandidates: 5, useSearch: true, searchIterations: 100 }, 6],
      [{ numCandidates: 5, useSearch: true, searchIterations: 1000 }, 15],
      [{ numCandidates: 5, maxRefinements: 10 }, 15],
      [{ numCandidates: 10, usePrm: true, useSearch: true, searchIterations: 50, maxRefinements: 2 }, 17.5],
      [{ numCandidates: 7 }, 7],
      [{ numCandidates: 7, usePrm: true }, 10.5],
      [{ numCandidates: 7, useSearch: true }, 7.5],
      [{ numCandidates: 7, maxRefinements: 3 }, 10],
      [{ numCandidates: 10, usePrm: true, useSearch: true, searchIterations: 100, maxRefinements: 2 }, 18],
      [{ numCandidates: 20 }, 20],
      [{ numCandidates: 7, searchIterations: 300 }, 7],
    ];
    for (const [settings, cost] of costs) assert.equal(createOrThrow(settings).cost, cost);
  });

  it('has the three presets of C3', () => {
    assert.deepEqual(toObject(easy()), {
      numCandidates: 3,
      usePrm: false,
      useSearch: false,
      maxRefinements: 0,
      searchIterations: null,
      prmThreshold: 0.5,
      metadata: {},
      costHundredths: 300,
      cost: 3,
    });
    assert.deepEqual(
      [medium(), hard()].map(
        ({ numCandidates, usePrm, useSearch, searchIterations, maxRefinements, cost }) => [
          numCandidates,
          usePrm,
          useSearch,
          searchIterations,
          maxRefinements,
          cost,
        ],
      ),
      [
        [5, true, false, null, 1, 8.5],
        [10, true, true, 50, 2, 17.5],
      ],
    );
    assert.deepEqual([forLevel('easy'), forLevel('medium'), forLevel('hard')], [easy(), medium(), hard()]);
    assert.throws(() => forLevel('huge' as 'hard'), RangeError);
  });

  it('names the first field that is wrong, in the order of the table', () => {
    const wrongs: readonly (readonly [unknown, string])[] = [
      [{}, 'invalid_num_candidates'],
      [{ numCandidates: null }, 'invalid_num_candidates'],
      [{ numCandidates: 0, usePrm: 3 }, 'invalid_num_candidates'],
      [{ numCandidates: 1e9 + 1 }, 'invalid_num_candidates'],
      [{ numCandidates: 2.5 }, 'invalid_num_candidates'],
      [{ numCandidates: '5' }, 'invalid_num_candidates'],
      [{ numCandidates: 5, usePrm: null, useSearch: 1 }, 'invalid_use_prm'],
      [{ numCandidates: 5, useSearch: 'yes' }, 'invalid_use_search'],
      [{ numCandidates: 5, maxRefinements: -1 }, 'invalid_max_refinements'],
      [{ numCandidates: 5, maxRefinements: null }, 'invalid_max_refinements'],
      [{ numCandidates: 5, searchIterations: 0 }, 'invalid_search_iterations'],
      [{ numCandidates: 5, prmThreshold: 1.01 }, 'invalid_prm_threshold'],
      [{ numCandidates: 5, prmThreshold: Number.NaN }, 'invalid_prm_threshold'],
      [{ numCandidates: 5, metadata: [] }, 'invalid_metadata'],
      [{ numCandidates: 5, metadata: { at: new Date(0) } }, 'invalid_metadata'],
      [{ numCandidates: 5, metadata: { at: Infinity } }, 'invalid_metadata'],
      [null, 'invalid_object'],
      [[], 'invalid_object'],
      ['5', 'invalid_object'],
    ];
    for (const [input, code] of wrongs) {
      assert.equal(codeOf(input), code);
      assert.equal(fromObject(input).ok, false);
    }
    const refused = create({ numCandidates: 5, maxRefinements: 0.5 });
    assert.deepEqual(!refused.ok && refused.error.details, { field: 'maxRefinements' });
    assert.throws(() => createOrThrow({}), new Error('Invalid ComputeBudget: invalid_num_candidates'));
  });

  it('ignores unknown names and a cost, and keeps iterations that cost nothing', () => {
    const read = fromObject({ numCandidates: 5, cost: 99, colour: 'red', searchIterations: 7 });
    assert.ok(read.ok);
    assert.deepEqual([read.value.cost, read.value.searchIterations], [5, 7]);
    assert.equal('colour' in read.value, false);
  });

  it('is frozen to the bottom and shares nothing with its input', () => {
    const metadata = { tags: ['a'] };
    const budget = createOrThrow({ numCandidates: 5, metadata });
    metadata.tags.push('b');
    assert.deepEqual(budget.metadata, { tags: ['a'] });
    assert.ok(
      Object.isFrozen(budget) && Object.isFrozen(budget.metadata) && Object.isFrozen(budget.metadata['tags']),
    );
  });

  it('survives metadata nested deeper than anyone writes', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`);
    assert.equal(codeOf({ numCandidates: 1, metadata: deep }), 'invalid_metadata');
  });

  it('is told from look-alikes by its cost', () => {
    assert.deepEqual(asComputeBudget(JSON.parse(JSON.stringify(hard()))), hard());
    assert.equal(asComputeBudget({ ...hard(), cost: 1 }), null);
    assert.equal(asComputeBudget({ numCandidates: 3 }), null);
    assert.equal(asComputeBudget('easy'), null);
  });

  it('C14.1 its cost is the formula, a positive safe integer, and never falls when a field rises', () => {
    fc.assert(
      fc.property(ANY_SETTINGS, fc.integer({ min: 0, max: 1000 }), (settings, more) => {
        const budget = createOrThrow(settings);
        const n = settings.numCandidates;
        const iterations = settings.searchIterations ?? 50;
        assert.equal(
          budget.costHundredths,
          100 * n +
            (settings.usePrm ? 50 * n : 0) +
            (settings.useSearch ? iterations : 0) +
            100 * settings.maxRefinements,
        );
        assert.ok(Number.isSafeInteger(budget.costHundredths) && budget.costHundredths > 0);
        const upTo = (value: number) => Math.min(1e9, value + more);
        for (const risen of [
          { numCandidates: upTo(n) },
          { usePrm: true },
          { useSearch: true },
          { maxRefinements: upTo(settings.maxRefinements) },
          { searchIterations: upTo(iterations) },
          { prmThreshold: 1 },
        ]) {
          // Iterations are named, so that only one field changes.
          const before = createOrThrow({ ...settings, searchIterations: iterations });
          const after = createOrThrow({ ...settings, searchIterations: iterations, ...risen });
          assert.ok(after.costHundredths >= before.costHundredths);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('C14.2 fromObject(toObject(b)) equals b, also through JSON', () => {
    fc.assert(
      fc.property(ANY_SETTINGS, (settings) => {
        const budget = createOrThrow(settings);
        assert.deepEqual(fromObject(toObject(budget)), { ok: true, value: budget });
        assert.deepEqual(asComputeBudget(toObject(budget)), budget);
      }),
      { numRuns: 300 },
    );
  });

  it('C14.2 no JSON value makes create or fromObject throw', () => {
    const field = fc.constantFrom(
      'numCandidates',
      'usePrm',
      'useSearch',
      'maxRefinements',
      'searchIterations',
      'prmThreshold',
      'metadata',
      '__proto__',
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(field, fc.jsonValue())), (value) => {
        assert.equal(create(value).ok, fromObject(value).ok);
      }),
      { numRuns: 500 },
    );
  });
});
