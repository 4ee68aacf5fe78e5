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
    const [first, ...others] = byName.get(test.path.pairedName) ?? [];
    if (first === undefined) return;
    pairs.set(
      place,
      others.reduce((best, other) => (isNearer(files, test, other, best) ? other : best), first),
    );
  });
  return pairs;
}

function isNearer(files: readonly RankedSource[], test: RankedSource, one: number, other: number): boolean {
  const [a, b] = [files[one], files[other]];
  if (a === undefined || b === undefined) return false;
  const difference =
    sharedFolders(a.path.folder, test.path.folder) - sharedFolders(b.path.folder, test.path.folder);
  return difference > 0 || (difference === 0 && byCodeUnit(a.id, b.id) < 0);
}

/** How many folder names the two paths share, less those that only one has counting a little against it. */
function sharedFolders(one: string, other: string): number {
  const names = new Set(other.split('/'));
  const folders = one.split('/');
  const shared = folders.filter((name) => names.has(name)).length;
  return shared - (folders.length - shared) / 100;
}
