import { REASON_WORDS } from '../core/context/reason-word.ts';
import { shownPath } from '../core/context/render/shown-path.ts';
import { readableCount } from '../core/facts/readable-number.ts';
import type { TreeEntry } from '../protocol/engine.ts';
import { exact } from './amounts.ts';

/** Whether the fit's answer for a file is that it is in the prompt. */
export const isIn = (entry: TreeEntry): boolean => entry.reason === 'pinned' || entry.reason === 'selected';

/** One string per item: reason, level, tokens, in that order. */
export function entryDescription(entry: TreeEntry, locale: string): string {
  const tokens = entry.tokens === null ? '' : `${entry.counting ? '~' : ''}${readableCount(entry.tokens)}`;
  if (entry.folder) return words([folderWord(entry, locale), tokens]);
  const answer =
    entry.reason !== null
      ? REASON_WORDS[entry.reason]
      : entry.leftOut
        ? REASON_WORDS.user_excluded
        : entry.pinned
          ? REASON_WORDS.pinned
          : '';
  return words([answer, entry.level ?? '', tokens]);
}

function folderWord({ files, leftOut }: TreeEntry, locale: string): string {
  if (leftOut) return REASON_WORDS.user_excluded;
  if (files === null || files.ticked === 0) return '';
  return `${exact(files.included, locale)} of ${exact(files.ticked, locale)} in`;
}

/** What a screen reader says: no separators, the unit spelt out. */
export function entryLabel(entry: TreeEntry, locale: string): string {
  const tokens = entry.tokens === null ? 'not counted' : `${exact(entry.tokens, locale)} tokens`;
  const kind = entry.folder ? 'folder' : '';
  const answer = entry.folder
    ? folderWord(entry, locale)
    : entry.reason === null
      ? ''
      : `${REASON_WORDS[entry.reason]}${entry.level === null ? '' : `, ${entry.level}`}`;
  return [entryName(entry), kind, entry.pinned && entry.reason !== 'pinned' ? 'pinned' : '', answer, tokens]
    .filter((word) => word !== '')
    .join(', ');
}

/** Id of the codicon that stands for the answer; undefined: the file's own icon. */
export function entryIcon(entry: TreeEntry): string | undefined {
  if (entry.leftOut || entry.reason === 'user_excluded') return 'eye-closed';
  if (entry.folder) return undefined;
  if (entry.pinned) return isIn(entry) ? 'pinned' : 'pinned-dirty';
  if (entry.reason === null) return undefined;
  if (entry.reason === 'selected') return 'pass-filled';
  if (entry.reason === 'does_not_fit' || entry.reason === 'not_chosen') return 'circle-large-outline';
  return 'circle-slash';
}

/** For `viewItem` in menus: space-separated words. */
export function entryContext(entry: TreeEntry): string {
  return [
    entry.folder ? 'folder' : 'file',
    entry.pinned ? 'pinned' : 'unpinned',
    entry.leftOut ? 'leftOut' : 'takenIn',
    entry.absolutePath === null ? 'document' : 'onDisk',
  ].join(' ');
}

/** An untitled document is shown under its label; its id says what it is. */
export function entryName(entry: TreeEntry): string {
  return shownPath(entry.name.replace(/^untitled:/, ''));
}

function words(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
