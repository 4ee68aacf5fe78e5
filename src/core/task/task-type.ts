import { TASK_TYPES, type TaskType } from '../facts/characteristics.ts';
import { countTerms, type Term, termsOf } from '../facts/terms.ts';

/** Spec P2. */
const KEYWORDS: Readonly<Record<Exclude<TaskType, 'unknown'>, readonly Term[]>> = {
  architecture: termsOf('architecture, design'),
  planning: termsOf('plan, roadmap, estimate'),
  'code-review': termsOf('review'),
  debugging: termsOf('bug, debug, fix, crash, error'),
  refactoring: termsOf('refactor, rename, simplify, clean up'),
  testing: termsOf('test, coverage'),
  'code-generation': termsOf('implement, add, create, build, write'),
  documentation: termsOf('document, docs, readme, changelog'),
  analysis: termsOf('analyze, analyse, investigate, compare'),
  creative: termsOf('story, naming, slogan'),
  coordination: termsOf('coordinate, delegate, merge'),
  factual: termsOf('what is, where is, who'),
  'simple-task': termsOf('typo, bump, format'),
};

/**
 * The task type with the most keywords in a text; at a tie the one that comes first in `TASK_TYPES`; `unknown` without
 * a keyword.
 *
 * @param text with the parts of its names (`withNameParts`)
 */
export function taskTypeIn(text: string): TaskType {
  let best: TaskType = 'unknown';
  let most = 0;
  for (const type of TASK_TYPES) {
    const hits = countTerms(KEYWORDS[type], text);
    if (hits > most) [best, most] = [type, hits];
  }
  return best;
}

/** A caller's word for a task type, in any case; undefined when it is none. */
export function taskTypeNamed(word: string): TaskType | undefined {
  const plain = word.trim().toLowerCase();
  return plain === 'unknown' ? plain : TASK_TYPES.find((type) => type === plain);
}
