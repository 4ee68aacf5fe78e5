import type { LoggedEvent, LoggedPrompt, LoggedUse } from './logged-session.ts';

/** A request of the user and everything that was answered until the next one, subagents' answers included. */
export interface SessionTask {
  /** Null: what came before the first prompt. */
  readonly prompt: LoggedPrompt | null;
  /** Prompts before it in the session. */
  readonly turn: number;
  readonly uses: readonly LoggedUse[];
  readonly isStopped: boolean;
  /** Nothing more will come. */
  readonly isSettled: boolean;
}

/** After an agent said that it is done, hooks and background work may still answer for a while. */
const SETTLED_AFTER_MS = 10 * 60_000;
/** A question that nobody answers keeps a task open; after a day only a new prompt goes on with the session. */
const ABANDONED_AFTER_MS = 24 * 3_600_000;

interface OpenTask {
  prompt: LoggedPrompt | null;
  turn: number;
  uses: LoggedUse[];
  isStopped: boolean;
  isDone: boolean;
  isFollowed: boolean;
  last: number;
}

/**
 * The tasks of a session, in order.
 * @param helpers answers of its subagents that lie in other files: they belong to the task that ran at their time.
 * @param now epoch ms; the last task counts as settled by it only.
 */
export function sessionTasks(
  events: readonly LoggedEvent[],
  helpers: readonly LoggedUse[],
  now: number,
): readonly SessionTask[] {
  const tasks: OpenTask[] = [];
  let prompts = 0;
  const begin = (prompt: LoggedPrompt | null): OpenTask => {
    const before = tasks.at(-1);
    if (before !== undefined) before.isFollowed = true;
    if (prompt !== null) prompts++;
    const turn = Math.max(0, prompts - 1);
    const last = prompt?.at ?? -Infinity;
    const task = { prompt, turn, uses: [], isStopped: false, isDone: false, isFollowed: false, last };
    tasks.push(task);
    return task;
  };
  for (const event of events) {
    const task = event.type === 'prompt' ? begin(event) : (tasks.at(-1) ?? begin(null));
    task.last = Math.max(task.last, event.at);
    if (event.type === 'use') {
      task.uses.push(event);
      task.isDone = false;
    }
    if (event.type === 'end' || event.type === 'stop') task.isDone = true;
    if (event.type === 'stop') task.isStopped = true;
  }
  for (const use of helpers) {
    const task =
      tasks.findLast(({ prompt }) => (prompt?.at ?? -Infinity) <= use.at) ?? tasks[0] ?? begin(null);
    task.uses.push(use);
    task.last = Math.max(task.last, use.at);
  }
  return tasks.map(({ prompt, turn, uses, isStopped, isDone, isFollowed, last }) => {
    const idle = now - last;
    const isSettled = isFollowed || idle >= (isDone ? SETTLED_AFTER_MS : ABANDONED_AFTER_MS);
    return { prompt, turn, uses, isStopped, isSettled };
  });
}
