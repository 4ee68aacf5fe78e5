import type { Category, Strategy } from './category.ts';
import type { TaskType } from './characteristics.ts';
import type { AdapterErrorCode, Finish } from './model-response.ts';

/**
 * What the history keeps of requests to models (spec M1 `PerformanceRecord`, M8–M10): records, appended, told apart by
 * `kind`. None holds prompt text or a key; answers are not kept.
 */
export type ModelRecord = RequestRecord | ResponseRecord | VerdictRecord | CategoryRecord;

/** Steps of a request (spec M15). */
export const STAGES = [
  'classify',
  'route',
  'fit',
  'cache',
  'reserve',
  'execute',
  'merge',
  'validate',
  'record',
] as const;
export type Stage = (typeof STAGES)[number];

/** A request that ended, in whatever way. */
export interface RequestRecord {
  readonly kind: 'request';
  /** The request's id. */
  readonly id: string;
  /** When it began, epoch ms. */
  readonly at: number;
  readonly category: Category;
  /** Of the classification, in [0, 1]. */
  readonly confidence: number;
  readonly taskType: TaskType | null;
  /** What a later word on its category needs (spec M3.6); absent in older records. */
  readonly classified?: Pick<CategoryRecord, 'keywords' | 'complexityScore'>;
  /** Ids of the models that were asked; empty when it ended before. */
  readonly models: readonly string[];
  /** Null when it ended before routing. */
  readonly strategy: Strategy | null;
  readonly totalMs: number;
  /** Null without any answer. */
  readonly firstResponseMs: number | null;
  /** Null when one part has no known price, or nothing was asked. */
  readonly costMicroUsd: number | null;
  readonly tokenCount: number;
  /** Answered from the cache. */
  readonly cached: boolean;
  /** Of the merged result (spec M7). */
  readonly flags: readonly string[];
  /** Where and why it failed; null: it did not. */
  readonly failure: { readonly stage: Stage; readonly code: string } | null;
}

/** What came of asking one model: metrics without a verdict. A response is not right because it arrived (spec M8). */
export interface ResponseRecord {
  readonly kind: 'response';
  /** The response's id. */
  readonly id: string;
  /** Epoch ms of its end. */
  readonly at: number;
  readonly requestId: string;
  readonly model: string;
  readonly category: Category;
  readonly success: boolean;
  readonly finish: Finish;
  readonly error: AdapterErrorCode | null;
  readonly responseMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly tokenCount: number;
  readonly costMicroUsd: number | null;
  readonly estimated: boolean;
}

export const CORRECTION_TYPES = [
  'value_correction',
  'missing_data',
  'wrong_format',
  'invalid_data',
  'partial_correct',
] as const;
export type CorrectionType = (typeof CORRECTION_TYPES)[number];

/** A word on one response (spec M9). The latest of a response is in force, a user's before a validation's. */
export interface VerdictRecord {
  readonly kind: 'verdict';
  readonly id: string;
  /** When it was given, epoch ms: the order of the scores' fold. */
  readonly at: number;
  readonly requestId: string;
  readonly responseId: string;
  readonly model: string;
  readonly category: Category;
  readonly wasCorrect: boolean;
  /** 1, or 1.5 for a user's own word. */
  readonly weight: 1 | 1.5;
  readonly source: 'validation' | 'user';
  /** Null for anything but a correction. */
  readonly correction: {
    readonly type: CorrectionType;
    readonly note: string | null;
    /** By opt-in only; absent otherwise. */
    readonly data?: unknown;
  } | null;
  readonly responseMs: number;
  readonly costMicroUsd: number | null;
  readonly tokenCount: number;
}

/** A category that a user confirmed or corrected, with what classifying again needs in place of the text (spec M3.6). */
export interface CategoryRecord {
  readonly kind: 'category';
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  readonly requestId: string;
  /** The right one. */
  readonly category: Category;
  /** Keywords of the lists that matched, by category; of the shipped or configured lists, never other words. */
  readonly keywords: Readonly<Partial<Record<Category, readonly string[]>>>;
  readonly complexityScore: number;
  readonly taskType: TaskType | null;
}
