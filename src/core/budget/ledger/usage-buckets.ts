import { addAmounts, type Amounts } from '../../facts/amounts.ts';
import type { UsageEntry } from '../../facts/ledger-record.ts';

/** Usage of one tenant whose periods lie in one quarter of an hour; of settled usage, also in one day. */
export interface UsageBucket {
  /** Epoch ms; every zone's periods begin at a quarter of an hour, so that a bucket lies in one of them as a whole. */
  readonly start: number;
  readonly tenant: string;
  readonly amounts: Amounts;
}

/** A bucket whose entries may still be reset or read twice. */
export interface RecentBucket extends UsageBucket {
  /** Each id once; `amounts` is their sum. */
  readonly entries: readonly UsageEntry[];
}

const QUARTER = 15 * 60_000;

/** Start of the quarter of an hour, epoch ms. */
export function quarterOf(at: number): number {
  return Math.floor(at / QUARTER) * QUARTER;
}

/** The buckets with more entries; whatever gets none stays the same value. */
export function withEntries(
  recent: readonly RecentBucket[],
  entries: readonly UsageEntry[],
): readonly RecentBucket[] {
  const additions = new Map<string, UsageEntry[]>();
  for (const entry of entries) {
    const key = `${quarterOf(entry.periodAt)} ${entry.tenant}`;
    const others = additions.get(key);
    if (others === undefined) additions.set(key, [entry]);
    else others.push(entry);
  }
  const grown = recent.map((bucket) => {
    const key = `${bucket.start} ${bucket.tenant}`;
    const added = additions.get(key);
    additions.delete(key);
    return added === undefined ? bucket : bucketWith(bucket, added);
  });
  for (const added of additions.values()) {
    const [first] = added;
    if (first === undefined) continue;
    const empty = { start: quarterOf(first.periodAt), tenant: first.tenant, amounts: {}, entries: [] };
    grown.push(bucketWith(empty, added));
  }
  return Object.freeze(grown.sort(byStartAndTenant));
}

function bucketWith(bucket: RecentBucket, added: readonly UsageEntry[]): RecentBucket {
  const known = new Set(bucket.entries.map(({ id }) => id));
  const entries = [...bucket.entries];
  let { amounts } = bucket;
  for (const entry of added) {
    if (known.has(entry.id)) continue;
    known.add(entry.id);
    entries.push(entry);
    amounts = addAmounts(amounts, entry.amounts);
  }
  return Object.freeze({
    start: bucket.start,
    tenant: bucket.tenant,
    amounts: Object.freeze(amounts),
    entries: Object.freeze(entries),
  });
}

export function byStartAndTenant(a: UsageBucket, b: UsageBucket): number {
  if (a.start !== b.start) return a.start - b.start;
  return a.tenant < b.tenant ? -1 : a.tenant > b.tenant ? 1 : 0;
}
