import { countTerms, type Term, termOf, termsOf } from '../../facts/terms.ts';

/**
 * The word lists of the heuristic estimator (spec C12), and how many different terms of each are in a text. Symbols
 * match as they stand.
 */
const MATH = termsOf(
  'sum, integral, derivative, equation, formula, calculate, compute, solve, probability, statistic, algebra, ' +
    'geometry, trigonometry, calculus',
);

/** A digit, a letter that stands alone, or a bracket. */
const LEFT_OPERAND = String.raw`(?:\p{N}|(?<![\p{L}\p{N}_])\p{L}|[()[\]{}])`;
const RIGHT_OPERAND = String.raw`(?:\p{N}|\p{L}(?![\p{L}\p{N}_])|[()[\]{}])`;
/** What is an operator between two operands only: the hyphen of "well-known" is none. */
const OPERATORS = [String.raw`\+`, '[-−]', String.raw`\*`, '/', String.raw`\^`, '=', '<', '>', '~'].map(
  (symbol) => new RegExp(String.raw`${LEFT_OPERAND}\s*${symbol}\s*${RIGHT_OPERAND}`, 'u'),
);
const RELATIONS = [/≤/u, /≥/u];

const CODE = termsOf(
  'function, class, def, import, return, const, var, print, array, algorithm, data structure, recursion, ' +
    'iteration, compile, execute, debug',
);
const CODE_SYMBOLS = ['{}', '[]', '=>', '==', '!=', '&&', '||'];
/** Plain English too: they count only beside another term of code. */
const CODE_IN_COMPANY = termsOf('if, else, for, while, let');

const REASONING = [
  ...termsOf(
    'explain, why, how, compare, contrast, evaluate, assess, justify, reasoning, logic, relationship, difference, ' +
      'similarity, cause',
  ),
  // One word in two spellings, which counts once.
  Object.freeze({ ...termOf('analyze'), pattern: /(?<![\p{L}\p{N}_])analy[sz]es?(?![\p{L}\p{N}_])/iu }),
];
const CREATIVE = termsOf(
  'write, create, generate, story, poem, creative, imagine, invent, design, compose, narrative',
);
const SIMPLE = termsOf(
  'what, when, where, who, which, is, are, do, does, list, name, identify, define, state',
);

/** How many different terms of each kind a text has. */
export interface TermCounts {
  readonly math: number;
  readonly code: number;
  readonly reasoning: number;
  readonly creative: number;
  /** Of the caller's own lists, by name. */
  readonly extra: Readonly<Record<string, number>>;
}

export function countLists(text: string, extra: Readonly<Record<string, readonly Term[]>>): TermCounts {
  const matching = (patterns: readonly RegExp[]) => patterns.filter((pattern) => pattern.test(text)).length;
  return {
    math: countTerms(MATH, text) + matching(OPERATORS) + matching(RELATIONS),
    code: countCode(text),
    reasoning: countTerms(REASONING, text),
    creative: countTerms(CREATIVE, text),
    extra: Object.fromEntries(Object.entries(extra).map(([name, terms]) => [name, countTerms(terms, text)])),
  };
}

export function countSimpleWords(text: string): number {
  return countTerms(SIMPLE, text);
}

function countCode(text: string): number {
  const symbols = CODE_SYMBOLS.filter((symbol) => text.includes(symbol)).length;
  const sure = countTerms(CODE, text) + symbols + (hasCall(text) ? 1 : 0);
  return sure === 0 ? 0 : sure + countTerms(CODE_IN_COMPANY, text);
}

/** An opening bracket directly after a word character, and its closing one: `f(x)`, but not "(see below)". */
function hasCall(text: string): boolean {
  const open: boolean[] = [];
  for (const { 0: bracket, index } of text.matchAll(/[()]/gu)) {
    if (bracket === '(') open.push(/[\p{L}\p{N}_]$/u.test(text.slice(Math.max(0, index - 2), index)));
    else if (open.pop() === true) return true;
  }
  return false;
}
