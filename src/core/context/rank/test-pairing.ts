import { byCodeUnit } from '../../facts/text-order.ts';
import type { RankedSource } from './rank-index.ts';

/**
 * Which source a test tests, by the places of both in the index: names that agree without `test` and the like (see
 * `pairedName`); of several sources the one whose folders are most like the test's, then the first by path.
 */
export function pairTests(files: readonly RankedSource[]): ReadonlyMap<number, number> {
  const byName = new Map<string, number[]>();
  files.forEach(({ path }, place) => {
    if (path.kind !== 'source' || path.pairedName === '') return;
    const known = byName.get(path.pairedName);
    if (known === undefined) byName.set(path.pairedName, [place]);
    else known.push(place);
  });
  const pairs = new Map<number, number>();
  files.forEach((test, place) => {
    if (test.path.kind !== 'test') return;
    const source = nearest(files, test, byName.get(test.path.pairedName) ?? []);
    if (source !== null) pairs.set(place, source);
  });
  return pairs;
}

function nearest(
  files: readonly RankedSource[],
  test: RankedSource,
  sources: readonly number[],
): number | null {
  const names = new Set(test.path.folders);
  let best: { readonly place: number; readonly likeness: number; readonly id: string } | null = null;
  for (const place of sources) {
    const source = files[place];
    if (source === undefined) continue;
    const likeness = sharedFolders(source.path.folders, names);
    const isBetter =
      best === null ||
      likeness > best.likeness ||
      (likeness === best.likeness && byCodeUnit(source.id, best.id) < 0);
    if (isBetter) best = { place, likeness, id: source.id };
  }
  return best?.place ?? null;
}

/** How many of the folder names the test has too; each that it has not counts a little against the source. */
function sharedFolders(folders: readonly string[], names: ReadonlySet<string>): number {
  let shared = 0;
  for (const name of folders) if (names.has(name)) shared++;
  return shared - (folders.length - shared) / 100;
}
