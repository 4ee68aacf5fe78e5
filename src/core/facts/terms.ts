/** A word to look for, and how it is found in a text. */
export interface Term {
  readonly word: string;
  readonly pattern: RegExp;
}

/** Letters, digits and underscores make words; a Han character, written without spaces, ends one as a space does. */
const WORD_CHARACTER = '(?!\\p{Script=Han})[\\p{L}\\p{N}_]';
const HAN = /\p{Script=Han}/u;

/**
 * Terms as the specification matches them (README, "Term match"): in any case, as whole words, with or without a final
 * "s". "ui" is not in "build". Between the words of a term there may be any white space. Terms with Han characters
 * match as they stand; beside other terms a Han character is a boundary like a space ("analyze" is in "请analyze一下").
 *
 * @param words separated by commas, for long lists that one wants to read: `"api, server, data loss"`
 */
export function termsOf(words: string): readonly Term[] {
  return words.split(',').map(termOf);
}

/** One term from a word or several; the caller's words are text, never a pattern. */
export function termOf(word: string): Term {
  const trimmed = word.trim();
  const literal = trimmed.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`).replace(/\s+/gu, String.raw`\s+`);
  const pattern = HAN.test(trimmed)
    ? new RegExp(literal, 'iu')
    : new RegExp(`(?<!${WORD_CHARACTER})${literal}s?(?!${WORD_CHARACTER})`, 'iu');
  return Object.freeze({ word: trimmed, pattern });
}

/** How many of the terms are in a text; each counts once. */
export function countTerms(terms: readonly Term[], text: string): number {
  return terms.filter(({ pattern }) => pattern.test(text)).length;
}

export function hasTerm(terms: readonly Term[], text: string): boolean {
  return terms.some(({ pattern }) => pattern.test(text));
}
