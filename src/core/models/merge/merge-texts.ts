import { byScore, type Said, type Voter } from './vote.ts';
import { notePoint, type Notes } from './who-said-what.ts';

/** A text as somebody answered it. */
export interface GivenText {
  readonly by: Voter;
  readonly content: string;
}

/** A text without what makes no difference: case, and how much white space stands where. */
export function plainText(text: string): string {
  return text.trim().replace(/\s+/gu, ' ').toLowerCase();
}

/**
 * The text of the best score, ties to the fuller one, then by name (spec M7, "Text"). Those that say the same stand
 * with it, the others remain.
 *
 * @param given heaviest first
 */
export function mergeTexts<T extends GivenText>(
  notes: Notes,
  given: readonly T[],
): { readonly data: string | null; readonly others: readonly T[] } {
  const fullness = new Map(given.map((one) => [one, one.content.trim().length]));
  const [best, ...rest] = given.toSorted(
    (a, b) =>
      b.by.score - a.by.score || (fullness.get(b) ?? 0) - (fullness.get(a) ?? 0) || byScore(a.by, b.by),
  );
  if (best === undefined) return { data: null, others: [] };
  const groups = new Map<string, T[]>([[plainText(best.content), [best]]]);
  for (const one of rest) {
    const text = plainText(one.content);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [one]);
    else group.push(one);
  }
  const [same = [], ...others] = groups.values();
  const said = [same, ...others].map((group) =>
    group.map(({ by, content }): Said => ({ by, value: content })),
  );
  notePoint(notes, { pointer: '', unconfirmed: false }, said);
  return { data: best.content, others: given.filter((one) => !same.includes(one)) };
}
