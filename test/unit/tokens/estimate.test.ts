import assert from 'node:assert/strict';
import fc from 'fast-check';
import { estimateTokens } from '../../../src/tokens/estimate.ts';

describe('estimate without a tokenizer', () => {
  const goldens: readonly (readonly [string, number])[] = [
    ['This is a test sentence with several words.', 9],
    ["don't stop", 4],
    ['a_b c-d  e', 5],
    ['x=1;y=2', 7],
    ['', 0],
    [' \t\r\n\u00a0\u3000', 0],
    ['中文', 2],
    ['ひらがなカタカナ', 8],
    ['한글 abc中def', 5],
    ['déjà', 1],
    ['de\u0301ja\u0300', 1],
    ['😀😀', 2],
    ['\ud800', 1],
  ];
  for (const [text, tokens] of goldens) {
    it(`gives ${tokens} for ${JSON.stringify(text)}`, () => {
      assert.equal(estimateTokens(text), tokens);
    });
  }

  it('property: texts joined by a blank have the sum of their estimates', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        assert.equal(estimateTokens(`${a} ${b}`), estimateTokens(a) + estimateTokens(b));
      }),
      { numRuns: 500 },
    );
  });
});
