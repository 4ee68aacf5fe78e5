import { type IndexEntry, inOrder } from './history-index.ts';

const DAY_MS = 86_400_000;

/** How long records of a kind stay in detail (spec C9, P7); null: no bound. */
export interface Retention {
  readonly days: number | null;
  /** Records of the kind; the oldest go first. */
  readonly most: number | null;
  /** Epoch ms: what is as late or later stays, whatever else says; null: no bound. */
  readonly keepFrom: number | null;
}

/**
 * Records that are beyond their retention, in the order of the history. Of each kind they are the first ones without
 * a gap: only then does a fold that goes on from a checkpoint see the same order as one from the start (P14.7).
 * @param now epoch ms; null when the clock cannot be trusted: then age prunes nothing.
 * @param mayGo whether a record can be pruned yet; nothing behind one that cannot is.
 */
export function expired(
  entries: Iterable<IndexEntry>,
  retention: (kind: string) => Retention,
  now: number | null,
  mayGo: (entry: IndexEntry) => boolean,
): readonly IndexEntry[] {
  const kinds = new Map<string, IndexEntry[]>();
  for (const entry of entries) {
    const same = kinds.get(entry.kind);
    if (same === undefined) kinds.set(entry.kind, [entry]);
    else same.push(entry);
  }
  const old: IndexEntry[] = [];
  for (const [kind, same] of kinds) {
    const { days, most, keepFrom } = retention(kind);
    const cut = days === null || now === null ? -Infinity : now - days * DAY_MS;
    const beyond = most === null ? 0 : Math.max(0, same.length - most);
    for (const [place, entry] of same.sort(inOrder).entries()) {
      const isBeyond = place < beyond || entry.at < cut;
      if (!isBeyond || entry.at >= (keepFrom ?? Infinity) || !mayGo(entry)) break;
      old.push(entry);
    }
  }
  return old.sort(inOrder);
}

/**
 * Whether the clock may decide what is old. A clock that was set wrong must not prune the history: age counts only
 * when an earlier look, at most this long ago and not in the future, saw about the same time.
 */
const LONGEST_BETWEEN_LOOKS_MS = 32 * DAY_MS;

export function clockIsTrusted(now: number, lastLook: number | null): boolean {
  return lastLook !== null && now >= lastLook && now - lastLook <= LONGEST_BETWEEN_LOOKS_MS;
}
