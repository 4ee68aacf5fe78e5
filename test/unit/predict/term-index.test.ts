import assert from 'node:assert/strict';
import fc from 'fast-check';
import { taskMemory } from '../../../src/core/budget/predict/learned/memory.ts';
import { termIndex } from '../../../src/core/budget/predict/learned/term-index.ts';
import { termTable } from '../../../src/core/budget/predict/learned/term-table.ts';

type Terms = readonly number[];

/** Few terms, so that many are frequent and have lists of their own. */
const anyTerms = fc
  .uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 12 })
  .chain((hashes) =>
    fc
      .array(fc.integer({ min: 1, max: 300 }), { minLength: hashes.length, maxLength: hashes.length })
      .map((counts) => hashes.toSorted((a, b) => a - b).flatMap((hash, i) => [hash, counts[i] ?? 1])),
  );

/** TF-IDF by the letter, over all tasks at once; each task's length is of the time when it came in. */
function byTheLetter(tasks: readonly Terms[], capacity: number, asked: Terms) {
  const pairs = (terms: Terms) =>
    Array.from({ length: terms.length / 2 }, (_, i) => [terms[2 * i] ?? 0, terms[2 * i + 1] ?? 1] as const);
  const weight = (count: number) => 1 + Math.log(Math.min(count, 255));
  const norms = tasks.map((terms, at) => {
    const held = tasks.slice(Math.max(0, at + 1 - capacity), at + 1);
    const squares = pairs(terms).map(([hash, count]) => {
      const frequency = held.filter((other) => pairs(other).some(([each]) => each === hash)).length;
      return (weight(count) * Math.log(1 + (held.length + 1) / (frequency + 0.5))) ** 2;
    });
    return Math.sqrt(squares.reduce((a, b) => a + b, 0)) || 1;
  });
  const first = Math.max(0, tasks.length - capacity);
  const held = tasks.slice(first);
  const rarity = (hash: number) => {
    const frequency = held.filter((other) => pairs(other).some(([each]) => each === hash)).length;
    return { frequency, rare: Math.log(1 + (held.length + 1) / (frequency + 0.5)) };
  };
  const length =
    Math.sqrt(
      pairs(asked).reduce((sum, [hash, count]) => sum + (weight(count) * rarity(hash).rare) ** 2, 0),
    ) || 1;
  const scored = held.map((terms, at) => {
    let score = 0;
    for (const [hash, count] of pairs(asked)) {
      const { frequency, rare } = rarity(hash);
      const other = pairs(terms).find(([each]) => each === hash);
      if (other === undefined || frequency > 0.3 * held.length + 20) continue;
      score += weight(count) * rare * rare * weight(other[1]);
    }
    return { task: first + at, similarity: score / (length * (norms[first + at] ?? 1)) };
  });
  return scored
    .filter(({ similarity }) => similarity > 0)
    .toSorted((a, b) => b.similarity - a.similarity || b.task - a.task);
}

describe('the index of past tasks by their words', () => {
  it('finds the most similar tasks as TF-IDF has it, also when old ones are forgotten', () => {
    fc.assert(
      fc.property(
        fc.array(anyTerms, { maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        anyTerms,
        (tasks, capacity, asked) => {
          const index = termIndex(capacity);
          for (const [at, terms] of tasks.entries()) {
            if (at >= capacity) index.forget(tasks[at - capacity] ?? []);
            index.add(terms);
          }
          const found = index.nearest(asked, 5);
          const expected = byTheLetter(tasks, capacity, asked).slice(0, 5);
          assert.deepEqual(
            found.map(({ similarity }) => similarity.toFixed(9)),
            expected.map(({ similarity }) => similarity.toFixed(9)),
          );
          assert.equal(index.next - index.first, Math.min(capacity, tasks.length));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('asks the same of the same tasks twice', () => {
    const index = termIndex(10);
    index.add([1, 1, 2, 1]);
    const first = index.nearest([1, 1], 5);
    assert.equal(first.length, 1);
    assert.deepEqual(index.nearest([1, 1], 5), first);
    assert.deepEqual(index.nearest([9, 1], 5), []);
  });

  it('keeps its terms apart while it grows and drops those that nobody holds', () => {
    const table = termTable();
    const seen = new Map<number, number>();
    for (let i = 0; i < 20_000; i++) {
      const key = Math.imul(i, 2_654_435_761) >>> 0;
      const place = table.place(key);
      assert.equal(table.use(place, i), 1);
      seen.set(key, i);
      if (i >= 100) table.release(Math.imul(i - 100, 2_654_435_761) >>> 0);
    }
    for (const [key, at] of [...seen].slice(-100)) {
      const place = table.find(key);
      assert.deepEqual([table.frequency(place), table.newest(place)], [1, at]);
    }
    assert.equal(table.find(12_345), -1);
  });
});

describe('the memory of past tasks', () => {
  const task = (taskId: string, terms: Terms, used: number | null) => ({
    taskId,
    used,
    terms,
    norm: null,
    out: used === null ? null : { deviation: 1, errors: [1, 2, 3] },
    total: { deviation: 2, errors: [4, 5, 6] },
  });

  it('forgets the oldest beyond its capacity, and is the same when made anew of what it holds', () => {
    const tasks = Array.from({ length: 30 }, (_, i) => task(`t${i}`, [i % 5, 1, 10 + (i % 3), 2], i));
    const memory = taskMemory(8, []);
    for (const one of tasks) memory.remember(one);
    assert.deepEqual(
      memory.all().map(({ taskId }) => taskId),
      tasks.slice(-8).map(({ taskId }) => taskId),
    );
    const again = taskMemory(8, memory.all());
    assert.deepEqual(again.all(), memory.all());
    assert.deepEqual(again.nearest([2, 1, 11, 1]), memory.nearest([2, 1, 11, 1]));
  });

  it('finds a task among very many', () => {
    const terms = (i: number) => [
      i,
      1,
      100_000 + (i % 50),
      1,
      ...Array.from({ length: 8 }, (_, k) => [200_000 + i * 8 + k, 1]).flat(),
    ];
    const memory = taskMemory(5000, []);
    for (let i = 0; i < 3000; i++) memory.remember(task(`t${i}`, terms(i), i));
    for (const i of [0, 1234, 2999]) {
      const [first, second] = memory.alike(terms(i), 2);
      assert.equal(first?.taskId, `t${i}`);
      assert.ok(first.similarity > 0.9 && (second?.similarity ?? 1) < 0.5);
    }
  });

  it('names as basis only tasks whose output tokens are known', () => {
    const memory = taskMemory(8, [task('a', [1, 1], 100), task('b', [1, 1], null)]);
    const asked = [1, 1];
    assert.deepEqual(
      memory.alike(asked, 5).map(({ taskId }) => taskId),
      ['a'],
    );
    const { out, total } = memory.nearest(asked);
    assert.deepEqual([out.length, total.length], [1, 2]);
  });
});
