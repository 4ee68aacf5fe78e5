import { toUnitInterval } from '../../facts/decimals.ts';
import type { Provenance } from './merged-result.ts';
import { modelsOf, type Said, weightOf } from './vote.ts';

/** What is noted of the data while it is merged: who said each data point, and how many are undisputed. */
export interface Notes {
  readonly entries: Map<string, Provenance>;
  points: number;
  disputed: number;
}

/** A place in the data. */
export interface Place {
  /** JSON pointer. */
  readonly pointer: string;
  /** In an item without a majority: its data points are disputed whatever they are. */
  readonly unconfirmed: boolean;
}

export function noNotes(): Notes {
  return { entries: new Map(), points: 0, disputed: 0 };
}

/** The place of a field or an item below another (RFC 6901). */
export function below(place: Place, name: string | number): Place {
  const step = typeof name === 'number' ? String(name) : name.replaceAll('~', '~0').replaceAll('/', '~1');
  return { pointer: `${place.pointer}/${step}`, unconfirmed: place.unconfirmed };
}

/**
 * Notes a data point.
 *
 * @param groups answers by their value, those that stand first
 * @param standing answers whose word stands, when they are more than the first group (a mean is made of all)
 */
export function notePoint(
  notes: Notes,
  { pointer, unconfirmed }: Place,
  groups: readonly (readonly Said[])[],
  standing: readonly Said[] = groups[0] ?? [],
): void {
  notes.points += 1;
  if (unconfirmed || groups.length > 1) notes.disputed += 1;
  const known = notes.entries.get(pointer);
  const all = groups.reduce((sum, group) => sum + weightOf(group), 0);
  const count = groups.reduce((sum, group) => sum + group.length, 0);
  const entry = {
    models: Object.freeze(modelsOf(standing)),
    share: shareOf(standing, all, count),
    values: Object.freeze(
      groups.map((group) =>
        Object.freeze({
          value: group[0]?.value,
          models: Object.freeze(modelsOf(group)),
          weight: group.reduce((sum, { by }) => sum + by.score, 0),
        }),
      ),
    ),
  };
  // an item that is a plain value is a data point too: who listed it is known already
  notes.entries.set(pointer, Object.freeze(known === undefined ? entry : { ...known, values: entry.values }));
}

/** Notes an item of a list: who listed it, of all whose list this is. Returns whether it has a majority. */
export function noteItem(
  notes: Notes,
  pointer: string,
  said: readonly Said[],
  lists: readonly Said[],
): boolean {
  const share = shareOf(said, weightOf(lists), lists.length);
  const isConfirmed = share > MAJORITY;
  const entry = { models: Object.freeze(modelsOf(said)), share, values: Object.freeze([]) };
  notes.entries.set(pointer, Object.freeze(isConfirmed ? entry : { ...entry, noMajority: true as const }));
  return isConfirmed;
}

/** More than half of the total weight confirms an item (spec M7). */
const MAJORITY = 0.5;

/** Answers without any weight count by heads. */
function shareOf(said: readonly Said[], all: number, count: number): number {
  const share = all > 0 ? weightOf(said) / all : said.length / Math.max(1, count);
  // 0.1 + 0.2 + 0.3 in another order is not the same sum: a half is no majority
  return toUnitInterval(Math.abs(share - MAJORITY) < SUM_ERROR ? MAJORITY : share);
}

const SUM_ERROR = 1e-12;
