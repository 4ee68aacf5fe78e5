import assert from 'node:assert/strict';
import fc from 'fast-check';
import { longRuns } from '../../../../src/core/context/secrets/long-runs.ts';
import { MASK, masked } from '../../../../src/core/context/secrets/mask.ts';
import { merged } from '../../../../src/core/context/secrets/merge.ts';
import { alternation, entropy, looksRandom } from '../../../../src/core/context/secrets/randomness.ts';

describe('how random a literal looks', () => {
  it('measures entropy in bits a sign and alternation as a share', () => {
    assert.equal(entropy(''), 0);
    assert.equal(entropy('aaaa'), 0);
    assert.equal(entropy('abcd'), 2);
    assert.equal(alternation(''), 0);
    assert.equal(alternation('a1B!'), 1);
    assert.equal(alternation('abcd1'), 0.25);
  });

  it('tells keys and good passwords from words, numbers and names', () => {
    const random = [
      '9f86d081884c7d659a2feaa0c55ad015',
      'Tr0ub4dor&3!',
      'qZ8vLm2xKp4T',
      'kXwqPzRtVbNmHgFdSc',
      'p4K!z9Qw',
    ];
    const words = [
      'password',
      'correct-horse-battery',
      'AccessTokenForUsers',
      '12345678901234567890',
      'hunter2',
      'v2',
      'cl100k_base',
      'page2=last',
    ];
    for (const text of random) assert.ok(looksRandom(text), text);
    for (const text of words) assert.ok(!looksRandom(text), text);
  });
});

describe('runs of letters and digits', () => {
  it('are those that a regular expression finds', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'Z', '0', '_', '-', 'b', 'c', 'd', ' ', '.', 'é', '🙂'),
      maxLength: 200,
    });
    fc.assert(
      fc.property(text, (text) => {
        const runs: [number, number][] = [];
        longRuns(text, (from, to) => runs.push([from, to]));
        const expected = [...text.matchAll(/[\w-]{16,}/g)].map(({ index, 0: { length } }) => [
          index,
          index + length,
        ]);
        assert.deepEqual(runs, expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe('findings at the same place', () => {
  it('become one that covers all, named by the rule that found most', () => {
    const found = [
      { rule: 'short', from: 5, to: 8 },
      { rule: 'long', from: 6, to: 20 },
      { rule: 'apart', from: 20, to: 22 },
      { rule: 'empty', from: 3, to: 3 },
    ];
    assert.deepEqual(merged(found), [
      { rule: 'long', from: 5, to: 20 },
      { rule: 'apart', from: 20, to: 22 },
    ]);
  });
});

describe('masking', () => {
  it('drops what lies beyond the text, as a file may have become shorter', () => {
    assert.equal(
      masked('one two', [
        { from: 0, to: 3 },
        { from: 4, to: 99 },
      ]),
      `${MASK} two`,
    );
    assert.equal(masked('one', []), 'one');
  });
});
