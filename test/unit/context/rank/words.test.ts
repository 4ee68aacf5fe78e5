import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hashTerm, hashWord } from '../../../../src/core/context/rank/term-hash.ts';
import { LONGEST_TERM, plainWord, termsOf, visitWords } from '../../../../src/core/context/rank/words.ts';
import { stem } from '../../../../src/core/context/rank/stem.ts';

function wordsOf(text: string): string[] {
  const words: string[] = [];
  visitWords(text, { term: () => undefined, word: (from, to) => words.push(text.slice(from, to)) });
  return words;
}

describe('words and terms', () => {
  for (const [text, terms] of [
    ['parseRange', ['parse', 'range']],
    ['HTMLParser2Go', ['html', 'parser', 'go']],
    ['max_size $el __init__', ['max', 'size', 'el', 'init']],
    ['SCREAMING_CASE', ['screaming', 'case']],
    ['in 3 of 404 cases', ['in', 'of', '404', 'cases']],
    ['größe naïve', ['größe', 'naïve']],
    ['解析范围', ['解析', '析范', '范围']],
    ['a—b “quoted”', ['quoted']],
    ['', []],
  ] as const)
    it(`splits ${JSON.stringify(text)}`, () => assert.deepEqual(termsOf(text), terms));

  it('keeps whole words as they are written', () => {
    assert.deepEqual(wordsOf('if (max_size > this.maxSize2) {}'), ['if', 'max_size', 'this', 'maxSize2']);
  });

  it('does not read the far end of very long lines', () => {
    const terms = termsOf(`${'x '.repeat(1_500)}late\nnext`);
    assert.deepEqual(terms, ['next']);
  });

  it('cuts endless terms', () => {
    assert.equal(termsOf('a'.repeat(100))[0]?.length, LONGEST_TERM);
  });

  it('property: spans lie in the text in order, and a term inside its word', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        let end = 0;
        const terms: [number, number][] = [];
        visitWords(text, {
          term: (from, to) => {
            assert.ok(from >= end && to > from && to <= text.length);
            terms.push([from, to]);
          },
          word: (from, to) => {
            assert.ok(from >= end && to <= text.length);
            for (const [a, b] of terms.splice(0)) assert.ok(a >= from && b <= to);
            end = to;
          },
        });
        assert.deepEqual(terms, []);
      }),
    );
  });

  it('property: hashing a span equals hashing the term cut out and lower-cased', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z_$0-9 ]{0,60}$/), (text) => {
        visitWords(text, {
          term: (from, to) =>
            assert.equal(
              hashTerm(text, from, to),
              hashTerm(text.slice(from, Math.min(to, from + LONGEST_TERM)).toLowerCase()),
            ),
          word: (from, to) =>
            assert.equal(hashWord(text, from, to), hashWord(plainWord(text.slice(from, to)))),
        });
      }),
    );
  });
});

describe('stems', () => {
  it('joins the forms of a word', () => {
    const forms = ['parse', 'parses', 'parsed', 'parser', 'parsing'];
    assert.deepEqual([...new Set(forms.map(stem))], ['pars']);
    assert.equal(stem('queries'), stem('query'));
    assert.equal(stem('stopped'), stem('stop'));
    assert.equal(stem('classes'), stem('class'));
  });

  it('leaves short words, endings that are no plural, and other scripts', () => {
    for (const word of ['use', 'css', 'status', 'this', '解析', '404']) assert.equal(stem(word), word);
  });

  it('property: never empty for a word, never longer than it but by a final y', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,20}$/), (word) => {
        const root = stem(word);
        assert.ok(root.length > 0 && root.length <= word.length);
      }),
    );
  });
});
