import type { Category, Consent, DataType, Strategy } from './category.ts';
import type { TaskType } from './characteristics.ts';

/** A rendered pack (spec F6) that goes before the prompt. */
export interface RequestContext {
  readonly text: string;
  readonly packHash: string;
}

/** One request to the models (spec M1 `Request`). Built and checked by `core/models/request.ts`. */
export interface ModelRequest {
  /** UUID; runs through every record and log line. */
  readonly id: string;
  /** Not blank. */
  readonly prompt: string;
  readonly context: RequestContext | null;
  /** Bound of the input in tokens while it is not fitted (spec F2); null with a context, or without files. */
  readonly budget: number | null;
  /** Epoch ms. */
  readonly createdAt: number;
  /** A category that was given counts. */
  readonly category: Category | null;
  /** Of the task, where it is known (spec P2): steers the classification. */
  readonly taskType: TaskType | null;
  /** In [0, 1]. */
  readonly qualityThreshold: number;
  /** > 0; null: no limit of its own. */
  readonly costLimitMicroUsd: number | null;
  /** Most output tokens of one answer (spec P4), integer > 0. */
  readonly requestCap: number;
  /** In [0, 1] (spec P2). */
  readonly criticality: number | null;
  readonly strategy: Strategy | null;
  readonly consent: readonly Consent[];
  readonly dataType: DataType | null;
}
