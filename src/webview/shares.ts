import type { PlanSnapshot } from '../protocol/plan.ts';

/** The parts of the bar from left to right. `overflow` is what is ticked but not in, beyond the budget. */
export const PARTS = ['instructions', 'files', 'free', 'margin', 'overflow'] as const;
export type Part = (typeof PARTS)[number];

export interface Segment {
  readonly part: Part;
  readonly tokens: number;
  /** Per cent of the bar's length. */
  readonly from: number;
  readonly length: number;
}

export interface Bar {
  readonly segments: readonly Segment[];
  /** Where the budget ends, per cent of the bar's length; 100 while nothing flows over. */
  readonly limit: number;
  /** The overflow is drawn shorter than it is, or the budget would be too small to read. */
  readonly cut: boolean;
}

/** The overflow never takes more of the bar than this, per cent: the parts of the budget stay readable at 280 px. */
const LONGEST_OVERFLOW = 40;

/** Tokens of each part. The parts within the budget sum to it exactly, whatever is still being counted. */
export function partsOf(plan: Pick<PlanSnapshot, 'budget' | 'margin' | 'tokens'>): Record<Part, number> {
  const budget = Math.max(0, plan.budget);
  const instructions = Math.min(plan.tokens.instructions, budget);
  const files = Math.min(plan.tokens.files, budget - instructions);
  const margin = Math.min(plan.margin, budget - instructions - files);
  return {
    instructions,
    files,
    free: budget - instructions - files - margin,
    margin,
    overflow: Math.max(0, plan.tokens.wanted - instructions - files),
  };
}

/** What the bar draws. A bar without a budget has no segments. */
export function barOf(plan: Pick<PlanSnapshot, 'budget' | 'margin' | 'tokens'>): Bar {
  const tokens = partsOf(plan);
  const total = plan.budget + tokens.overflow;
  if (plan.budget <= 0) return { segments: [], limit: 100, cut: false };
  const honest = (tokens.overflow / total) * 100;
  const overflow = Math.min(honest, LONGEST_OVERFLOW);
  const limit = 100 - overflow;
  const segments: Segment[] = [];
  let from = 0;
  for (const part of PARTS) {
    const length = part === 'overflow' ? overflow : (tokens[part] / plan.budget) * limit;
    if (length > 0) segments.push({ part, tokens: tokens[part], from, length });
    from += length;
  }
  return { segments, limit, cut: honest > LONGEST_OVERFLOW };
}
