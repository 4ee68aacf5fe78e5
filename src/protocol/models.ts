/**
 * What a door and the engine's thread say to each other about asking models: the same connection as the other
 * families. Answers, scores and running requests stay in the engine; small snapshots come down. Keys and the editor's
 * own models are the door's: the engine asks it for them, call by call.
 */
import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { Category, DataType, Strategy } from '../core/facts/category.ts';
import type { Stage } from '../core/facts/model-record.ts';
import type { AdapterErrorCode, ModelResponse } from '../core/facts/model-response.ts';
import type { DifficultyLevel } from '../core/facts/difficulty-level.ts';
import type { Price } from '../core/facts/model-profile.ts';
import type { ModelReportData } from '../core/history/models/model-report.ts';
import type { Failure, Result } from '../core/facts/result.ts';
import type { MigrationStage } from '../core/models/config.ts';
import type { MergedResult } from '../core/models/merge/merged-result.ts';
import type { ValidationResult } from '../core/models/validate/validation-result.ts';
import type { DifficultySource } from '../core/task/difficulty/estimate.ts';

// ── up: settings ───────────────────────────────────────────────────────────────────────────────────────────────

/** The user's settings as they stand (spec M13), unchecked; a wrong one is refused by name and the old one stays. */
export interface ModelsConfigGiven {
  /** For refusals: `settings`, or the name of the configuration file. */
  readonly origin: string;
  readonly fields: Readonly<Record<string, unknown>>;
}
export const modelsConfigChanged = new NotificationType<ModelsConfigGiven>('models/config');

// ── up: requests ───────────────────────────────────────────────────────────────────────────────────────────────

/** What to ask, as a user or a program gives it; checked by the engine (`invalid_<field>`). */
export interface AskRequest {
  /** Null: the engine makes one. A plan's id given again asks what was planned. */
  readonly requestId: string | null;
  /** Null: the task on show. */
  readonly prompt: string | null;
  /**
   * What goes before the prompt: `fit` fits the chosen files to the smallest window of the chosen models; `none`
   * nothing; a text as it is (the selection of an editor).
   */
  readonly context: 'fit' | 'none' | { readonly text: string };
  /** Ids: only these may be asked; null: all that can. */
  readonly models: readonly string[] | null;
  readonly category?: unknown;
  readonly strategy?: unknown;
  readonly qualityThreshold?: unknown;
  /** USD > 0; null: none; absent: the configured limit of a request. */
  readonly costLimitUsd?: unknown;
  readonly requestCap?: unknown;
  readonly criticality?: unknown;
  readonly dataType?: unknown;
  /** A preset's name, rules as data, or a JSON Schema, that the answer is checked by. */
  readonly ruleSet?: unknown;
  readonly consent?: unknown;
  /** Compute level of the task: how many answers, whether they are verified and refined; null: one answer a model. */
  readonly level: string | null;
  readonly tenant: string;
  /** End the wait once so many agree; null: wait for all. */
  readonly minResponses: number | null;
}

export interface PlannedModel {
  readonly id: string;
  readonly name: string;
  readonly role: 'qualified' | 'exploration' | 'below_quality';
  /** In [0, 1], for this category. */
  readonly score: number;
  readonly proven: boolean;
  /** Upper bound of one answer; null without a price per token. */
  readonly estimateMicroUsd: number | null;
  readonly priceKind: Price['kind'];
  /** Host that an address of its entry leads to; absent: its vendor's own address, or one on this machine. */
  readonly sentTo?: string;
}

/** What would be done and what it may cost, before anything is sent. */
export interface AskPlan {
  readonly requestId: string;
  readonly category: Category;
  /** Of the classification, in [0, 1]. */
  readonly confidence: number;
  readonly strategy: Strategy;
  readonly models: readonly PlannedModel[];
  /** All answers, verification calls and rewrite rounds; null when one model has no price per token. */
  readonly estimateMicroUsd: number | null;
  /** Of those with a price: the most that can be charged. */
  readonly pricedMicroUsd: number;
  readonly answers: number;
  readonly verifications: number;
  readonly refinements: number;
  /** Tokens of the whole prompt (with the bound of the pack while it is not fitted), and the cap of an answer. */
  readonly promptTokens: number;
  readonly requestCap: number;
  readonly warnings: readonly string[];
  /** Why these models, in a sentence or two. */
  readonly reason: string;
  /** The answer is in the cache: nothing would be sent. */
  readonly cached: boolean;
  /** What limits of the ledger it would pass, a sentence each; consent `true` in `askModels` passes them. */
  readonly passes: readonly string[];
}
/**
 * Plans without asking (`route --dry-run`). What is left of the ledger's limits bounds the cost unless `passLimits`. Errors: those of the request; of routing, whose `details.consent` names the
 * word that would allow it.
 */
export const planAsk = new RequestType<AskRequest & { readonly passLimits?: boolean }, Result<AskPlan>, void>(
  'models/plan',
);

export interface AskAnswer {
  readonly plan: AskPlan;
  readonly result: MergedResult;
  readonly responses: readonly ModelResponse[];
  /** Null where no rule set applies. */
  readonly validation: ValidationResult | null;
  readonly totalMs: number;
  readonly costMicroUsd: number | null;
  readonly cached: boolean;
  /** The merged answer, who said what, disagreements, cost and time per model, as Markdown. */
  readonly document: string;
}
/** Asks, merges, checks and records. Cancellable: what was asked by then is charged and recorded. */
export const askModels = new RequestType<
  AskRequest & { readonly passLimits: boolean },
  Result<AskAnswer>,
  void
>('models/ask');

/** Feedback on a request's answers (spec M9). */
export type FeedbackGiven =
  /** `model` null: the models that stand behind the merged answer, outvoted in nothing. */
  | { readonly requestId: string; readonly verdict: 'accept' | 'reject'; readonly model: string | null }
  | {
      readonly requestId: string;
      readonly verdict: 'correct';
      readonly model: string;
      readonly type: unknown;
      /** The ground truth. */
      readonly correctedData: unknown;
      readonly note: string | null;
    }
  | { readonly requestId: string; readonly verdict: 'category'; readonly category: unknown };

export interface ScoreChange {
  readonly model: string;
  readonly category: Category;
  readonly before: number;
  readonly after: number;
}
export interface FeedbackTaken {
  readonly verdicts: number;
  readonly changes: readonly ScoreChange[];
  /** A sentence for the user: what was learned, or that the answers are gone and only the named model was judged. */
  readonly note: string;
}
/** Errors: `unknown_request`, `invalid_correction_type`, `unknown_model`, `answers_gone`, `invalid_category`. */
export const giveFeedback = new RequestType<FeedbackGiven, Result<FeedbackTaken>, void>('models/feedback');

export interface ClassifiedPrompt {
  readonly category: Category;
  readonly confidence: number;
  readonly matchedKeywords: readonly {
    readonly keyword: string;
    readonly category: Category;
    readonly weight: number;
  }[];
  readonly complexityScore: number;
}
export const classifyPrompt = new RequestType<
  { readonly prompt: string; readonly category?: unknown; readonly taskType?: unknown },
  Result<ClassifiedPrompt>,
  void
>('models/classify');

export const JUDGES = ['model', 'ensemble'] as const;
/** `model`: one model says; `ensemble`: its word and the heuristic's, averaged (spec C13). */
export type Judge = (typeof JUDGES)[number];

export interface DifficultyRequest {
  /** A text, or an object with the fields of a task (spec P2). */
  readonly task: unknown;
  readonly by: Judge;
  readonly tenant: string;
  /** The user's word that limits of the ledger may be passed. */
  readonly passLimits: boolean;
}
export interface JudgedDifficulty {
  readonly level: DifficultyLevel;
  /** In [0, 1]. */
  readonly score: number | null;
  readonly confidence: number | null;
  readonly reasoning: string;
  /** `complexity`: the task's own fields said it, and no model was asked. */
  readonly source: DifficultySource;
  /** Null: nothing was asked. */
  readonly requestId: string | null;
  /** Who answered; null: nobody. */
  readonly model: string | null;
  /** Micro-USD; 0 from the cache; null: unknown, or nothing was asked. */
  readonly costMicroUsd: number | null;
  readonly cached: boolean;
  /**
   * Why the model's word is not in it: what ended the request (of limits, `passLimits` would allow it), `llm_timeout`,
   * `invalid_response`, `response_too_large`. Null: it is in it, or was not needed.
   */
  readonly failure: Failure | null;
}
/** Asks one model how hard a task is. Cancellable. Counted and recorded as any request. Error: `invalid_option`. */
export const judgeDifficulty = new RequestType<DifficultyRequest, Result<JudgedDifficulty>, void>(
  'models/difficulty',
);

/** A model as *Manage Models…* and `models` show it. */
export interface AskableStanding {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly adapter: string;
  readonly enabled: boolean;
  /** Null: it can be asked now; else why not (`adapter_missing_key` and its sentence). */
  readonly trouble: Failure | null;
  readonly keyName: string | null;
  readonly priceKind: Price['kind'];
  readonly avgResponseMs: number;
  /** Score and verdicts per category that has any. */
  readonly scores: readonly {
    readonly category: Category;
    readonly score: number;
    readonly sampleCount: number;
    readonly proven: boolean;
  }[];
}
export const listAskable = new RequestType0<Result<readonly AskableStanding[]>, void>('models/askable');

export interface TestedModel {
  readonly id: string;
  readonly ok: boolean;
  readonly responseMs: number;
  readonly outputTokens: number;
  readonly costMicroUsd: number | null;
  readonly error: { readonly code: AdapterErrorCode; readonly message: string } | null;
}
/** Asks each model for one word. Null: all that are enabled. Counted and recorded as usage. Cancellable. */
export const testModels = new RequestType<
  { readonly models: readonly string[] | null },
  Result<readonly TestedModel[]>,
  void
>('models/test');

export interface ModelReportFilter {
  /** Epoch ms, half open. */
  readonly since: number | null;
  readonly until: number | null;
  readonly period: 'hour' | 'day' | 'week' | 'month';
  readonly model: string | null;
  readonly category: Category | null;
}
/** Accuracy, speed and cost per model with trends (spec M8) as data and as Markdown. */
export interface ModelReport {
  readonly data: ModelReportData;
  readonly markdown: string;
}
export const modelReport = new RequestType<ModelReportFilter, Result<ModelReport>, void>('models/report');

/** What answers are forgotten (spec M12). */
export type ForgetAnswers =
  | { readonly all: true }
  | { readonly prompt: string }
  | { readonly model: string }
  | { readonly category: Category };
export const forgetAnswers = new RequestType<ForgetAnswers, Result<{ readonly entries: number }>, void>(
  'models/forget',
);

// ── up: the migration facade (spec M14) ────────────────────────────────────────────────────────────────────────

export interface FetchDataRequest {
  readonly prompt: string;
  readonly dataType: unknown;
  readonly qualityThreshold?: unknown;
  /** USD. */
  readonly costLimit?: unknown;
  readonly requestId?: unknown;
  /** Whether the door has an old function to fall back to. */
  readonly hasLegacy: boolean;
}
export type FetchedData =
  | {
      readonly success: true;
      readonly data: unknown;
      readonly metadata: {
        readonly contributingModels: readonly string[];
        readonly scores: Readonly<Record<string, number>>;
        readonly category: Category | null;
        readonly requestId: string;
        readonly stage: MigrationStage;
        readonly flaggedForReview: boolean;
        readonly warnings: readonly string[];
      };
      readonly system: 'orchestrator' | 'legacy';
      /** Epoch ms. */
      readonly at: number;
    }
  | {
      readonly success: false;
      readonly error: { readonly code: string; readonly message: string };
      readonly system: 'orchestrator' | 'legacy';
    };
export const fetchData = new RequestType<FetchDataRequest, FetchedData, void>('models/fetch');

export interface MigrationConfig {
  readonly stage: MigrationStage;
  /** 0–100. */
  readonly rolloutPercent: number;
  readonly rollbackEnabled: boolean;
}
export interface MigrationStatus extends MigrationConfig {
  /** False: switched off, as stage `legacy`. */
  readonly on: boolean;
  /** Since the start. */
  readonly orchestrator: number;
  readonly legacy: number;
  readonly rolledBack: number;
}
/** Absent fields stay; null asks for the status only. Error: `invalid_config`, naming the field. */
export const migration = new RequestType<
  (Readonly<Record<string, unknown>> & { readonly on?: unknown }) | null,
  Result<MigrationStatus>,
  void
>('models/migration');

// ── down ───────────────────────────────────────────────────────────────────────────────────────────────────────

export type AskedState =
  | 'waiting'
  | 'asking'
  | 'answering'
  | 'retrying'
  | 'answered'
  | 'failed'
  | 'cancelled';

export interface AskedModel {
  /** Unique in its request: a model may be asked for several answers. */
  readonly callId: string;
  readonly model: string;
  readonly name: string;
  readonly work: 'answer' | 'verification' | 'refinement';
  readonly state: AskedState;
  readonly ms: number;
  readonly outputTokens: number | null;
  readonly costMicroUsd: number | null;
  readonly error: { readonly code: AdapterErrorCode; readonly message: string } | null;
}
/** A running request, at most ten times a second; the last one has `done`. */
export interface AskProgress {
  readonly requestId: string;
  readonly stage: Stage;
  readonly models: readonly AskedModel[];
  readonly done: boolean;
}
export const askProgress = new NotificationType<AskProgress>('models/progress');

/** Text as it comes, for the result document; pieces of one call in order. */
export const askText = new NotificationType<{
  readonly requestId: string;
  readonly callId: string;
  readonly model: string;
  readonly text: string;
}>('models/text');

/** What is wrong with the settings, in words; the old ones stay. Empty: nothing. */
export const modelsConfigRefused = new NotificationType<readonly Failure[]>('models/configRefused');

/** Log lines of a request: stage, duration; no prompt text, no key. */
export const modelsLog = new NotificationType<{
  readonly level: 'info' | 'warn' | 'error';
  readonly requestId: string;
  readonly text: string;
}>('models/log');

// ── down: what only the door has ───────────────────────────────────────────────────────────────────────────────

/** A key by its name: secret storage, else the environment. Asked per call, kept nowhere. */
export const keyOf = new RequestType<{ readonly name: string }, string | null, void>('models/key');

/** One call of a model that the editor offers. */
export interface EditorCall {
  readonly callId: string;
  /** The model's id in the editor, with vendor and family. */
  readonly vendor: string;
  readonly family: string;
  readonly id: string;
  readonly system: string | null;
  readonly prompt: string;
  /** Output cap, tokens. */
  readonly maxOutputTokens: number;
  readonly temperature: number | null;
}
export type EditorAnswer =
  | {
      readonly ok: true;
      readonly text: string;
      readonly inputTokens: number | null;
      readonly outputTokens: number | null;
    }
  | {
      readonly ok: false;
      readonly code: AdapterErrorCode;
      readonly message: string;
      /** What came before it broke off. */
      readonly text: string;
    };
/** Cancellable. Its pieces come up by `editorPiece` meanwhile. */
export const askEditorModel = new RequestType<EditorCall, EditorAnswer, void>('models/editor');
export const editorPiece = new NotificationType<{ readonly callId: string; readonly text: string }>(
  'models/editorPiece',
);

/** The old function of the migration facade; asked only where `hasLegacy` was said. */
export const askLegacy = new RequestType<
  { readonly prompt: string; readonly dataType: DataType; readonly requestId: string },
  Result<unknown>,
  void
>('models/legacy');
