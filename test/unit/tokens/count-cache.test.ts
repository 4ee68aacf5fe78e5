import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { createCountCache } from '../../../src/tokens/count-cache.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const A = hash('a');
const B = hash('b');
const C = hash('c');

describe('count cache', () => {
  it('knows a content by its hash, its encoding and its form', () => {
    const cache = createCountCache();
    cache.set(A, 'o200k_base', 'file', 5);
    assert.equal(cache.get(A, 'o200k_base', 'file'), 5);
    assert.equal(cache.get(A, 'o200k_base', 'shown'), undefined);
    assert.equal(cache.get(A, 'cl100k_base', 'file'), undefined);
    assert.equal(cache.get(B, 'o200k_base', 'file'), undefined);
  });

  it('shares a count between encodings that count alike', () => {
    const cache = createCountCache();
    cache.set(A, 'gpt2', 'file', 5);
    assert.equal(cache.get(A, 'r50k_base', 'file'), 5);
    assert.equal(cache.size(), 1);
  });

  it('forgets what was used longest ago when it is full', () => {
    const cache = createCountCache(undefined, 2);
    cache.set(A, 'o200k_base', 'file', 1);
    cache.set(B, 'o200k_base', 'file', 2);
    cache.get(A, 'o200k_base', 'file');
    cache.set(C, 'o200k_base', 'file', 3);
    assert.equal(cache.get(A, 'o200k_base', 'file'), 1);
    assert.equal(cache.get(B, 'o200k_base', 'file'), undefined);
    assert.equal(cache.get(C, 'o200k_base', 'file'), 3);
  });

  it('comes back from JSON as it was, and keeps the latest when less fits', () => {
    const cache = createCountCache();
    cache.set(A, 'o200k_base', 'file', 0);
    cache.set(B, 'cl100k_base', 'shown', 2);
    const saved: unknown = JSON.parse(JSON.stringify(cache));
    const restored = createCountCache(saved);
    assert.deepEqual(restored.toJSON(), cache.toJSON());
    const smaller = createCountCache(saved, 1);
    assert.equal(smaller.get(A, 'o200k_base', 'file'), undefined);
    assert.equal(smaller.get(B, 'cl100k_base', 'shown'), 2);
  });

  it('believes nothing of another version', () => {
    const cache = createCountCache();
    cache.set(A, 'o200k_base', 'file', 1);
    assert.equal(createCountCache({ ...cache.toJSON(), version: 0 }).size(), 0);
  });

  it('leaves out entries that are not counts', () => {
    const key = `${A} o200k_base file`;
    const counts = [
      [key, -1],
      [key, 1.5],
      [key, '1'],
      [key],
      ['src/secret.ts', 1],
      null,
      [`${B} o200k_base file`, 7],
    ];
    const cache = createCountCache({ version: 1, counts });
    assert.deepEqual([cache.size(), cache.get(B, 'o200k_base', 'file')], [1, 7]);
  });

  it('property: never throws and never holds more than it may, whatever was saved', () => {
    const entry = fc.tuple(fc.oneof(fc.string(), fc.constantFrom(`${A} o200k_base file`)), fc.anything());
    const snapshot = fc.oneof(
      fc.anything(),
      fc.record({ version: fc.constantFrom(1, 2), counts: fc.array(fc.oneof(entry, fc.anything())) }),
    );
    fc.assert(
      fc.property(snapshot, (saved) => {
        assert.ok(createCountCache(saved, 1).size() <= 1);
      }),
      { numRuns: 300 },
    );
  });
});
