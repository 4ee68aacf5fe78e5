/**
 * What a door and the engine's thread say to each other about tasks, outcomes and limits of a workspace: the same
 * connection as `engine.ts`. Records and learned state stay in the engine; snapshots come down.
 */
import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { PredictorSettings } from '../core/budget/predict/asked-task.ts';
import type { RoomFor } from '../core/budget/ledger/room-for.ts';
import type { LimitAlert } from '../core/budget/ledger/limit-alerts.ts';
import type { TaskInput } from '../core/facts/characteristics.ts';
import type { Limit, Scope } from '../core/facts/limit.ts';
import type { BudgetRecord } from '../core/facts/outcome-record.ts';
import type { Prediction } from '../core/facts/prediction.ts';
import type { Failure, Result } from '../core/facts/result.ts';
import type { EfficiencyReport } from '../core/history/report.ts';
import type { ModelParts } from '../core/models/rank-models.ts';

// ── up ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Opens the history of a workspace; null: there is none (no folder). Nothing is read before somebody asks or looks. */
export interface OpenLedger {
  /** Absolute folder, from `findStore`. */
  readonly store: string;
  /** Absolute folders of the workspace: an import takes the sessions in them. */
  readonly roots: readonly string[];
  /** Whether snapshots come down by themselves, also after changes of other processes; the terminal only asks. */
  readonly live: boolean;
}
export const openLedger = new NotificationType<OpenLedger | null>('ledger/open');

/** What the user set (spec P1, P4, P7, P12, C5, C9). Raw values of settings are checked by the engine. */
export interface LedgerSettings extends PredictorSettings {
  /** Days that records stay in detail, and how many of them; null keeps all. */
  readonly retentionDays: number | null;
  readonly maxRecords: number | null;
  /** Whether the words of prompts are stored: by opt-in only. */
  readonly keepText: boolean;
  /** `compute.levels`: own settings for easy, medium, hard, and levels of the user's own. */
  readonly levels: unknown;
  /** `alerts.thresholds`: when an outcome raises an alert (spec P9); an object, null for the defaults. */
  readonly alertThresholds: unknown;
  /** `limits.countImports`: whether imported work counts against limits, each task in the period in which it ran. */
  readonly countImports: boolean;
  /** `compute.limit`: units that all tasks of the window may take together; null: no such limit. */
  readonly globalLimit: unknown;
  /**
   * IANA name of the machine's zone, for limits that say `local`; empty: the engine asks the machine, as the first
   * question takes 20 ms and more.
   */
  readonly localZone: string;
  /** Share of tasks in percent to which the prediction is applied (P13). */
  readonly rolloutPercent: number;
}
export const ledgerSettingsChanged = new NotificationType<LedgerSettings>('ledger/settings');

/**
 * What is known of the task on show beside its text (which comes with the fit's settings): what the user added to it,
 * what the editor knows. The engine adds the files that the fit takes.
 */
export interface TaskContext {
  readonly more: TaskInput;
  /** A level that the user chose; null: the task's difficulty says. */
  readonly level: string | null;
  readonly tenant: string;
}
export const taskContextChanged = new NotificationType<TaskContext>('ledger/task');

// ── down ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** A compute budget as people read it. */
export interface ComputeAnswer {
  readonly level: string;
  /** Why this level. */
  readonly reasoning: string;
  /** In [0, 1]; null when nobody says. */
  readonly score: number | null;
  readonly confidence: number | null;
  readonly numCandidates: number;
  readonly usePrm: boolean;
  readonly useSearch: boolean;
  readonly searchIterations: number | null;
  readonly maxRefinements: number;
  /** Hundredths of compute units. */
  readonly costHundredths: number;
  /** What tasks of this level say that it could cost (spec C9), a sentence; null: nothing. */
  readonly suggestion: string | null;
}

/** Money of a whole request, prompt and answer, micro-USD; null: the price is unknown. */
export interface PriceRange {
  readonly typical: number;
  readonly low: number;
  readonly high: number;
}

/** What a task will probably take, and whether there is room for it. */
export interface PredictedTask {
  /** The caller's, else made of the text: the same text has the same one. */
  readonly taskId: string;
  readonly prediction: Prediction;
  /** The reasoning in sentences (spec P4, `explain`). */
  readonly explanation: string;
  /** What was given of the task and could not be used, a sentence each. */
  readonly ignored: readonly string[];
  /** False: predicted and recorded, not limited (spec P13). */
  readonly applied: boolean;
  readonly compute: ComputeAnswer;
  readonly model: string | null;
  /** Tokens of the prompt that is fitted now; null where none is. */
  readonly promptTokens: number | null;
  readonly price: PriceRange | null;
  readonly priceKind: 'perToken' | 'included' | 'unknown';
  /** Said when prompt and answer together come close to the model's window. */
  readonly tight: string | null;
  readonly room: RoomFor;
  /** What to ask before limits are passed, a sentence each; empty when nothing has to be asked. */
  readonly questions: readonly string[];
  /** The section for an agent's prompt (spec P10). */
  readonly promptSection: string;
  /** The budget in a line; where the task names an agent, the heading over its work (spec P10). */
  readonly summary: string;
}

/** How a limit stands, with its sentence. */
export interface LimitStanding {
  readonly limit: Limit;
  readonly used: number;
  readonly reserved: number;
  readonly remaining: number;
  /** Epoch ms. */
  readonly periodEnd: number;
  readonly state: 'fine' | 'near' | 'reached';
  /** "$3.80 of $10 a day used". */
  readonly text: string;
}

export type Alert = LimitAlert | UseAlert;

/** An alert about the use of a task (spec P9). */
export interface UseAlert {
  readonly type: 'over_allocation' | 'under_allocation' | 'cost_spike' | 'efficiency_drop';
  readonly severity: 'info' | 'warning' | 'critical';
  readonly taskId: string | null;
  readonly message: string;
  readonly action: string;
  /** Epoch ms. */
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface LedgerSnapshot {
  /** Rises with every snapshot. */
  readonly revision: number;
  /** `loading`: the history is being read, predictions are those of what is read so far. */
  readonly state: 'closed' | 'loading' | 'ready';
  /** Outcomes that were learned from. */
  readonly records: number;
  /** What is wrong with the store, in words, and what that means; null: nothing. */
  readonly trouble: string | null;
  /** Of the task on show; null without one. */
  readonly task: PredictedTask | null;
  /** Why there is none although there is a task: a wrong setting, a wrong override. */
  readonly failure: Failure | null;
  readonly standings: readonly LimitStanding[];
  /** Newest first, at most 10. */
  readonly alerts: readonly Alert[];
}
export const ledgerSnapshot = new NotificationType<LedgerSnapshot>('ledger/snapshot');

/** Alerts as they are raised, by this process only: for notifications. */
export const alertsRaised = new NotificationType<readonly Alert[]>('ledger/alerts');

// ── requests ───────────────────────────────────────────────────────────────────────────────────────────────────

export interface PredictRequest {
  /** A text, or an object with the fields of a task (spec P2), checked by the engine. */
  readonly task: unknown;
  readonly level: string | null;
  /** Without a level: how hard the task is as somebody estimated it (spec C11), checked by the engine. */
  readonly difficulty?: unknown;
  readonly model: string | null;
  readonly tenant: string;
}
/** Waits until the history is learned. Cancellable. Changes nothing. */
export const predictTask = new RequestType<PredictRequest, Result<PredictedTask>, void>('ledger/predict');

/** A task, and what is asked of the model for it (spec P11); null: nothing is. */
export interface ModelRequest extends PredictRequest {
  /** Names of models to choose from; empty: those that the user has. `model`: the one that is chosen already. */
  readonly among: readonly string[];
  /** The budget asked for the prompt; null: the default one. */
  readonly promptTokens: number | null;
  readonly extendedThinking: boolean;
  readonly costLimitMicroUsd: number | null;
  readonly maxLatencyMs: number | null;
  /** 0–100. */
  readonly minQuality: number | null;
}
/** A model with its place: score and parts in 0–100. */
export interface ModelOffer {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly score: number;
  readonly parts: ModelParts;
  /** Of prompt and answer; null without a price per token. */
  readonly costMicroUsd: number | null;
  readonly priceKind: 'perToken' | 'included' | 'unknown' | 'free';
}
export interface ModelAdvice {
  /** What the task takes with the chosen model. */
  readonly task: PredictedTask;
  readonly model: string;
  /** Output tokens that the request may ask for. */
  readonly requestCap: number;
  readonly extendedThinking: boolean;
  /** Tokens of them for thinking at length; 0 without. */
  readonly thinkingBudget: number;
  readonly confidence: number;
  readonly reasoning: string;
  /** Best first. */
  readonly ranked: readonly ModelOffer[];
  /** Ids: the next three after the best, and those of them that are good enough to fall back on. */
  readonly alternatives: readonly string[];
  readonly fallback: readonly string[];
}
/** Waits until the history is learned. Changes nothing. */
export const modelForTask = new RequestType<ModelRequest, Result<ModelAdvice>, void>('ledger/model');

/** What became of a task, as a user or a program tells it (spec P7); checked by the engine. */
export interface OutcomeReport {
  /** Absent: the task on show. */
  readonly task?: unknown;
  readonly at?: number;
  readonly budgetAllocated?: number | null;
  readonly budgetUsed: number;
  readonly totalTokens?: number;
  readonly thinkingTokens?: number | null;
  /** Level of the compute budget that it ran at; absent: that of the task. */
  readonly level?: string;
  /** Compute units that it really took; absent: unknown, and all that were allocated count. */
  readonly computeUsed?: number;
  readonly success: boolean | null;
  /** 0–100. */
  readonly quality: number | null;
  readonly model?: string;
  readonly agent?: string;
  readonly tenant?: string;
  readonly id?: string;
  /** Of the request to a model that the task was; what `ask` has counted against limits is not counted again. */
  readonly requestId?: string;
  /** Given where that request was made elsewhere: then it is recorded, too (spec M8). ms, from asking to the end. */
  readonly responseMs?: number;
}
export interface RecordedOutcome {
  readonly record: BudgetRecord;
  /** `written`: the disk has it; `waiting`: it is kept in memory and written as soon as it can be. */
  readonly stored: 'written' | 'waiting' | 'known';
  /** "Within the range." or what went over or under. */
  readonly note: string;
  /** The line under an agent's work: what it had, what it used (spec P10); null without a budget. */
  readonly summary: string | null;
  /** What was given of the task and could not be used, a sentence each. */
  readonly ignored: readonly string[];
  readonly alerts: readonly Alert[];
}
export const recordOutcome = new RequestType<OutcomeReport, Result<RecordedOutcome>, void>('ledger/record');

export type ImportSource =
  /** Session logs of these programs for the open workspace (or, with `everything`, of this machine). */
  | {
      readonly from: 'claude-code' | 'codex' | 'all';
      readonly everything: boolean;
      /** Absolute folders and files where the logs lie; empty: where the programs put them. */
      readonly folders: readonly string[];
    }
  /** A JSONL file of outcomes; with a mapping from our field names to its; null: the rows that `evaluate` reads. */
  | { readonly from: 'jsonl'; readonly file: string; readonly mapping: unknown }
  /** What `exportHistory` wrote. */
  | { readonly from: 'export'; readonly file: string };

export interface ImportSummary {
  readonly files: number;
  readonly added: number;
  /** Were there already. */
  readonly known: number;
  /** Set aside, with the reasons counted. */
  readonly refused: number;
  readonly reasons: Readonly<Record<string, number>>;
  /** Output tokens and all tokens of what was added. */
  readonly outputTokens: number;
  readonly totalTokens: number;
  /** Sentences for the user. */
  readonly notes: readonly string[];
}
/** Cancellable between files; tells its progress. Imports raise no alerts. */
export const importUsage = new RequestType<ImportSource, Result<ImportSummary>, void>('ledger/import');

export const listLimits = new RequestType0<Result<readonly LimitStanding[]>, void>('ledger/limits');
/** `limit`: words ("$10 a day"), or an object with the fields of a limit; `id` null takes the place of the limit of its unit, period and scope. */
export const setLimit = new RequestType<
  { readonly limit: unknown; readonly id: string | null },
  Result<LimitStanding>,
  void
>('ledger/setLimit');
/** Failure `unknown_limit`. */
export const removeLimit = new RequestType<{ readonly id: string }, Result<null>, void>('ledger/removeLimit');
/** What was used so far stops counting. */
export const resetUsage = new RequestType<{ readonly scope: Scope }, Result<readonly LimitStanding[]>, void>(
  'ledger/resetUsage',
);

export interface ReportFilter {
  /** Epoch ms, half open. */
  readonly since: number | null;
  readonly until: number | null;
  readonly period: 'hour' | 'day' | 'week' | 'month';
  readonly model: string | null;
  readonly type: string | null;
  /** Days that the projection looks ahead. */
  readonly days: number;
}
/** The report (spec P8, P9) as data and as Markdown. */
export interface LedgerReport {
  readonly data: Readonly<Record<string, unknown>> & { readonly efficiency: EfficiencyReport };
  readonly markdown: string;
}
export const ledgerReport = new RequestType<ReportFilter, Result<LedgerReport>, void>('ledger/report');

/** JSONL. Failure when the file cannot be written. `costs`: CSV or JSON of the costs only (spec P12). */
export const exportHistory = new RequestType<
  { readonly file: string; readonly what: 'history' | 'costs-csv' | 'costs-json' },
  Result<{ readonly records: number }>,
  void
>('ledger/export');
/** How the history is, for people who wonder. */
export interface LedgerStatus {
  /** Absolute folder. */
  readonly store: string;
  /** Outcomes in detail: without those that were pruned. */
  readonly records: number;
  /** Records in memory that the disk refused so far. */
  readonly waiting: number;
  /** Epoch ms of the oldest and the newest outcome; null without any. */
  readonly oldest: number | null;
  readonly newest: number | null;
  /** As in a snapshot. */
  readonly trouble: string | null;
}
export const ledgerStatus = new RequestType0<Result<LedgerStatus>, void>('ledger/status');

/** What is wrong with the store, as far as the requests before came upon it, for who gets no snapshots. */
export const ledgerTrouble = new RequestType0<string | null, void>('ledger/trouble');

/** Everything that was recorded and learned; limits stay. */
export const clearHistory = new RequestType0<Result<null>, void>('ledger/clear');

export interface EvaluateRequest {
  /** JSONL file, absolute. */
  readonly data: string;
  readonly target: 'out' | 'total';
  /** Where the predictions go, row by row; null: nowhere. */
  readonly predictions: string | null;
}
export interface Evaluation {
  readonly rows: number;
  readonly streams: number;
  readonly data: Readonly<Record<string, unknown>>;
  /** The study's metrics for formula, running quantile and learned predictor side by side. */
  readonly table: string;
}
/** A prequential replay; needs no open ledger. Cancellable; tells its progress. */
export const evaluate = new RequestType<EvaluateRequest, Result<Evaluation>, void>('ledger/evaluate');

/** How far an import (files) or an evaluation (rows) is, at most ten times a second. */
export const ledgerProgress = new NotificationType<{
  readonly of: 'import' | 'evaluate';
  readonly done: number;
  /** Null: not known yet. */
  readonly total: number | null;
}>('ledger/progress');
