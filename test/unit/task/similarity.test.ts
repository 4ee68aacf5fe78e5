import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Characteristics, TASK_TYPES } from '../../../src/core/facts/characteristics.ts';
import { similarity, similarityBeforeNovelty } from '../../../src/core/task/similarity.ts';

const REST = {
  subtaskCount: 0,
  storyPoints: null,
  requiresCreativity: false,
  involvesArchitecture: false,
} as const;

const simple: Characteristics = {
  complexity: 20,
  domain: ['frontend', 'ui'],
  novelty: 0.2,
  uncertainty: 0.2,
  criticality: 0.3,
  taskType: 'documentation',
  ...REST,
};
const critical: Characteristics = {
  complexity: 80,
  domain: ['backend', 'database'],
  novelty: 0.9,
  uncertainty: 0.8,
  criticality: 0.9,
  taskType: 'architecture',
  ...REST,
};

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}`);

const SHARE = fc.double({ min: 0, max: 1, noNaN: true });
const ANY: fc.Arbitrary<Characteristics> = fc.record({
  complexity: fc.double({ min: 0, max: 100, noNaN: true }),
  domain: fc.subarray(['backend', 'frontend', 'testing', 'devops']),
  novelty: SHARE,
  uncertainty: SHARE,
  criticality: SHARE,
  taskType: fc.constantFrom(...TASK_TYPES, 'unknown' as const),
  subtaskCount: fc.nat(5),
  storyPoints: fc.option(fc.nat(8)),
  requiresCreativity: fc.boolean(),
  involvesArchitecture: fc.boolean(),
});

describe('similarity', () => {
  it('is 1 for equal tasks, .86 when the type differs, .2725 for these two (golden)', () => {
    near(similarity(critical, critical), 1);
    near(similarity(critical, { ...critical, taskType: 'testing' }), 0.86);
    near(similarity(simple, critical), 0.2725);
  });

  it('takes two tasks without domains for alike in that', () => {
    near(similarity({ ...simple, domain: [] }, { ...simple, domain: [] }), 1);
    near(similarity({ ...simple, domain: [] }, simple), 0.75);
  });

  it('leaves novelty out where it is to be found', () => {
    const renewed: Characteristics = { ...simple, novelty: 1 };
    near(similarityBeforeNovelty(simple, renewed), 1);
    near(similarityBeforeNovelty(simple, { ...simple, uncertainty: 0.7 }), 1 - 0.15 * 0.5);
  });

  it('P14.4 is symmetric, in [0, 1], and 1 for equal inputs', () => {
    fc.assert(
      fc.property(ANY, ANY, (a, b) => {
        for (const measure of [similarity, similarityBeforeNovelty]) {
          near(measure(a, b), measure(b, a));
          assert.ok(measure(a, b) >= 0 && measure(a, b) <= 1);
          near(measure(a, a), 1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('P14.4 is never lowered by a shared task type or a shared domain', () => {
    fc.assert(
      fc.property(ANY, ANY, (a, b) => {
        assert.ok(similarity(a, { ...b, taskType: a.taskType }) >= similarity(a, b));
        const shared = (other: Characteristics) => ({ ...other, domain: [...other.domain, 'shared'] });
        assert.ok(similarity(shared(a), shared(b)) >= similarity(a, b) - 1e-12);
      }),
      { numRuns: 300 },
    );
  });
});
