import { type Activity, ACTIVITIES } from '../../core/facts/outcome-record.ts';

/** Kind of work that output tokens went to (spec P7). */
export type Work = 'thinking' | keyof Activity;
export const WORKS: readonly Work[] = ['thinking', ...ACTIVITIES];

/** Amounts by kind of work; absent is 0. */
export type ByWork = Readonly<Partial<Record<Work, number>>>;

/** What the user asked for: a task begins. */
export interface LoggedPrompt {
  readonly type: 'prompt';
  /** Epoch ms. */
  readonly at: number;
  readonly text: string;
  readonly images: number;
}

/** One answer of a model, counted once. */
export interface LoggedUse {
  readonly type: 'use';
  /** The same for the same answer, whichever file repeats it. */
  readonly key: string;
  readonly at: number;
  readonly model: string | null;
  /** Output tokens, thinking included. */
  readonly output: number;
  /** Input tokens: fresh, written to a cache and read from one. */
  readonly input: number;
  /** Output tokens by kind of work; they sum to `output`, at most to it when `thinkingIsHidden`. */
  readonly work: ByWork;
  /** The log does not tell how much of it was thinking. */
  readonly thinkingIsHidden: boolean;
}

/** The agent said that it is done (`end`), or was stopped by its user (`stop`). */
export interface LoggedEnd {
  readonly type: 'end' | 'stop';
  readonly at: number;
}

export type LoggedEvent = LoggedPrompt | LoggedUse | LoggedEnd;

/** What one log file tells, in its order; the words of answers and tools are not kept. */
export interface LoggedSession {
  readonly events: readonly LoggedEvent[];
  /** Lines that could not be read: damaged, too long, or cut off. */
  readonly unreadableLines: number;
}

/** What the first lines of a log file tell about it. */
export interface LogHeader {
  readonly session: string;
  /** Session whose task this file's work belongs to: it is that of a subagent. */
  readonly parent: string | null;
  /** Session whose history this file may repeat. */
  readonly forkedFrom: string | null;
  /** Folder that the agent worked in. */
  readonly folder: string | null;
  /** Epoch ms of the first line with a time; 0 when none has one. */
  readonly start: number;
}
