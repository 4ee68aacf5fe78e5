import { byCodeUnit } from '../../facts/text-order.ts';
import type { Format, ItemOrder } from '../fit-settings.ts';
import type { ShownItem } from './format.ts';
import { PROMPT_FORMATS } from './formats.ts';
import { lengthText, lineNumberColumn, withLineNumbers } from './shown-text.ts';
import { renderTree, treeLine } from './tree.ts';

export interface Renderer {
  readonly format: Format;
  /** `path`: stable for prompt caches; `rank`: the most needed first. Pinned come first in both. */
  readonly order: ItemOrder;
  /** Whether the included files are listed as a tree first; `plain` has none in any case. */
  readonly tree: boolean;
  /** Whether every line shown carries its number in the file. */
  readonly lineNumbers: boolean;
}

export const DEFAULT_RENDERER: Renderer = {
  format: 'markdown',
  order: 'path',
  tree: true,
  lineNumbers: false,
};

export interface PackedItem extends ShownItem {
  readonly pinned: boolean;
}

/** Tree and items without the user's words: what `packHash` is the hash of. Items come in rank order. */
export function renderPack(items: readonly PackedItem[], renderer: Renderer): string {
  const format = PROMPT_FORMATS[renderer.format];
  const files = items.filter(({ isFile }) => isFile);
  const tree = renderer.tree && format.hasTree ? renderTree(files.map(treeFileOf)) : '';
  const blocks = inOrder(items, renderer.order).map((item) =>
    format.block(
      renderer.lineNumbers && item.level !== 'path'
        ? { ...item, text: withLineNumbers(item.text, item.ranges) }
        : item,
    ),
  );
  return format.pack(tree, blocks);
}

/** The whole prompt. Blank instructions and a blank task are left away. */
export function renderPrompt(words: PromptWords, pack: string, format: Format): string {
  return PROMPT_FORMATS[format].prompt({ ...wordsOf(words), pack });
}

export interface PromptWords {
  readonly instructions?: string | undefined;
  readonly task?: string | undefined;
}

/** What every prompt carries, whatever is chosen: instructions, task and the frame of the tree. */
export function fixedFraming(words: PromptWords, renderer: Renderer): string {
  const format = PROMPT_FORMATS[renderer.format];
  const emptyTree = renderer.tree && format.hasTree ? '\n' : '';
  return renderPrompt(words, format.pack(emptyTree, []), renderer.format);
}

/**
 * What the renderer adds around one item: heading, fence or tag, number column and its own line of the tree.
 * To be counted before choosing; close to what the item adds to the whole, which is counted in the end.
 */
export function itemFraming(item: Omit<ShownItem, 'text'>, renderer: Renderer): string {
  const format = PROMPT_FORMATS[renderer.format];
  const inTree = renderer.tree && format.hasTree && item.isFile;
  const line = inTree ? treeLine(treeFileOf({ ...item, text: lengthText(0) })) : '';
  const column = renderer.lineNumbers && item.level !== 'path' ? lineNumberColumn(item.ranges) : '';
  return `${format.block({ ...item, text: '' })}${column}\n${line}`;
}

function treeFileOf({ name, level, text }: ShownItem): { path: string; note: string | null } {
  return { path: name, note: level === 'path' ? text : null };
}

function wordsOf({ instructions, task }: PromptWords): { instructions: string | null; task: string | null } {
  return { instructions: wordOf(instructions), task: wordOf(task) };
}

function wordOf(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : text;
}

function inOrder(items: readonly PackedItem[], order: ItemOrder): readonly PackedItem[] {
  const bestRank = new Map<string, number>();
  items.forEach(({ name }, rank) => bestRank.set(name, Math.min(rank, bestRank.get(name) ?? rank)));
  const bySource = (a: PackedItem, b: PackedItem): number =>
    order === 'rank' ? (bestRank.get(a.name) ?? 0) - (bestRank.get(b.name) ?? 0) : byCodeUnit(a.name, b.name);
  return [...items].sort(
    (a, b) => Number(b.pinned) - Number(a.pinned) || bySource(a, b) || positionOf(a) - positionOf(b),
  );
}

function positionOf({ ranges }: PackedItem): number {
  return ranges[0]?.[0] ?? 0;
}
