import type { ContextItem, Variant } from '../item.ts';
import type { Result } from '../../facts/result.ts';

/** Names of the strategies; the table in `strategies.ts` has one entry for each. */
export type StrategyName = 'greedy' | 'balanced' | 'optimal';

export type GroupBy = 'nodeKind' | 'source' | 'folder' | 'language' | 'kind';

export interface ChoiceOptions {
  /** Tokens that all chosen variants, framing included, may take together: budget − margin − fixed framing. */
  readonly room: number;
  readonly strategy: StrategyName;
  /** Least value per token worth spending (spec F3, step 6); 0 offers everything. */
  readonly floor?: number;
  readonly groupBy?: GroupBy;
  /** Balanced: own weight per group in place of its probability mass. */
  readonly shares?: Readonly<Record<string, number>>;
  /** Units of search work, never a time (spec F4). */
  readonly workLimit?: number;
  /** Variant ids of the last selection (spec F4). */
  readonly previous?: readonly string[];
}

/** What the fit decided: steps 6 to 8 of spec F3, before rendering. */
export interface Choice {
  /** Chosen variant by sourceId. */
  readonly chosen: ReadonlyMap<string, Variant>;
  /** Why each item that was offered is not in. */
  readonly rejected: ReadonlyMap<string, 'below_floor' | 'does_not_fit' | 'not_chosen'>;
  /** All items in rank order (pinned first). */
  readonly ranked: readonly ContextItem[];
  /** Σ (tokens + framing) of the chosen. */
  readonly tokens: number;
  readonly value: number;
  readonly upperBound: number;
  readonly gap: number;
  readonly proven: boolean;
  /** Units of work done. */
  readonly work: number;
  /** Balanced only: group → share and demand in tokens, and tokens used. */
  readonly groups?: Readonly<Record<string, { share: number; demand: number; used: number }>>;
}

/** `choose` in `choose.ts`: a pure function; the order of items never matters. */
export type Choose = (items: readonly ContextItem[], options: ChoiceOptions) => Result<Choice>;
