import type { AskableModel } from '../../core/facts/askable-model.ts';

/** What the adapters need of the rest. */
export interface ProviderPorts {
  /** Asked for every call, so that a key that was set or taken away counts at once. Null: there is none. */
  readonly keyOf: (name: string) => Promise<string | null>;
  /** Tokens of a text by the model's counting, for answers without usage. */
  readonly count: (model: AskableModel, text: string) => number | Promise<number>;
  /** Epoch ms. */
  readonly now: () => number;
  /** A new unique id of a response. */
  readonly newId: () => string;
}
