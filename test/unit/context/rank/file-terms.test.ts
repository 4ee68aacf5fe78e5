import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  createTermIndexer,
  hasPair,
  isFileTerms,
  termCount,
  termTotal,
  wordCount,
} from '../../../../src/core/context/rank/file-terms.ts';
import { stem } from '../../../../src/core/context/rank/stem.ts';
import { hashPair, hashTerm, hashWord } from '../../../../src/core/context/rank/term-hash.ts';
import { termsOf } from '../../../../src/core/context/rank/words.ts';

const index = createTermIndexer();

describe('the terms of a file', () => {
  it('counts terms, whole words and neighbours', () => {
    const file = index('parseRange(range) // parse_range, ParseRange; parse the range');
    assert.equal(termCount(file, hashTerm('range')), 5);
    assert.equal(wordCount(file, hashWord('parse_range')), 3, 'in any spelling');
    assert.equal(wordCount(file, hashWord('range')), 2, 'whole words only');
    assert.equal(termCount(file, hashTerm('absent')), 0);
    assert.ok(hasPair(file, hashPair(hashTerm(stem('parsing')), hashTerm(stem('ranges')))));
    assert.ok(!hasPair(file, hashPair(hashTerm(stem('range')), hashTerm(stem('absent')))));
  });

  it('has nothing to say of an empty text', () => {
    const file = index('');
    assert.equal(termTotal(file), 0);
    assert.equal(termCount(file, hashTerm('x')), 0);
    assert.ok(isFileTerms(file));
  });

  it('holds counts beyond 65,535 at that', () => {
    assert.equal(termCount(index('ab\n'.repeat(70_000)), hashTerm('ab')), 65_535);
  });

  it('property: counts are those of a plain tally, whatever was read before', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-cA-C_]{1,6}$/), { maxLength: 60 }), (words) => {
        const text = words.join(' ');
        const file = index(text);
        const terms = termsOf(text);
        assert.ok(isFileTerms(file));
        assert.equal(termTotal(file), terms.length);
        for (const term of new Set([...terms, 'zz']))
          assert.equal(termCount(file, hashTerm(term)), terms.filter((each) => each === term).length);
        terms.slice(1).forEach((term, at) => {
          const pair = hashPair(hashTerm(stem(terms[at] ?? '')), hashTerm(stem(term)));
          assert.ok(hasPair(file, pair));
        });
        assert.deepEqual(createTermIndexer()(text), file);
      }),
    );
  });
});
