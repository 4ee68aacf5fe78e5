import { EventEmitter, workspace } from 'vscode';
import type { Disposable, Event, Memento } from 'vscode';
import { EMPTY_SELECTION } from '../core/context/selection.ts';
import type { Selection } from '../core/context/selection.ts';
import { byCodeUnit } from '../core/facts/text-order.ts';
import { selectionChanged } from '../protocol/selection.ts';
import type { EngineClient } from './engine-client.ts';
import { idOfUri } from './roots.ts';
import { moved, selectionOf } from './selection-moves.ts';

const CURRENT_KEY = 'selection';
const NAMED_KEY = 'selections';

/** What the user ticked, pinned and left out, kept in the workspace's state; named selections beside it. */
export interface SelectionStore extends Disposable {
  current(): Selection;
  /** Replaces the selection by what `change` makes of it. */
  update(change: (selection: Selection) => Selection): Promise<void>;
  names(): readonly string[];
  save(name: string): Promise<void>;
  /** False when there is no selection of that name. */
  load(name: string): Promise<boolean>;
  remove(name: string): Promise<void>;
  readonly onChange: Event<Selection>;
  /** A named selection was saved or deleted. */
  readonly onNames: Event<void>;
}

export function selectionStore(engine: EngineClient, state: Memento): SelectionStore {
  const onChange = new EventEmitter<Selection>();
  const onNames = new EventEmitter<void>();
  let current = selectionOf(state.get<unknown>(CURRENT_KEY)) ?? EMPTY_SELECTION;

  const named = (): Readonly<Record<string, Selection>> =>
    Object.fromEntries(
      Object.entries(state.get<Readonly<Record<string, unknown>>>(NAMED_KEY, {})).flatMap(
        ([name, stored]): [string, Selection][] => {
          const selection = selectionOf(stored);
          return selection === null ? [] : [[name, selection]];
        },
      ),
    );
  const setNamed = async (selections: Readonly<Record<string, Selection>>): Promise<void> => {
    await state.update(NAMED_KEY, selections);
    onNames.fire();
  };
  const update = async (change: (selection: Selection) => Selection): Promise<void> => {
    const next = change(current);
    if (next === current) return;
    current = next;
    engine.tell(selectionChanged, current);
    onChange.fire(current);
    await state.update(CURRENT_KEY, current);
  };

  const parts: Disposable[] = [
    onChange,
    onNames,
    engine.onStart(() => engine.tell(selectionChanged, current)),
    workspace.onDidRenameFiles(async ({ files }) => {
      const moves = files.flatMap(({ oldUri, newUri }) => {
        const from = idOfUri(oldUri);
        const to = idOfUri(newUri);
        return from === undefined || to === undefined ? [] : [{ from, to }];
      });
      if (moves.length === 0) return;
      const follow = (selection: Selection): Selection =>
        moves.reduce((sum, { from, to }) => moved(sum, from, to), selection);
      await update(follow);
      const followed = Object.entries(named()).map(([name, selection]) => [name, follow(selection)]);
      if (followed.length > 0) await setNamed(Object.fromEntries(followed));
    }),
  ];
  return {
    current: () => current,
    update,
    names: () => Object.keys(named()).sort(byCodeUnit),
    save: (name) => setNamed({ ...named(), [name]: current }),
    async load(name) {
      const found = Object.entries(named()).find(([known]) => known === name)?.[1];
      if (found === undefined) return false;
      await update(() => found);
      return true;
    },
    remove: (name) =>
      setNamed(Object.fromEntries(Object.entries(named()).filter(([known]) => known !== name))),
    onChange: onChange.event,
    onNames: onNames.event,
    dispose: () => parts.forEach((part) => part.dispose()),
  };
}
