import type { Level } from './item.ts';

/**
 * What the user said about files, as paths (ids with `/`). Small, serialisable, and independent of which files
 * exist: a file that comes back is still ticked.
 */
export interface Selection {
  /**
   * Ticks. The mark of a path is that of its nearest marked ancestor or its own; unmarked means not ticked.
   * `''` marks the whole workspace.
   */
  readonly marks: Readonly<Record<string, boolean>>;
  /** Files that must be in. */
  readonly pinned: readonly string[];
  /** Files and folders that the user left out. */
  readonly leftOut: readonly string[];
  /** Files that are to be shown at one level of detail, or not at all. */
  readonly levels: Readonly<Record<string, Level>>;
}

export const EMPTY_SELECTION: Selection = { marks: {}, pinned: [], leftOut: [], levels: {} };

/** The folder that holds a path; `''` for the top, undefined above it. */
export function parentOf(path: string): string | undefined {
  if (path === '') return undefined;
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** True when the path or its nearest marked ancestor is ticked. */
export function isTicked(selection: Selection, path: string): boolean {
  for (let at: string | undefined = path; at !== undefined; at = parentOf(at)) {
    const mark = Object.hasOwn(selection.marks, at) ? selection.marks[at] : undefined;
    if (mark !== undefined) return mark;
  }
  return false;
}

/** Ticks or unticks a file, or a folder with everything in it: marks below it are forgotten. */
export function tick(selection: Selection, path: string, ticked: boolean): Selection {
  // fromEntries defines own properties, also for a file named `__proto__`.
  const marks = Object.fromEntries(
    Object.entries(selection.marks).filter(([marked]) => !isWithin(marked, path)),
  );
  const bare = { ...selection, marks };
  return isTicked(bare, path) === ticked ? bare : { ...selection, marks: { ...marks, [path]: ticked } };
}

/** A pin also takes the file back from what was left out: the last word counts. */
export function pin(selection: Selection, path: string, pinned: boolean): Selection {
  const others = selection.pinned.filter((other) => other !== path);
  if (!pinned) return { ...selection, pinned: others };
  return {
    ...selection,
    pinned: [...others, path],
    leftOut: selection.leftOut.filter((other) => other !== path),
  };
}

/** Leaving out a path unpins it and what lies below it. */
export function leaveOut(selection: Selection, path: string, out: boolean): Selection {
  const others = selection.leftOut.filter((other) => other !== path);
  if (!out) return { ...selection, leftOut: others };
  return {
    ...selection,
    leftOut: [...others, path],
    pinned: selection.pinned.filter((pinnedPath) => !isWithin(pinnedPath, path)),
  };
}

/** True when the path or a folder above it was left out. */
export function isLeftOut(selection: Selection, path: string): boolean {
  return selection.leftOut.some((out) => isWithin(path, out));
}

/** The level at which a file is to be shown; null: the fit decides. */
export function levelAsked(selection: Selection, path: string): Level | null {
  return Object.hasOwn(selection.levels, path) ? (selection.levels[path] ?? null) : null;
}

export function askLevel(selection: Selection, path: string, level: Level | null): Selection {
  const others = Object.fromEntries(Object.entries(selection.levels).filter(([other]) => other !== path));
  return { ...selection, levels: level === null ? others : { ...others, [path]: level } };
}

export function isEmptySelection(selection: Selection): boolean {
  return selection.pinned.length === 0 && !Object.values(selection.marks).some(Boolean);
}
