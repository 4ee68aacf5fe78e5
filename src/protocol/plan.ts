/** The plan of what is chosen now: it comes down whole, and may be asked about single files. */
import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type { FitSettings } from '../core/context/fit-settings.ts';
import type { Level, LineRange } from '../core/context/item.ts';
import type { Failure, Result } from '../core/facts/result.ts';

export type PlanState =
  /** No folder and no document. */
  | 'no_folder'
  /** A folder without a candidate. */
  | 'empty'
  | 'nothing_selected'
  /** Everything ticked gets in. */
  | 'fits'
  /** More is ticked than fits; the fit keeps the best. */
  | 'over'
  /** `failure` says why nothing can be fitted, and what to do. */
  | 'refused';

export interface PlanSnapshot {
  /** Rises with every snapshot. */
  readonly revision: number;
  readonly state: PlanState;
  readonly failure: Failure | null;
  /** Set while files are found and counted; the plan is usable meanwhile. */
  readonly indexing: { readonly found: number; readonly counted: number } | null;
  readonly model: {
    readonly id: string | null;
    readonly name: string | null;
    /** Tokens that may go in; null when unknown. */
    readonly window: number | null;
    readonly exact: boolean;
    readonly encoding: string;
    /** Share of the count, 0 when exact. */
    readonly band: number;
    readonly disagreements: readonly string[];
  };
  /**
   * Tokens. `used` = instructions + files; `files`: the texts as the tree counts them, `instructions`: all else, the
   * framing and the file tree among it. `wanted`: `used` if everything ticked got in.
   */
  readonly budget: number;
  readonly margin: number;
  readonly tokens: {
    readonly used: number;
    readonly instructions: number;
    readonly files: number;
    readonly wanted: number;
  };
  /** False while a figure still rests on an estimate: shown with "~". */
  readonly settled: boolean;
  readonly files: {
    readonly candidates: number;
    readonly ticked: number;
    readonly pinned: number;
    readonly included: number;
    readonly leftOut: number;
    /** Files that would be of use, but hold a secret; the first is the one most probably needed. */
    readonly heldBack: { readonly count: number; readonly first: string | null };
  };
  /** Null without a task. `indexing`: files are still being read, and the order may change. */
  readonly ranking: {
    readonly files: number;
    readonly indexing: boolean;
    /** Expected share of what the task needs that the fit shows, in [0, 1]. */
    readonly share: number;
    /** False: nothing in the workspace matches the task, and the order is a guess. */
    readonly found: boolean;
  } | null;
  readonly strategy: FitSettings['strategy'];
  readonly format: FitSettings['format'];
  /** Share by which the value may lie below the greatest possible, and whether it is proven to be the greatest. */
  readonly gap: number;
  readonly proven: boolean;
  /** Price of the prompt's tokens in micro-USD; null when unknown. */
  readonly costMicroUsd: number | null;
  /** Whether the unknown price means "included in the subscription". */
  readonly priceKind: 'perToken' | 'included' | 'unknown';
  /** One sentence for the user: "Fits with 7.9k to spare." */
  readonly sentence: string;
  readonly notes: readonly string[];
}
export const planSnapshot = new NotificationType<PlanSnapshot>('plan/snapshot');

/** Why a file is in or out, one sentence with figures and what would change it. */
export const explain = new RequestType<{ readonly path: string }, string, void>('explain');

/** What the last plan shows of a file: the very text that a fit would put in; a failure says why it is not in. */
export interface Preview {
  readonly level: Level;
  /** 1-based, inclusive lines. */
  readonly ranges: readonly LineRange[];
  readonly text: string;
  readonly tokens: number;
}
export const preview = new RequestType<{ readonly path: string }, Result<Preview>, void>('preview');
