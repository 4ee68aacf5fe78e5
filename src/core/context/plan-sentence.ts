import { readableCount } from '../facts/readable-number.ts';

export interface PlanFigures {
  /** Tokens. */
  readonly limit: number;
  readonly used: number;
  readonly wanted: number;
  readonly files: { readonly ticked: number; readonly included: number };
}

/** What a plan comes to, in a sentence that a colleague would say. */
export function planSentence({ limit, used, wanted, files }: PlanFigures): string {
  if (files.ticked === 0) return 'Nothing is ticked yet: tick files or folders.';
  if (files.included === files.ticked) return `Fits with ${readableCount(limit - used)} to spare.`;
  const kept = `the fit keeps ${files.included} of ${files.ticked} files`;
  if (wanted <= limit) return `Fits with ${readableCount(limit - used)} to spare; ${kept}, the rest cannot be shown.`;
  return `Over by ${readableCount(wanted - limit)}: ${kept}. Untick some or raise the budget.`;
}
