import type { Level } from '../core/context/item.ts';
import { REASON_WORDS } from '../core/context/reason-word.ts';
import { shownPath } from '../core/context/render/shown-path.ts';
import { readableCount, readableShare } from '../core/facts/readable-number.ts';
import type { TreeEntry } from '../protocol/tree.ts';
import { exact } from './amounts.ts';

/** Whether the fit's answer for a file is that it is in the prompt. */
export const isIn = (entry: TreeEntry): boolean => entry.reason === 'pinned' || entry.reason === 'selected';

/** One string per item: reason, level, tokens, probability, in that order. */
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
  const probability = entry.probability === null ? '' : readableShare(entry.probability);
  return words([answer, entry.level ?? '', tokens, probability]);
}

/** Levels of detail as people choose them. */
export const LEVEL_WORDS: Readonly<Record<Level, string>> = {
  full: 'in full',
  chunks: 'relevant parts',
  outline: 'outline',
  path: 'path only',
};

function folderWord({ files, leftOut }: TreeEntry, locale: string): string {
  if (leftOut) return REASON_WORDS.user_excluded;
  if (files === null || files.ticked === 0) return '';
  return `${exact(files.included, locale)} of ${exact(files.ticked, locale)} in`;
}

/** What a screen reader says: no separators, the unit spelt out. `name`: what the row is called. */
export function entryLabel(entry: TreeEntry, locale: string, name = entryName(entry)): string {
  const tokens = tokensAloud(entry, locale);
  const kind = entry.folder ? 'folder' : '';
  const answer = entry.folder
    ? folderWord(entry, locale)
    : entry.reason === null
      ? ''
      : `${REASON_WORDS[entry.reason]}${entry.level === null ? '' : `, ${entry.level}`}`;
  const needed = entry.probability === null ? '' : `${readableShare(entry.probability)} likely to be needed`;
  const asked = entry.levelAsked === null ? '' : `asked for ${LEVEL_WORDS[entry.levelAsked]}`;
  const pinned = entry.pinned && entry.reason !== 'pinned' ? 'pinned' : '';
  return [name, kind, pinned, answer, asked, needed, tokens].filter((word) => word !== '').join(', ');
}

/** "2,140 tokens", or "640 of 2,140 tokens" where less than the whole text goes in. */
function tokensAloud({ tokens, wholeTokens }: TreeEntry, locale: string): string {
  if (tokens === null) return 'not counted';
  const isPart = wholeTokens !== null && tokens !== wholeTokens;
  return `${exact(tokens, locale)}${isPart ? ` of ${exact(wholeTokens, locale)}` : ''} tokens`;
}

/** What stands before the name: a codicon, or how probably the task needs the file; null: the file's own icon. */
export type EntryIcon =
  | { readonly kind: 'sign'; readonly codicon: string }
  | { readonly kind: 'probability'; readonly step: ProbabilityStep; readonly isIn: boolean };

export function entryIcon(entry: TreeEntry): EntryIcon | null {
  const sign = (codicon: string): EntryIcon => ({ kind: 'sign', codicon });
  const { reason, probability } = entry;
  if (entry.leftOut || reason === 'user_excluded') return sign('eye-closed');
  if (entry.folder) return null;
  if (entry.pinned) return sign(isIn(entry) ? 'pinned' : 'pinned-dirty');
  if (reason === 'secret') return sign('shield');
  if (probability !== null && (reason === null || reason === 'selected' || DECIDED_BY_VALUE.has(reason)))
    return { kind: 'probability', step: probabilityStep(probability), isIn: isIn(entry) };
  if (reason === null) return null;
  if (reason === 'selected') return sign('pass-filled');
  return sign(DECIDED_BY_VALUE.has(reason) ? 'circle-large-outline' : 'circle-slash');
}

/** The file could be in; others are worth more for their tokens. */
const DECIDED_BY_VALUE: ReadonlySet<string> = new Set([
  'does_not_fit',
  'not_chosen',
  'below_floor',
  'below_min_relevance',
]);

/** Quarters of the disc that stands for a probability. */
export type ProbabilityStep = 0 | 1 | 2 | 3 | 4;

export function probabilityStep(probability: number): ProbabilityStep {
  const steps = [0, 1, 2, 3, 4] as const;
  return steps[Math.round(Math.min(1, Math.max(0, probability)) * 4)] ?? 0;
}

/** "src/a.ts is left out: …", of a sentence that starts with its answer: a message names the file. */
export function whyWords(path: string, sentence: string): string {
  const [, answer, why] = /^(In|Left out): (.+)$/s.exec(sentence) ?? [];
  if (answer === undefined || why === undefined) return `${shownPath(path)}: ${sentence}`;
  return `${shownPath(path)} is ${answer.toLowerCase()}: ${why}`;
}

/** For `viewItem` in menus: space-separated words. */
export function entryContext(entry: TreeEntry): string {
  return [
    entry.folder ? 'folder' : 'file',
    entry.pinned ? 'pinned' : 'unpinned',
    entry.leftOut ? 'leftOut' : 'takenIn',
    entry.absolutePath === null ? 'document' : 'onDisk',
    ...(entry.reason === 'secret' ? ['secret'] : []),
  ].join(' ');
}

/** An untitled document is shown under its label; its id says what it is. */
export function entryName(entry: Pick<TreeEntry, 'name'>): string {
  return shownPath(entry.name.replace(/^untitled:/, ''));
}

function words(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
