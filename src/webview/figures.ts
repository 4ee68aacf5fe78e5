import type { PlanSnapshot } from '../protocol/plan.ts';
import type { TaskState } from '../protocol/plan-view.ts';
import { NO_BREAK, type Amounts } from './amounts.ts';
import type { Part } from './shares.ts';

/** A text of the view, and the exact figures behind it for the tooltip. */
export interface Figure {
  readonly text: string;
  readonly title: string;
}

/** Stands before every figure that still rests on an estimate. */
const ROUGH = '~';

const rough = (plan: PlanSnapshot) => (plan.settled ? '' : ROUGH);

/** "24.1k / 32k" */
export function amount(plan: PlanSnapshot, in_: Amounts): Figure {
  const { used } = plan.tokens;
  return {
    text: `${rough(plan)}${in_.short(used)}${NO_BREAK}/${NO_BREAK}${in_.short(plan.budget)}`,
    title: `${plan.settled ? '' : 'About '}${in_.exact(used)} of ${in_.exact(plan.budget)} tokens${plan.settled ? '' : ', still counting'}`,
  };
}

/** "files 23.6k", "instructions 512", and what else the bar shows and a name is needed for. */
export interface NamedPart extends Figure {
  readonly part: Part | 'gap';
}

/** The line under the bar. The margin and the overflow are named only where the bar shows them. */
export function partsLine(plan: PlanSnapshot, tokens: Record<Part, number>, in_: Amounts): NamedPart[] {
  const named = (part: Part, word: string, meaning: string): NamedPart => ({
    part,
    text: `${word} ${rough(plan)}${in_.short(tokens[part])}`.replaceAll(' ', NO_BREAK),
    title: `${in_.exact(tokens[part])} tokens ${meaning}`,
  });
  const line = [
    named(
      'files',
      'files',
      plan.ranking
        ? `in ${in_.exact(plan.files.included)} files`
        : `in ${in_.exact(plan.files.included)} of ${in_.exact(plan.files.ticked)} ticked files`,
    ),
    named('instructions', 'instructions', 'of instructions, file tree, framing and task'),
  ];
  if (tokens.margin > 0) line.push(named('margin', 'margin', 'kept free, because the count is estimated'));
  if (tokens.overflow > 0) line.push(named('overflow', 'not in', 'are ticked but do not get in'));
  const chosen = gap(plan, in_);
  if (chosen) line.push(chosen);
  return line;
}

/** "gap 0.0 %": how far the choice may lie below the best; null when nothing was chosen. */
export function gap(plan: PlanSnapshot, in_: Amounts): NamedPart | null {
  if (plan.state !== 'fits' && plan.state !== 'over') return null;
  return {
    part: 'gap',
    text: `gap ${in_.percent(plan.gap)}`.replaceAll(' ', NO_BREAK),
    title: plan.proven
      ? 'Proven: no other choice of files is worth more within this budget'
      : `The best possible choice is worth at most ${in_.percent(plan.gap)} more than this one`,
  };
}

/**
 * "Shows ≈ 81 % of what is needed"; null without a task, and where the plan's own sentence says it.
 *
 * @param candidates what the task chooses among: of the whole workspace the sentence tells the share.
 */
export function neededShare(
  { ranking }: PlanSnapshot,
  candidates: TaskState['candidates'],
  in_: Amounts,
): Figure | null {
  if (ranking === null || (candidates === 'workspace' && !ranking.indexing)) return null;
  if (ranking.indexing) {
    return {
      text: 'Ranking while files are read…',
      title: rankedWords(ranking, in_),
    };
  }
  return {
    text: `Shows ≈${NO_BREAK}${in_.wholePercent(ranking.share)} of what is needed`,
    title: rankedWords(ranking, in_),
  };
}

/** What the ranking rests on, and what the fit makes of it. */
export function rankedWords(ranking: NonNullable<PlanSnapshot['ranking']>, in_: Amounts): string {
  const files = `${in_.exact(ranking.files)} files are ranked by how probably the task needs them`;
  return ranking.indexing
    ? `${files} so far; the order may still change`
    : `${files}; the prompt shows ${in_.percent(ranking.share)} of what can be expected to be needed`;
}

/** "gpt-5" and "272k window". The name alone may be long; the window stays readable beside it. */
export interface ModelLabel {
  readonly name: string;
  readonly window: string;
  readonly title: string;
}

export function modelLabel(plan: PlanSnapshot, in_: Amounts): ModelLabel {
  const { id, name, window } = plan.model;
  const called = name ?? id;
  if (called === null)
    return { name: 'no model', window: '', title: 'No model chosen: there is no window to keep to' };
  return {
    name: called,
    window: window === null ? 'window unknown' : `${in_.short(window)} window`,
    title:
      `${called}${id !== null && id !== called ? ` (${id})` : ''}: ` +
      (window === null ? 'window unknown' : `${in_.exact(window)} tokens may go in`),
  };
}

/** "≈ $0.05 input". An unknown price is never a figure. */
export function price(plan: PlanSnapshot, in_: Amounts): Figure {
  if (plan.priceKind === 'included') {
    return {
      text: 'included in your subscription',
      title: 'No price per token: your subscription covers it',
    };
  }
  if (plan.priceKind === 'unknown' || plan.costMicroUsd === null) {
    return {
      text: 'price unknown',
      title: 'No price is known for this model. Your own model entries can name one',
    };
  }
  return {
    text: `≈${NO_BREAK}${in_.dollars(plan.costMicroUsd)} input`,
    title: `Price of ${in_.exact(plan.tokens.used)} tokens of prompt at the model's list price; the answer costs extra`,
  };
}

/** "exact" or "estimated ± 12 %", and what that means. */
export function certainty(plan: PlanSnapshot, in_: Amounts): Figure {
  const { id, exact, encoding, band } = plan.model;
  if (exact) {
    const owner =
      id === null ? 'No model is chosen: counted with' : "Counted with the model's own vocabulary,";
    return { text: 'exact', title: `${owner} ${encoding}` };
  }
  return {
    text: `estimated ±${NO_BREAK}${in_.plainPercent(band)}`,
    title:
      "This model's tokenizer is not public. The count comes from that of " +
      `${encoding} and may be off by ${in_.plainPercent(band)}, so ${in_.exact(plan.margin)} tokens are kept free`,
  };
}

/** "Counting 1,204 of 5,000 files", while files are found and counted. */
export function indexingText(indexing: NonNullable<PlanSnapshot['indexing']>, in_: Amounts): string {
  if (indexing.found === 0) return 'Looking for files…';
  return `Counting ${in_.exact(indexing.counted)} of ${in_.exact(indexing.found)} files`;
}
