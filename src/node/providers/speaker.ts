import type { AdapterError, Finish } from '../../core/facts/model-response.ts';
import type { AdapterCall } from './adapter.ts';
import type { Line } from './line.ts';

/** Tokens as the vendor states them; undefined: it does not. */
export interface StatedUsage {
  readonly input: number | undefined;
  readonly output: number | undefined;
  readonly cachedInput: number | undefined;
  readonly reasoning: number | undefined;
  readonly total: number | undefined;
}

/** A piece of what a vendor says, in the order in which it says it. */
export type AnswerPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'usage'; readonly usage: StatedUsage }
  | { readonly type: 'finish'; readonly finish: Finish }
  | { readonly type: 'failure'; readonly error: AdapterError };

/**
 * One vendor's protocol, and nothing else: time limits, keys, failures of the connection, usage that is missing and
 * cost are the same for all of them (`attempt.ts`, `line.ts`).
 *
 * It may throw what the line throws. It says `finish` exactly when the answer came to its end.
 */
export interface Speaker {
  speak(call: AdapterCall, line: Line): AsyncIterable<AnswerPart>;
}

/** A speaker that is only read from disk when its first call comes. */
export type SpeakerLoader = () => Promise<Speaker>;
