import {
  MarkdownString,
  ThemeIcon,
  TreeItem,
  TreeItemCheckboxState,
  TreeItemCollapsibleState,
  Uri,
} from 'vscode';
import type { Level } from '../core/context/item.ts';
import type { TreeEntry } from '../protocol/engine.ts';
import { exact, percent } from './amounts.ts';
import { probabilityIcon } from './probability-icon.ts';
import {
  entryContext,
  entryDescription,
  entryIcon,
  entryLabel,
  entryName,
  LEVEL_WORDS,
} from './entry-words.ts';
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

/**
 * Exact figures and the reasons: `why` it is in or out, and what `ranks` it. Names and sentences are data: nothing in
 * them is markup.
 */
export function treeTooltip(
  entry: TreeEntry,
  why: string,
  ranks: readonly string[],
  locale: string,
): MarkdownString {
  const text = new MarkdownString();
  text.appendText(entry.path);
  text.appendMarkdown('\n\n');
  if (entry.tokens !== null) {
    text.appendMarkdown(
      `**${exact(entry.tokens, locale)}** tokens${entry.counting ? ' (still counting)' : ''}`,
    );
    if (entry.probability !== null)
      text.appendMarkdown(` · needed with **${percent(entry.probability, locale)}**`);
    text.appendMarkdown('\n\n');
  }
  if (entry.folder && entry.files) {
    const { total, ticked, included } = entry.files;
    text.appendText(
      `${exact(total, locale)} files, ${exact(ticked, locale)} ticked, ${exact(included, locale)} in the prompt.`,
    );
    return text;
  }
  for (const reason of ranks) {
    text.appendMarkdown('- ');
    text.appendText(reason);
    text.appendMarkdown('\n');
  }
  if (ranks.length > 0) text.appendMarkdown('\n');
  text.appendText(why);
  if (entry.levelAsked !== null) {
    text.appendMarkdown('\n\n');
    text.appendText(askedWords(entry.levelAsked, entry.level));
  }
  return text;
}

/** A level that a file does not have (of three lines there is no shorter outline) cannot be shown. */
function askedWords(asked: Level, shown: Level | null): string {
  const words = `You asked for: ${LEVEL_WORDS[asked]}.`;
  return shown === null || shown === asked
    ? words
    : `${words} There is none of this file, so the fit decided.`;
}
