/** What different budgets buy. */
import { RequestType } from 'vscode-jsonrpc';
import type { Level } from '../core/context/item.ts';
import type { Failure, Result } from '../core/facts/result.ts';

/** What one budget buys. */
export interface LadderStep {
  /** Tokens: the limit asked for. */
  readonly budget: number;
  readonly tokensUsed: number;
  /** Of the prompt and, with a task, of the answer that room is kept for; micro-USD, null when unknown. */
  readonly costMicroUsd: number | null;
  readonly files: number;
  /** Expected share of what the task needs that is shown, in [0, 1]: value over that of everything in full. */
  readonly share: number;
  /** Files that are in, or shown more fully (`fuller`), beside the step before; most valuable first. */
  readonly added: readonly {
    readonly path: string;
    readonly level: Level;
    readonly tokens: number;
    readonly fuller: boolean;
  }[];
  /** Why this step cannot be fitted; its figures are then zero. */
  readonly failure: Failure | null;
}

/** Budgets in rising order. Waits until every candidate is counted. Cancellable. */
export const ladder = new RequestType<
  { readonly budgets: readonly number[] },
  Result<readonly LadderStep[]>,
  void
>('ladder');
