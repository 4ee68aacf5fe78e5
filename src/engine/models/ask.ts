import type { ComputeBudget } from '../../core/budget/compute/compute-budget.ts';
import type { AskableModel } from '../../core/facts/askable-model.ts';
import type { ModelRequest } from '../../core/facts/model-request.ts';
import type { Stage } from '../../core/facts/model-record.ts';
import type { ModelResponse } from '../../core/facts/model-response.ts';
import type { Result } from '../../core/facts/result.ts';
import type { RuleSet } from '../../core/models/validate/rule-set.ts';
import type { ModelCall } from './call.ts';

/** A request as the pipeline takes it: checked, with how it is to be asked. */
export interface Ask {
  readonly request: ModelRequest;
  /** Ids: only these may be asked; null: all that can. */
  readonly models: readonly string[] | null;
  /** Whether files are fitted around the prompt; then `request.budget` bounds it. */
  readonly fits: boolean;
  /** What the answer is checked by; null: by the data type's rules, if it has one. */
  readonly ruleSet: RuleSet | null;
  /** How many answers, whether they are verified and refined (spec C10); null: one answer a model. */
  readonly compute: { readonly level: string; readonly budget: ComputeBudget } | null;
  readonly tenant: string;
  /** The wait ends once so many have succeeded and two agree; null: all are waited for. */
  readonly minResponses: number | null;
  /** The user's word that limits of the ledger may be passed. */
  readonly passLimits: boolean;
  /** Extended thinking, where a model can; a request for reasoning gets it anyway. */
  readonly thinking: boolean;
  readonly signal: AbortSignal;
}

/** Who watches a request; nothing of it decides anything. */
export interface AskWatch {
  readonly onStage?: (stage: Stage) => void;
  /** An attempt begins; from the second on it is a retry. */
  readonly onAttempt?: (call: ModelCall, attempt: number) => void;
  readonly onText?: (call: ModelCall, piece: string) => void;
  readonly onResponse?: (call: ModelCall, response: ModelResponse) => void;
}

/** A prompt with the files that were fitted around it. */
export interface FittedAsk {
  /** The whole prompt, task and all. */
  readonly prompt: string;
  readonly packHash: string;
}

export interface FitAsked {
  readonly prompt: string;
  /** The chosen ones: the strictest counter counts. */
  readonly models: readonly AskableModel[];
  /** Tokens of the whole prompt at most. */
  readonly budget: number;
  /** Output cap, kept free in the window. */
  readonly requestCap: number;
  readonly signal: AbortSignal;
}

/** Fits the workspace's files around a prompt (spec F2). Errors: those of a fit. */
export type FitPort = (asked: FitAsked) => Promise<Result<FittedAsk>>;
