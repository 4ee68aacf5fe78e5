import { placeOf } from './statistics.ts';

/** The latest values, oldest first, and the same ascending: kept up, which is far cheaper than to sort anew. */
export interface Window {
  readonly latest: readonly number[];
  readonly sorted: readonly number[];
}

export const EMPTY_WINDOW: Window = { latest: [], sorted: [] };

/** The window with a further value, of the latest `most`. */
export function pushed({ latest, sorted }: Window, value: number, most: number): Window {
  const isFull = latest.length >= most;
  const oldest = latest[0] ?? 0;
  const nextSorted = sorted.slice();
  if (isFull) nextSorted.splice(placeOf(nextSorted, oldest), 1);
  nextSorted.splice(placeOf(nextSorted, value), 0, value);
  const nextLatest = isFull ? latest.slice(1) : latest.slice();
  nextLatest.push(value);
  return { latest: nextLatest, sorted: nextSorted };
}
