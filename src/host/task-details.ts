import { EventEmitter } from 'vscode';
import type { Disposable, Event, Memento } from 'vscode';
import type { TaskInput } from '../core/facts/characteristics.ts';
import { isObject } from '../core/facts/json-value.ts';
import { taskContextChanged } from '../protocol/ledger.ts';
import type { TaskContext } from '../protocol/ledger.ts';
import type { EngineClient } from './engine-client.ts';
import { isSameTask } from './same-task.ts';
import type { TaskStore } from './task.ts';

const KEY = 'taskDetails';

/** What the user said of a task beside its words. */
export interface Details {
  readonly more: TaskInput;
  /** A compute level that the user chose; null: the task's difficulty says. */
  readonly level: string | null;
}

const NONE: Details = { more: {}, level: null };

/** What the user added to the task on show; kept with it, and gone with it. */
export interface TaskDetails extends Disposable {
  current(): Details;
  context(): TaskContext;
  /** Fields that are undefined are taken away. */
  change(more: { readonly [K in keyof TaskInput]?: TaskInput[K] | undefined }): Promise<void>;
  chooseLevel(level: string | null): Promise<void>;
  forget(): Promise<void>;
  readonly onChange: Event<void>;
}

export function taskDetails(
  engine: Pick<EngineClient, 'onStart' | 'tell'>,
  state: Memento,
  task: Pick<TaskStore, 'settled' | 'onSettled'>,
): TaskDetails {
  const onChange = new EventEmitter<void>();
  let details = storedDetails(state.get<unknown>(KEY));
  let text = task.settled();
  /** Those of the task before: they come back with its words, as when clearing it is undone. */
  let before: { readonly text: string; readonly details: Details } | null = null;

  const context = (): TaskContext => ({ more: details.more, level: details.level, tenant: '' });
  const tell = (): void => engine.tell(taskContextChanged, context());
  const set = async (next: Details): Promise<void> => {
    details = next;
    tell();
    onChange.fire();
    await state.update(KEY, isNone(next) ? undefined : next);
  };
  const parts = [
    onChange,
    engine.onStart(tell),
    task.onSettled((now) => {
      const last = { text, details };
      text = now;
      if (before?.text === now) {
        const { details: back } = before;
        before = null;
        void set(back);
        return;
      }
      // What was said before the first word holds for it.
      if (last.text === '' || (now !== '' && isSameTask(last.text, now))) return;
      before = last;
      if (!isNone(details)) void set(NONE);
    }),
  ];
  return {
    current: () => details,
    context,
    change: (more) =>
      set({
        ...details,
        more: Object.fromEntries(
          Object.entries({ ...details.more, ...more }).filter(([, value]) => value !== undefined),
        ),
      }),
    chooseLevel: (level) => set({ ...details, level }),
    forget: () => set(NONE),
    onChange: onChange.event,
    dispose: () => parts.forEach((part) => part.dispose()),
  };
}

function isNone({ more, level }: Details): boolean {
  return level === null && Object.keys(more).length === 0;
}

/** The state is our own, but an older version may have written it; the engine checks the fields. */
function storedDetails(stored: unknown): Details {
  if (!isObject(stored) || !isObject(stored['more'])) return NONE;
  const { more, level } = stored;
  return { more, level: typeof level === 'string' ? level : null };
}
