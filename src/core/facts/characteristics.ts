/**
 * What is known about a task before it runs (spec P2): the input a caller may give, and the characteristics that
 * are drawn from it. Types and names only; `core/task` draws them, predictors and reports read them.
 */

/** The 13 kinds of work of P2 in the order in which ties are settled: left column downwards, then the right one. */
export const TASK_TYPES = [
  'architecture',
  'planning',
  'code-review',
  'debugging',
  'refactoring',
  'testing',
  'code-generation',
  'documentation',
  'analysis',
  'creative',
  'coordination',
  'factual',
  'simple-task',
] as const;

/** Kind of work; `unknown` when nothing tells. */
export type TaskType = (typeof TASK_TYPES)[number] | 'unknown';

/** The words a caller may use in place of a complexity number (P2). */
export const COMPLEXITY_WORDS = { simple: 20, medium: 45, complex: 70, critical: 90 } as const;

export type ComplexityWord = keyof typeof COMPLEXITY_WORDS;

/** The numbers a caller may use in place of a priority word (P2). */
export const PRIORITY_OF_NUMBER: Readonly<Record<1 | 2 | 3 | 4 | 5, string>> = {
  5: 'Critical',
  4: 'High',
  3: 'Medium',
  2: 'Low',
  1: 'Low',
};

/**
 * A task as a caller gives it. Everything is optional; what has the wrong type counts as absent and is named among
 * the prediction's factors.
 */
export interface TaskInput {
  readonly description?: string;
  readonly title?: string;
  readonly labels?: readonly string[];
  readonly type?: TaskType;
  /** 0–100, or a word for it. */
  readonly complexity?: number | ComplexityWord;
  readonly domain?: readonly string[];
  readonly storyPoints?: number;
  readonly subtasks?: readonly unknown[];
  readonly subtaskCount?: number;
  readonly acceptanceCriteria?: readonly string[];
  /** A word, or 5 (Critical) to 1 (Low). */
  readonly priority?: string | number;
  /** 0–1. */
  readonly novelty?: number;
  /** 0–1. */
  readonly uncertainty?: number;
  /** 0–1. */
  readonly criticality?: number;
  readonly requiresCreativity?: boolean;
  readonly involvesArchitecture?: boolean;
  readonly files?: readonly string[];
  readonly taskId?: string;
  readonly agent?: string;
  readonly model?: string;
  /** Output tokens to allocate in place of a prediction (P4). */
  readonly override?: number;
}

/** What is drawn from a task (P2). Novelty needs the history; without one it is 0.5. */
export interface Characteristics {
  /** 0–100. */
  readonly complexity: number;
  /** Never empty when drawn from a task: `["general"]` when nothing is known. */
  readonly domain: readonly string[];
  /** 0–1. */
  readonly novelty: number;
  /** 0–1. */
  readonly uncertainty: number;
  /** 0–1. */
  readonly criticality: number;
  readonly taskType: TaskType;
  readonly subtaskCount: number;
  readonly storyPoints: number | null;
  readonly requiresCreativity: boolean;
  readonly involvesArchitecture: boolean;
}

/** An input of the caller that was not used because of its type or range; a prediction names it among its factors. */
export interface IgnoredInput {
  readonly name: string;
  readonly value: unknown;
  readonly reason: string;
}

/** What `core/task` hands to a predictor: the characteristics, and the inputs that could not be used. */
export interface DescribedTask {
  readonly characteristics: Characteristics;
  /** Whether novelty is the caller's; else the predictor takes it from the history (P2). */
  readonly noveltyGiven: boolean;
  readonly ignored: readonly IgnoredInput[];
}
