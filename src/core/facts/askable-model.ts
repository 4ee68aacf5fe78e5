import type { ModelProfile } from './model-profile.ts';

/** A model that can be asked (spec M1 `Model`): what is known of it, and how it is reached. */
export interface AskableModel extends ModelProfile {
  /** Mean time to an answer, ms > 0: measured where there are records, else stated or the adapter's default. */
  readonly avgResponseMs: number;
  /** Whether the user lets it be asked. */
  readonly enabled: boolean;
  /** Name of the adapter that reaches it: `vscode`, `qwen`, `openai-compatible`, … */
  readonly adapter: string;
  /** What its vendor calls it: the id that goes over the wire. */
  readonly vendorId: string;
  /** Time limit of a call over all its attempts, ms; null: the adapter's. */
  readonly timeoutMs: number | null;
  /** Where it is reached; null: the adapter's default. Only https, except loopback. */
  readonly baseUrl: string | null;
  /** Whether it may look things up on the web, where its adapter can. */
  readonly search: boolean;
  /** Name of the key in secret storage or the environment (`DASHSCOPE_API_KEY`); null: it needs none. */
  readonly keyName: string | null;
}
