import type { ContextItem } from '../item.ts';
import { byCodeUnit } from '../../facts/text-order.ts';

/** For what an item does not say. */
const OTHER = 'other';

/** What makes a group in the balanced strategy (spec F2, groupBy). */
export const GROUPINGS = {
  nodeKind: (item: ContextItem): string => item.nodeKind ?? 'block',
  source: pathOf,
  folder: folderOf,
  language: (item: ContextItem): string => item.metadata?.language ?? OTHER,
  kind: (item: ContextItem): string => item.metadata?.kind ?? OTHER,
} as const;

export type GroupBy = keyof typeof GROUPINGS;

/** Tokens of a group, pinned items apart. */
export interface GroupUse {
  /** Whole tokens that water-filling gave it. */
  readonly share: number;
  /** Tokens of the cheapest variants of best value of all its items. */
  readonly demand: number;
  readonly used: number;
}

export interface Group {
  readonly name: string;
  /** Indices of the items, in rank order. */
  readonly members: readonly number[];
}

/** The groups in order of their names, by code units. */
export function groupsOf(items: readonly ContextItem[], groupBy: GroupBy): readonly Group[] {
  const nameOf = GROUPINGS[groupBy];
  const groups = new Map<string, number[]>();
  for (const [index, item] of items.entries()) {
    const name = nameOf(item);
    const members = groups.get(name);
    if (members === undefined) groups.set(name, [index]);
    else members.push(index);
  }
  return [...groups].map(([name, members]) => ({ name, members })).sort((a, b) => byCodeUnit(a.name, b.name));
}

function pathOf({ metadata, sourceId }: ContextItem): string {
  return metadata?.path ?? sourceId;
}

/** The folder that the file lies in; "." at the top. */
function folderOf(item: ContextItem): string {
  const path = pathOf(item);
  const slash = path.lastIndexOf('/');
  return slash > 0 ? path.slice(0, slash) : '.';
}
