import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkpointOf } from '../../../src/core/budget/predict/checkpoint.ts';
import { checkpointParts, partsReader } from '../../../src/core/budget/predict/checkpoint-parts.ts';
import { predictor, type Predictor } from '../../../src/core/budget/predict/predictor.ts';
import type { BudgetRecord } from '../../../src/core/facts/outcome-record.ts';
import { outcome } from '../node/store/workspace-records.ts';

function taught(count: number): Predictor {
  const learner = predictor();
  const records: BudgetRecord[] = Array.from({ length: count }, (_, n) =>
    outcome(`o${n}`, n * 60_000, `Fix part ${n % 7} of the shop, and what part ${n} needs`),
  );
  for (const record of records) learner.record(record);
  return learner;
}

/** As they come back from a file. */
function partsOf(learner: Predictor): readonly unknown[] {
  return JSON.parse(JSON.stringify([...checkpointParts(learner.state())])) as readonly unknown[];
}

function readFrom(parts: readonly unknown[]): Predictor | null {
  const reader = partsReader();
  return parts.every((part) => reader.take(part)) ? reader.end() : null;
}

describe('a checkpoint in parts', () => {
  it('P14.7: gives the predictor back that it was taken of, however many parts it has', () => {
    for (const count of [0, 1, 40, 300]) {
      const learner = taught(count);
      const parts = partsOf(learner);
      const again = readFrom(parts);
      assert.ok(again !== null);
      assert.deepEqual(checkpointOf(again.state()), checkpointOf(learner.state()));
      assert.equal(again.records, count);
      // a thread that reads or writes them has little to do at a time
      for (const part of parts.slice(3)) assert.ok(JSON.stringify(part).length < 100_000);
    }
  });

  it('is a snapshot: what is learned while it is written is not in it', () => {
    const learner = taught(40);
    const before = checkpointOf(learner.state());
    const parts: unknown[] = [];
    for (const part of checkpointParts(learner.state())) {
      parts.push(JSON.parse(JSON.stringify(part)));
      learner.record(outcome(`late ${parts.length}`, 1e9 + parts.length));
    }
    const again = readFrom(parts);
    assert.ok(again !== null);
    assert.deepEqual(checkpointOf(again.state()), before);
  });

  it('is none when a part is missing, damaged or there twice', () => {
    const parts = partsOf(taught(40));
    fc.assert(
      fc.property(fc.nat(parts.length - 1), fc.anything(), (at, value) => {
        const without = parts.filter((_, place) => place !== at);
        assert.equal(readFrom(without), null);
        assert.equal(readFrom(parts.with(at, value)), null);
        assert.equal(readFrom(parts.toSpliced(at, 0, parts[at])), null);
      }),
      { numRuns: 100 },
    );
    const [head, ...rest] = parts;
    assert.equal(readFrom([{ ...(head as object), version: 99 }, ...rest]), null);
  });
});
