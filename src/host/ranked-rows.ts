import { shownPath } from '../core/context/render/shown-path.ts';
import type { TreeEntry } from '../protocol/tree.ts';
import { entryName } from './entry-words.ts';

/** Files of the ranked list that are shown at once: whoever looks further down looks for a name, in the tree. */
export const RANKED_PAGE = 100;

/**
 * Names of the files in a list without folders: the file's name alone where it is the only one, else with as much of
 * its path before it as tells it from its namesakes.
 */
export function rankedLabels(entries: readonly Pick<TreeEntry, 'path' | 'name'>[]): readonly string[] {
  const byName = new Map<string, { readonly path: string }[]>();
  for (const entry of entries) byName.set(entry.name, [...(byName.get(entry.name) ?? []), entry]);
  return entries.map((entry) => {
    const others = (byName.get(entry.name) ?? []).filter(({ path }) => path !== entry.path);
    if (others.length === 0) return entryName(entry);
    const parts = entry.path.split('/');
    for (let count = 2; count < parts.length; count++) {
      const tail = parts.slice(-count).join('/');
      if (!others.some(({ path }) => path === tail || path.endsWith(`/${tail}`))) return shownPath(tail);
    }
    return shownPath(entry.path);
  });
}
