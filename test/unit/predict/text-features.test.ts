import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hash32, hash64, hashKey } from '../../../src/core/budget/predict/keyed-hash.ts';
import { packTerms, unpackTerms } from '../../../src/core/budget/predict/pack-terms.ts';
import { textFeatures } from '../../../src/core/budget/predict/text-features.ts';
import { checkRecord } from '../../../src/core/facts/check-record.ts';
import { KEY, recordWith } from './any-record.ts';

describe('the keyed hash', () => {
  it('is SipHash-2-4, by the vectors of its authors', () => {
    // the messages 00 01 02 … of even lengths, as code units with the low byte first
    const vectors = [
      '726fdb47dd0e0e31',
      '0d6c8009d9a94f5a',
      'cf2794e0277187b7',
      'cbc9466e58fee3ce',
      '93f5f5799a932462',
    ];
    for (const [units, hash] of vectors.entries()) {
      const codes = Array.from({ length: units }, (_, i) => 2 * i + ((2 * i + 1) << 8));
      assert.equal(hash64(KEY, String.fromCharCode(...codes)), hash);
    }
  });

  it('depends on every digit of the salt, and refuses short ones', () => {
    const salt = '000102030405060708090a0b0c0d0e0f';
    assert.notEqual(hash32(hashKey(`${salt}11`), 'word'), hash32(hashKey(salt), 'word'));
    assert.throws(() => hashKey('0001'), RangeError);
    assert.throws(() => hashKey(salt.replace('0', 'x')), RangeError);
  });
});

describe('features of a text', () => {
  it('count what stands in it', () => {
    const text = '/review the parser?\n- src/a.ts and lib\\b.py\n- more\n```\ncode\n```\n日本 😀？';
    const features = textFeatures(text, { session: 's', turn: 3, images: 2 }, KEY);
    const { characters, words, bullets, codeFences, questionMarks, filePaths, images, turn } = features;
    assert.deepEqual(
      { characters, words, bullets, codeFences, questionMarks, filePaths, images, turn },
      {
        characters: 69,
        words: 12,
        bullets: 2,
        codeFences: 2,
        questionMarks: 2,
        filePaths: 2,
        images: 2,
        turn: 3,
      },
    );
    assert.equal(features.slashCommand, hash64(KEY, '/review'));
    assert.equal(features.session, hash64(KEY, 's'));
  });

  it('take no path for a slash command', () => {
    for (const text of ['/src/a.ts is broken', '/', 'see /review', '/ review'])
      assert.equal(textFeatures(text, {}, KEY).slashCommand, null);
    assert.equal(textFeatures('/Review', {}, KEY).slashCommand, hash64(KEY, '/review'));
  });

  it('hold words and pairs of the first 400 words with their counts', () => {
    const { terms } = textFeatures('add tests, add tests', {}, KEY);
    const expected = new Map([
      ['add', 2],
      ['tests', 2],
      ['add tests', 2],
      ['tests add', 1],
    ]);
    const byHash = [...expected].map(([term, count]) => [hash32(KEY, term), count] as const);
    assert.deepEqual(terms, byHash.toSorted(([a], [b]) => a - b).flat());
    const long = Array.from({ length: 500 }, (_, i) => `word${i}`).join(' ');
    assert.equal(textFeatures(long, {}, KEY).terms.length, 2 * (400 + 399));
  });

  it('P14.6: hold no word of the text, and are features of a record', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 4, maxLength: 12 }), { maxLength: 20 }), (words) => {
        const features = textFeatures(words.join(' '), { session: words[0] ?? 'session' }, KEY);
        const stored = JSON.stringify(features);
        for (const word of words.filter((each) => /^[g-z]{4,}$/.test(each) && !NAMES.includes(each)))
          assert.ok(!stored.includes(word));
        assert.deepEqual(checkRecord(recordWith({ features })), {
          ok: true,
          value: recordWith({ features }),
        });
      }),
      { numRuns: 200 },
    );
  });

  it('stay fast on hostile texts', () => {
    for (const text of ['a/'.repeat(50_000), '-'.repeat(100_000), '[0] '.repeat(30_000), ' '.repeat(100_000)])
      assert.ok(textFeatures(text, {}, KEY).characters > 0);
  });
});

const NAMES =
  'taskHash terms characters words bullets codeFences questionMarks filePaths images slashCommand session turn null'.split(
    ' ',
  );

describe('packed terms', () => {
  it('unpack to what was packed', () => {
    const hashes = fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { maxLength: 50 });
    fc.assert(
      fc.property(
        hashes,
        fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 50, maxLength: 50 }),
        (drawn, counts) => {
          const terms = drawn.toSorted((a, b) => a - b).flatMap((hash, i) => [hash, counts[i] ?? 1]);
          assert.deepEqual(unpackTerms(packTerms(terms)), terms);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('unpack any text to terms or to nothing', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('A', 'B', 'C', 'g', 'h', '0', '9', '+', '/', ' ', 'é'),
          maxLength: 30,
        }),
        (text) => {
          const terms = unpackTerms(text);
          if (terms !== null) assert.deepEqual(unpackTerms(packTerms(terms)), terms);
        },
      ),
      { numRuns: 500 },
    );
    assert.equal(unpackTerms('A'), null);
    assert.equal(unpackTerms('AA'), null); // a count of 0
    assert.equal(unpackTerms('g'.repeat(12)), null);
  });
});
