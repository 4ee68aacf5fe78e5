import { ThemeIcon, TreeItem, TreeItemCheckboxState, TreeItemCollapsibleState, Uri } from 'vscode';
import { exact } from './amounts.ts';
import { probabilityIcon } from './probability-icon.ts';
import { entryContext, entryDescription, entryIcon, entryLabel, entryName } from './entry-words.ts';
import type { EntryIcon } from './entry-words.ts';
import type { TreeNode } from './tree-nodes.ts';

/** The command behind "1,204 more…"; it takes the folder. */
export const SHOW_MORE = 'contextBudget.showMore';

/** How a row looks. `uri`: where the file of an entry is opened, undefined when it cannot be. */
export function treeItem(node: TreeNode, uri: Uri | undefined, locale: string): TreeItem {
  if (node.kind === 'more') {
    const item = new TreeItem(`${exact(node.hidden, locale)} more…`);
    item.id = `${node.folder}\n`;
    item.contextValue = 'more';
    item.command = { command: SHOW_MORE, title: 'Show More', arguments: [node.folder] };
    return item;
  }
  const { entry } = node;
  const item = new TreeItem(
    node.label ?? entryName(entry),
    entry.folder ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
  );
  item.id = entry.path;
  item.description = entryDescription(entry, locale);
  item.contextValue = entryContext(entry);
  item.iconPath = iconPath(entryIcon(entry), entry.folder);
  item.accessibilityInformation = { label: entryLabel(entry, locale, node.label) };
  item.checkboxState = {
    state: entry.ticked ? TreeItemCheckboxState.Checked : TreeItemCheckboxState.Unchecked,
    tooltip: entry.ticked ? 'A candidate: untick to forget it' : 'Tick to make it a candidate',
  };
  if (entry.absolutePath !== null) item.resourceUri = Uri.file(entry.absolutePath);
  else if (uri !== undefined) item.resourceUri = uri;
  if (!entry.folder && item.resourceUri)
    item.command = {
      command: 'vscode.open',
      title: 'Open',
      arguments: [item.resourceUri, { preview: true }],
    };
  return item;
}

function iconPath(icon: EntryIcon | null, folder: boolean): ThemeIcon | Uri {
  if (icon === null) return folder ? ThemeIcon.Folder : ThemeIcon.File;
  if (icon.kind === 'sign') return new ThemeIcon(icon.codicon);
  return Uri.parse(probabilityIcon(icon.step, icon.isIn));
}
