import { toSixDecimals, toUnitInterval } from '../../facts/decimals.ts';
import { hasTerm, termsOf } from '../../facts/terms.ts';

/** Words that make a prompt complex; each group counts once (spec M3.3). */
const GROUPS = [
  { weight: 0.3, terms: termsOf('analyze, analyse, evaluate, compare, assess, 分析, 评估, 对比') },
  { weight: 0.2, terms: termsOf('why, 为什么, 为何') },
  { weight: 0.2, terms: termsOf('if, whether, unless, 如果, 是否, 除非') },
  {
    weight: 0.1,
    terms: termsOf('both, several, multiple, each, every, between, versus, 多个, 每个, 分别, 之间'),
  },
] as const;

/** Spec M3.3: characters, as code points. */
const LENGTHS = [
  { from: 200, weight: 0.2 },
  { from: 100, weight: 0.1 },
] as const;

/**
 * How much thought a prompt asks for, in [0, 1].
 *
 * @param prompt trimmed: blanks around it are not what makes a prompt long
 */
export function complexityOf(prompt: string): number {
  const words = GROUPS.reduce((sum, { weight, terms }) => sum + (hasTerm(terms, prompt) ? weight : 0), 0);
  // A code point takes at most two code units: more than the longest bound needs no counting.
  const length = Array.from(prompt.slice(0, 2 * LENGTHS[0].from)).length;
  const long = LENGTHS.find(({ from }) => length >= from)?.weight ?? 0;
  return toUnitInterval(toSixDecimals(words + long));
}
