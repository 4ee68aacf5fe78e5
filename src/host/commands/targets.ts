import { Uri, window } from 'vscode';
import { nameDocument } from '../document-ids.ts';
import { focusedRows } from '../focused-rows.ts';
import { idOfUri } from '../roots.ts';
import type { EntryNode, TreeNode } from '../tree-nodes.ts';
import type { CommandContext } from './context.ts';

/** A keybinding of the Context view passes this word: it means the rows that have the focus there. */
const FOCUSED_ROWS = 'focused';

/**
 * The files a command is about: menus pass rows or addresses (one, then all), keybindings of the Context view pass
 * FOCUSED_ROWS, the palette passes nothing and means the active editor, or else the selected rows.
 */
export async function targets(context: CommandContext, args: readonly unknown[]): Promise<readonly string[]> {
  const [first, all] = args;
  const { view } = context.tree;
  if (first === FOCUSED_ROWS) return idsOf(await focusedRows(view));
  const given = Array.isArray(all) && all.length > 0 ? all : [first];
  const ids = given.flatMap((target) => idOfTarget(target) ?? []);
  if (ids.length > 0) return [...new Set(ids)];
  const active = window.activeTextEditor && nameDocument(window.activeTextEditor.document)?.id;
  return active === undefined ? idsOf(view.selection) : [active];
}

function idsOf(rows: readonly TreeNode[]): readonly string[] {
  return rows.flatMap((row) => (row.kind === 'entry' ? row.entry.path : []));
}

/** Addresses that a menu or a drop passed; the active editor's when it passed none. */
export function uris(args: readonly unknown[]): readonly Uri[] {
  const [first, all] = args;
  const given = Array.isArray(all) && all.length > 0 ? all : [first];
  const found = given.filter((target) => target instanceof Uri);
  if (found.length > 0) return found;
  return window.activeTextEditor ? [window.activeTextEditor.document.uri] : [];
}

function idOfTarget(target: unknown): string | undefined {
  if (target instanceof Uri)
    return idOfUri(target) ?? nameDocument({ uri: target, isUntitled: target.scheme === 'untitled' })?.id;
  return isEntryNode(target) ? target.entry.path : undefined;
}

function isEntryNode(target: unknown): target is EntryNode {
  return typeof target === 'object' && target !== null && 'kind' in target && target.kind === 'entry';
}
