import type { Judged } from './rank-files.ts';
import type { Signal } from './signals.ts';

/** Signals that come of the task's own words; the others order files the same for every task. */
const OF_WORDS = [
  'content',
  'path',
  'names',
  'pairs',
  'messages',
  'similar',
] as const satisfies readonly Signal[];

/**
 * Whether a word of the task is in any file, path or commit, or names a place. If not, the order is a guess from what
 * changes often, however sure the single figures look.
 */
export function isFoundAnywhere({ signals, places }: Pick<Judged, 'signals' | 'places'>): boolean {
  return places.size > 0 || OF_WORDS.some((signal) => signals.values[signal].some((value) => value > 0));
}
