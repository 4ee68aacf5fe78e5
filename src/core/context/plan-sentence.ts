import { readableCount, readableShare } from '../facts/readable-number.ts';

export interface PlanFigures {
  /** Tokens. */
  readonly limit: number;
  readonly used: number;
  readonly wanted: number;
  readonly count: { readonly ticked: number; readonly included: number };
}

/** What a plan comes to, in a sentence that a colleague would say. */
export function planSentence({ limit, used, wanted, count }: PlanFigures): string {
  if (count.ticked === 0) return 'Nothing is ticked yet: tick files or folders.';
  if (count.included === count.ticked) return `Fits with ${readableCount(limit - used)} to spare.`;
  const kept = `the fit keeps ${count.included} of ${count.ticked} files`;
  if (wanted <= limit)
    return `Fits with ${readableCount(limit - used)} to spare; ${kept}, the rest is left out.`;
  return `Over by ${readableCount(wanted - limit)}: ${kept}. Untick some or raise the budget.`;
}

export interface TaskFigures {
  /** Tokens. */
  readonly limit: number;
  readonly used: number;
  readonly included: number;
  /** Expected share of what the task needs that is shown, in [0, 1]. */
  readonly share: number;
}

/** The same where a task says what is needed. */
export function taskSentence({ limit, used, included, share }: TaskFigures): string {
  if (included === 0) return 'No file fits this budget: raise it.';
  const files = included === 1 ? 'One file shows' : `${included} files show`;
  return `${files} ${readableShare(share)} of what is probably needed, with ${readableCount(limit - used)} to spare.`;
}
