import type { Level, LineRange } from '../item.ts';

/** An item on its way into a prompt. */
export interface ShownItem {
  /** The file's path, or the id of what is no file; raw, formats escape it. */
  readonly name: string;
  readonly isFile: boolean;
  readonly level: Level;
  /** What the text shows; `[[1, n]]` for `full`, none for `path` and for the empty text. */
  readonly ranges: readonly LineRange[];
  /** The text shown, as `shownAt` gives it; numbers of lines, where wanted, are already in it. */
  readonly text: string;
}

/** The whole prompt: the user's words around the pack. */
export interface PromptParts {
  readonly instructions: string | null;
  /** What `pack` of the same format gave. */
  readonly pack: string;
  readonly task: string | null;
}

/**
 * One way of writing a prompt. The pack, tree and items, is a part of the prompt as it stands, so that it can be
 * hashed and written again alone (spec F11).
 */
export interface PromptFormat {
  readonly hasTree: boolean;
  /** One item, from its heading or tag to a newline. */
  readonly block: (item: ShownItem) => string;
  /** @param tree as `renderTree` gives it; empty for none. */
  readonly pack: (tree: string, blocks: readonly string[]) => string;
  readonly prompt: (parts: PromptParts) => string;
}

/** "3-10, 20": ranges for headings and attributes. */
export function rangesText(ranges: readonly LineRange[]): string {
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(', ');
}

/** "lines 3-10, 20", "line 3": ranges for people. */
export function linesText(ranges: readonly LineRange[]): string {
  const [first, second] = ranges;
  const single = first !== undefined && second === undefined && first[0] === first[1];
  return `${single ? 'line' : 'lines'} ${rangesText(ranges)}`;
}
