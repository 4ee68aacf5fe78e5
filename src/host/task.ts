import { EventEmitter } from 'vscode';
import type { Disposable, Event, Memento } from 'vscode';
import { cutTask } from '../protocol/plan-view.ts';

const KEY = 'task';

/** Typing that pauses this long is a thought: then the files are ranked anew. */
const PAUSE_MS = 250;

/** What the model should do, in the user's words; kept in the workspace's state. */
export interface TaskStore extends Disposable {
  /** As it was typed. */
  text(): string;
  /** What is ranked and fitted for: without blanks around it, and as it was before the present pause. */
  settled(): string;
  /** Rises whenever the text was replaced from elsewhere than the task box. */
  edition(): number;
  /** The task box says what stands in it now. */
  typed(text: string): void;
  /** Replaces the text at once, in the task box too. */
  replace(text: string): void;
  /** Ends the pause now. */
  flush(): void;
  /** The pause is over, and the settled task is another one. */
  readonly onSettled: Event<string>;
  /** The text was replaced: the task box has to show it. */
  readonly onReplaced: Event<void>;
}

export function taskStore(state: Memento): TaskStore {
  const onSettled = new EventEmitter<string>();
  const onReplaced = new EventEmitter<void>();
  const stored = state.get<unknown>(KEY);
  let text = typeof stored === 'string' ? cutTask(stored) : '';
  let settled = text.trim();
  let edition = 0;
  let timer: NodeJS.Timeout | null = null;

  const settle = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    void state.update(KEY, text === '' ? undefined : text);
    if (text.trim() === settled) return;
    settled = text.trim();
    onSettled.fire(settled);
  };
  return {
    text: () => text,
    settled: () => settled,
    edition: () => edition,
    typed(now) {
      if (cutTask(now) === text) return;
      text = cutTask(now);
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(settle, PAUSE_MS);
    },
    replace(now) {
      text = cutTask(now);
      edition++;
      settle();
      onReplaced.fire();
    },
    flush() {
      if (timer !== null) settle();
    },
    onSettled: onSettled.event,
    onReplaced: onReplaced.event,
    dispose() {
      // The last words of a window that closes are kept; nobody is told any more.
      if (timer !== null) {
        clearTimeout(timer);
        void state.update(KEY, text === '' ? undefined : text);
      }
      onSettled.dispose();
      onReplaced.dispose();
    },
  };
}
