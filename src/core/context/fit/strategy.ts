import type { ContextItem, Variant } from '../item.ts';
import type { GroupBy, GroupUse } from './groups.ts';
import type { Picks, Problem } from './problem.ts';

/** What a strategy chooses from: the pinned items have their room already. */
export interface Candidates {
  /** In rank order; item i of the problem. */
  readonly items: readonly ContextItem[];
  /** Variant k of the problem. */
  readonly variantAt: (k: number) => Variant;
  readonly problem: Problem;
  /** Value of the pinned items, which counts in every gap. */
  readonly pinnedValue: number;
}

export interface StrategyOptions {
  readonly groupBy: GroupBy;
  readonly shares: Readonly<Record<string, number>> | undefined;
  readonly workLimit: number;
  readonly previous: readonly string[];
}

export interface Selection {
  readonly picks: Picks;
  /** Without the pinned items. */
  readonly upperBound: number;
  readonly proven: boolean;
  readonly work: number;
  /** Whether items were asked one after the other, so that whatever is out had no room on its turn. */
  readonly inTurn: boolean;
  readonly groups?: Readonly<Record<string, GroupUse>>;
}

/** One entry of the table in `strategies.ts`. */
export type Strategy = (candidates: Candidates, options: StrategyOptions) => Selection;
