import { commands } from 'vscode';
import type { TreeView } from 'vscode';
import type { TreeNode } from './tree-nodes.ts';

/**
 * The rows that a key pressed in the view is meant for: the selected ones when the focused row is among them, else
 * the focused row alone. The API tells the selection only, and arrow keys move the focus without it; so the focused
 * row is added to the selection (or taken out of it), looked at, and put back.
 */
export async function focusedRows(view: TreeView<TreeNode>): Promise<readonly TreeNode[]> {
  const selected = view.selection;
  await commands.executeCommand('list.toggleSelection');
  const toggled = view.selection;
  if (toggled === selected) return selected;
  await commands.executeCommand('list.toggleSelection');
  const focused = toggled.filter((row) => !selected.includes(row));
  return focused.length > 0 ? focused : selected;
}
