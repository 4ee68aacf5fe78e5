import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FORMULA } from '../../../src/core/budget/predict/formula/parameters.ts';
import { pastColumns } from '../../../src/core/budget/predict/formula/past-columns.ts';
import { pastTasks } from '../../../src/core/budget/predict/formula/past-tasks.ts';
import { highestSimilarity } from '../../../src/core/task/novelty.ts';
import { similarity } from '../../../src/core/task/similarity.ts';
import { anyCharacteristics, anyRecords, PLAIN, recordWith } from './any-record.ts';

describe('the past tasks of the formula', () => {
  it('are as similar as the similarity of two tasks says', () => {
    fc.assert(
      fc.property(anyCharacteristics, fc.array(anyCharacteristics, { maxLength: 20 }), (task, others) => {
        const columns = pastColumns(100, 70);
        const past = pastTasks(FORMULA);
        for (const characteristics of others) {
          columns.add({
            taskId: 't',
            at: 0,
            used: 1,
            success: null,
            quality: null,
            agent: null,
            characteristics,
          });
          past.add(recordWith({ characteristics }));
        }
        assert.deepEqual(
          Array.from(columns.similarities(task, null), (each) => each.toFixed(12)),
          others.map((other) => similarity(task, other).toFixed(12)),
        );
        const { novelty: _, ...unrated } = task;
        const highest = highestSimilarity(unrated, others);
        const found = past.highestSimilarity(unrated);
        assert.ok(highest === null ? found === null : Math.abs((found ?? 0) - highest) < 1e-12);
      }),
      { numRuns: 200 },
    );
  });

  it('are the latest only, oldest first', () => {
    fc.assert(
      fc.property(anyRecords(30), fc.integer({ min: 1, max: 12 }), (records, capacity) => {
        const past = pastTasks(FORMULA, [], capacity);
        for (const record of records) past.add(record);
        const latest = records.slice(-capacity);
        assert.deepEqual(
          past.all().map(({ taskId, at, used }) => [taskId, at, used]),
          latest.map(({ taskId, at, budgetUsed }) => [taskId, at, budgetUsed]),
        );
        const of = (list: readonly (typeof records)[number][]) => {
          const fresh = pastTasks(FORMULA);
          for (const record of list) fresh.add(record);
          const { used, ...rest } = fresh.similarTo(PLAIN, 'a1', 0);
          return { ...rest, used: used().toSorted((a, b) => a - b) };
        };
        const { used, ...similar } = past.similarTo(PLAIN, 'a1', 0);
        const expected = of(latest);
        assert.equal(similar.count, expected.count);
        assert.deepEqual(similar.basis, expected.basis);
        assert.deepEqual(
          used().toSorted((a, b) => a - b),
          expected.used,
        );
      }),
      { numRuns: 100 },
    );
  });

  it('are similar from exactly 0.6 on', () => {
    const past = pastTasks(FORMULA);
    // 0.3 + 0 + 0.2 + 0.15·0.5 + 0.1·0.25, which binary fractions may leave a little below
    const task = { ...PLAIN, domain: ['a'], complexity: 0, criticality: 0, novelty: 0, uncertainty: 0 };
    past.add(
      recordWith({
        characteristics: { ...task, domain: ['b'], novelty: 0.5, uncertainty: 0.5, criticality: 0.75 },
      }),
    );
    assert.equal(past.similarTo(task, null, 0).count, 1);
    const other = pastTasks(FORMULA);
    other.add(
      recordWith({
        characteristics: { ...task, domain: ['b'], novelty: 0.5, uncertainty: 0.5, criticality: 0.76 },
      }),
    );
    assert.equal(other.similarTo(task, null, 0).count, 0);
  });

  it('are all there when there are many, and an agent has its own', () => {
    const past = pastTasks(FORMULA);
    for (let i = 0; i < 2000; i++)
      past.add(
        recordWith({
          taskId: `t${i}`,
          at: i,
          budgetUsed: i,
          characteristics: { ...PLAIN, complexity: i % 100, novelty: (i % 10) / 10 },
          agent: i % 400 === 7 ? 'rare' : 'usual',
        }),
      );
    assert.equal(past.similarTo(PLAIN, null, 0).count, 2000);
    assert.deepEqual(
      past
        .similarTo(PLAIN, 'rare', 0)
        .used()
        .toSorted((a, b) => a - b),
      [7, 407, 807, 1207, 1607],
    );
    // fewer than five of its own: everybody's
    assert.equal(past.similarTo(PLAIN, 'unheard of', 0).count, 2000);
  });

  it('name newer ones first among equals, then by name', () => {
    const past = pastTasks(FORMULA);
    for (const [taskId, at] of [
      ['b', 1],
      ['a', 1],
      ['c', 2],
    ] as const)
      past.add(recordWith({ taskId, at }));
    assert.deepEqual(
      past.similarTo(PLAIN, null, 0).basis.map(({ taskId }) => taskId),
      ['c', 'a', 'b'],
    );
  });
});
