import { readableCount } from '../facts/readable-number.ts';

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
