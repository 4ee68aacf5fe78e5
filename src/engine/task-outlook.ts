import type { ModelProfile } from '../core/facts/model-profile.ts';

/** What the newest plan is of. */
export interface PlannedFit {
  /** Empty: there is no task. */
  readonly task: string;
  readonly model: ModelProfile | null;
  /** Of the whole prompt as planned; null: nothing could be planned. */
  readonly promptTokens: number | null;
  /** Path ids of what gets in. */
  readonly files: readonly string[];
}

/** Who knows what tasks take, as the engine sees it. */
export interface TaskOutlook {
  /** Output tokens to keep free for the answer to a task, as is known now; null: nobody can say. */
  expect(task: string, model: ModelProfile): Promise<number | null>;
  /** The same once everything that can be known is known. */
  expectSurely(task: string, model: ModelProfile): Promise<number | null>;
  planned(fit: PlannedFit): void;
}
