/**
 * How far the true count may lie above the estimate, as a share of the estimate. Measured on 2026-11-21 against
 * o200k_base on 13,898 text files of npm packages: 95 % of the files stay below 0.384, and all together are 0.054
 * above. C headers full of long constants are worse (95 % below 1.0).
 */
export const ESTIMATE_BAND = 0.4;

// Scripts that are counted by character: most are written without blanks between words (spec F7).
const UNSPACED = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}';
const WORD = `(?:(?![${UNSPACED}])[\\p{L}\\p{M}\\p{N}_])+`;
const COUNTED = new RegExp(`${WORD}|\\S`, 'gu');

/**
 * Roughly how many tokens a text has, without any vocabulary (spec F7): one for every run of word characters, for
 * every ideograph, kana and hangul syllable, and for every other character that is not white space. Only for when no
 * tokenizer can be loaded; ESTIMATE_BAND says how good it is.
 *
 * @example estimateTokens("don't stop") // 4
 */
export function estimateTokens(text: string): number {
  COUNTED.lastIndex = 0;
  let tokens = 0;
  while (COUNTED.test(text)) tokens++;
  return tokens;
}
