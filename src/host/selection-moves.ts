import { LEVELS } from '../core/context/item.ts';
import type { Level } from '../core/context/item.ts';
import { isTicked, tick } from '../core/context/selection.ts';
import type { Selection } from '../core/context/selection.ts';

/** What the user said about a file or folder follows it to its new name; a tick that came from a folder does too. */
export function moved(selection: Selection, from: string, to: string): Selection {
  const follow = (path: string): string =>
    path === from ? to : path.startsWith(`${from}/`) ? to + path.slice(from.length) : path;
  const before = isTicked(selection, from);
  const marks = Object.fromEntries(
    Object.entries(selection.marks).map(([path, mark]) => [follow(path), mark]),
  );
  const after: Selection = {
    marks,
    pinned: unique(selection.pinned.map(follow)),
    leftOut: unique(selection.leftOut.map(follow)),
    levels: Object.fromEntries(
      Object.entries(selection.levels).map(([path, level]) => [follow(path), level]),
    ),
  };
  if (isTicked(after, to) === before) return after;
  // Only the mark of the moved path itself: those below it moved along and still stand.
  return { ...after, marks: { ...after.marks, [to]: before } };
}

/** Adds files or folders to what is ticked, taking back what was left out of it: the last word counts. */
export function added(selection: Selection, paths: readonly string[]): Selection {
  const stillOut = (out: string): boolean =>
    !paths.some((path) => out === path || path === '' || path.startsWith(`${out}/`));
  const takenBack: Selection = { ...selection, leftOut: selection.leftOut.filter(stillOut) };
  return paths.reduce((sum, path) => tick(sum, path, true), takenBack);
}

/**
 * The selection that a value of `workspaceState` holds, null when it holds none. What was stored before levels could
 * be asked for has none of them.
 */
export function selectionOf(value: unknown): Selection | null {
  if (typeof value !== 'object' || value === null) return null;
  const { marks, pinned, leftOut, levels = {} } = value as Partial<Record<keyof Selection, unknown>>;
  return isRecordOf(marks, isBoolean) &&
    isTexts(pinned) &&
    isTexts(leftOut) &&
    isRecordOf<Level>(levels, isLevel)
    ? { marks, pinned, leftOut, levels }
    : null;
}

const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isLevel = (value: unknown): value is Level => LEVELS.some((level) => level === value);

function isRecordOf<T>(
  value: unknown,
  isOne: (entry: unknown) => entry is T,
): value is Readonly<Record<string, T>> {
  return typeof value === 'object' && value !== null && Object.values(value).every(isOne);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function unique(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)];
}
