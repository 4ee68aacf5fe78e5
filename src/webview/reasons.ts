import type { PlanSnapshot } from '../protocol/plan.ts';
import type { Amounts } from './amounts.ts';
import { certainty, gap, modelLabel, price, rankedWords } from './figures.ts';

/** The sentences behind "Why these figures": everything that is otherwise only in a tooltip, and the notes. */
export function reasons(plan: PlanSnapshot, in_: Amounts): string[] {
  const { candidates, ticked, pinned, included, leftOut } = plan.files;
  const chosen = gap(plan, in_);
  return [
    `${certainty(plan, in_).title}.`,
    `${modelLabel(plan, in_).title}.`,
    `${price(plan, in_).title}.`,
    (plan.ranking
      ? `${in_.exact(included)} files are in; ${in_.exact(ticked)} ticked, `
      : `${in_.exact(included)} of ${in_.exact(ticked)} ticked files are in; `) +
      `${in_.exact(pinned)} pinned, ${in_.exact(leftOut)} left out, ${in_.exact(candidates)} candidates.`,
    ...(plan.ranking ? [`${rankedWords(plan.ranking, in_)}.`] : []),
    ...(chosen ? [`${chosen.title}.`] : []),
    ...plan.model.disagreements,
    ...plan.notes,
  ];
}
