import type { ExcludedReason, IncludedReason } from '../core/context/reason.ts';
import { shownPath } from '../core/context/render/shown-path.ts';
import { readableCount } from '../core/facts/readable-number.ts';
import type { TreeEntry } from '../protocol/engine.ts';
import { exact } from './amounts.ts';

/** How the Context view says what the fit answered for a file. No vscode. */
const WORDS: Readonly<Record<IncludedReason | ExcludedReason, string>> = {
  pinned: 'pinned',
  selected: 'in',
  user_excluded: 'left out',
  lock_file: 'lock file',
  minified: 'minified',
  generated: 'generated',
  vendored: 'vendored',
  too_large: 'too large',
  binary: 'binary',
  bad_encoding: 'not UTF-8',
  unreadable: 'unreadable',
  vanished: 'gone',
  secret: 'holds a secret',
  invalid_token_count: 'not countable',
  below_min_relevance: 'unlikely',
  duplicate: 'duplicate',
  below_floor: 'little value',
  does_not_fit: 'no room',
  not_chosen: 'not chosen',
};

export function reasonWord(reason: IncludedReason | ExcludedReason): string {
  return WORDS[reason];
}

export const isIn = (entry: TreeEntry): boolean => entry.reason === 'pinned' || entry.reason === 'selected';

/** One string per item: reason, level, tokens, in that order. */
export function entryDescription(entry: TreeEntry, locale: string): string {
  const tokens = entry.tokens === null ? '' : `${entry.counting ? '~' : ''}${readableCount(entry.tokens)}`;
  if (entry.folder) return words([folderWord(entry, locale), tokens]);
  const answer =
    entry.reason !== null
      ? reasonWord(entry.reason)
      : entry.leftOut
        ? reasonWord('user_excluded')
        : entry.pinned
          ? reasonWord('pinned')
          : '';
  return words([answer, entry.level ?? '', tokens]);
}

function folderWord({ files, leftOut }: TreeEntry, locale: string): string {
  if (leftOut) return reasonWord('user_excluded');
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
      : `${reasonWord(entry.reason)}${entry.level === null ? '' : `, ${entry.level}`}`;
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
