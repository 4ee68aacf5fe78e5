import { byCodeUnit } from '../../facts/text-order.ts';
import { placeLogit } from './evidence.ts';
import { chanceFeatures, chanceLogit } from './probability.ts';
import type { Judged } from './rank-files.ts';
import { scoresOf } from './score.ts';
import { scaledBySources } from './signals.ts';

/**
 * How many files are looked into before the order is settled: of the files that a change needed nine of ten rank among
 * the first fifty on the dev tasks, and reading as many takes some tenths of a second.
 */
export const LOOKED_INTO = 50;

/** Ids of the files that are worth reading for the task, best first: of those that are no tests the most likely ones. */
export function worthACloserLook({ index, logits }: Pick<Judged, 'index' | 'logits'>): readonly string[] {
  const logitOf = (place: number): number => logits[place] ?? 0;
  const places = index.files.flatMap(({ path }, place) => (path.kind === 'test' ? [] : [place]));
  places.sort(
    (a, b) => logitOf(b) - logitOf(a) || byCodeUnit(index.files[a]?.id ?? '', index.files[b]?.id ?? ''),
  );
  return places.slice(0, LOOKED_INTO).flatMap((place) => index.files[place]?.id ?? []);
}

/**
 * Judges again, knowing how well the best part of each file matches (`bestMatch`): a file that says everything in one
 * place is likelier than one that says it all over. Tests stay as they were judged. Of no file more is known: the same.
 *
 * @param matches by id, ≥ 0, of `worthACloserLook`; what could not be read is absent.
 */
export function judgeClosely(judged: Judged, matches: ReadonlyMap<string, number>): Judged {
  const { index, places, parameters } = judged;
  const match = matchSignal(judged, matches);
  if (match === null) return judged;
  const { weights, chance } = parameters.closer;
  const logits = judged.logits.slice();
  const scores = scoresOf({ values: { ...judged.signals.values, match } }, { weights });
  for (const { place, features } of chanceFeatures(index.files, scores)) {
    const found = places.get(index.files[place]?.id ?? '');
    logits[place] = chanceLogit(features, chance) + (found === undefined ? 0 : placeLogit(found));
  }
  return { ...judged, logits };
}

/** A column in the order of the index's files, scaled as the other signals are; null: silent for all of them. */
export function matchSignal(
  { index, byId }: Pick<Judged, 'index' | 'byId'>,
  matches: ReadonlyMap<string, number>,
): Float64Array | null {
  const values = new Float64Array(index.files.length);
  for (const [id, match] of matches) {
    const place = byId.get(id);
    if (place !== undefined) values[place] = match;
  }
  const scaled = scaledBySources(
    values,
    index.files.map(({ path }) => path.kind === 'source'),
  );
  return scaled.some((value) => value > 0) ? scaled : null;
}
