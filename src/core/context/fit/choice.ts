import type { ContextItem, Level, Variant } from '../item.ts';
import type { Result } from '../../facts/result.ts';
import type { GroupBy, GroupUse } from './groups.ts';
import type { StrategyName } from './strategies.ts';

export type { GroupBy, StrategyName };

/** Units of search work of a fit that nobody waits for by a command: 10 to 20 ms (spec F2). */
export const DEFAULT_WORK_LIMIT = 1_000_000;

export interface ChoiceOptions {
  /** Tokens that all chosen variants, framing included, may take together: budget − margin − fixed framing. */
  readonly room: number;
  /** A name in the table of `strategies.ts`. */
  readonly strategy: StrategyName;
  /** Least value per token worth spending (spec F3, step 6); 0 offers everything. */
  readonly floor?: number;
  /** Levels that may be offered (spec F3, step 6), default all; pinned items are exempt. */
  readonly levels?: readonly Level[];
  /** Balanced: what makes a group, default `nodeKind`. */
  readonly groupBy?: GroupBy;
  /** Balanced: own weight per group in place of its probability mass; a group not named weighs 0. */
  readonly shares?: Readonly<Record<string, number>>;
  /** Units of search work, never a time (spec F4). */
  readonly workLimit?: number;
  /** Optimal: variant ids of the last selection (spec F4). */
  readonly previous?: readonly string[];
}

/** Why an item that was offered is not in. */
export type RejectedReason = 'invalid_token_count' | 'below_floor' | 'does_not_fit' | 'not_chosen';

/** What the fit decided: steps 6 to 8 of spec F3, before rendering. */
export interface Choice {
  /** Chosen variant by sourceId, in rank order. */
  readonly chosen: ReadonlyMap<string, Variant>;
  /** Why each item that was offered is not in. */
  readonly rejected: ReadonlyMap<string, RejectedReason>;
  /** All items in rank order (pinned first); those with an invalid token count are never ranked. */
  readonly ranked: readonly ContextItem[];
  /** Σ (tokens + framing) of the chosen. */
  readonly tokens: number;
  readonly value: number;
  readonly upperBound: number;
  readonly gap: number;
  readonly proven: boolean;
  /** Units of work done. */
  readonly work: number;
  /** Balanced only: group → share and demand in whole tokens, and tokens used (pinned items apart). */
  readonly groups?: Readonly<Record<string, GroupUse>>;
}

/** `choose` in `choose.ts`: a pure function; the order of items never matters. */
export type Choose = (items: readonly ContextItem[], options: ChoiceOptions) => Result<Choice>;
