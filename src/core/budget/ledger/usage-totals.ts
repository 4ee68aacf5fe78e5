import { addAmounts, type Amounts, sumOf } from '../../facts/amounts.ts';
import type { LedgerRecord, ResetMarker, UsageEntry } from '../../facts/ledger-record.ts';
import { covers, type Limit, type Scope } from '../../facts/limit.ts';
import { isWithin, type Period } from './calendar-period.ts';
import {
  byStartAndTenant,
  quarterOf,
  type RecentBucket,
  type UsageBucket,
  withEntries,
} from './usage-buckets.ts';

/** Everything of the records before `settledBefore` that totals still need; small, lies in the ledger (spec C9). */
export interface UsageCheckpoint {
  /** Records with an earlier `at` are in the checkpoint, and may be pruned. Epoch ms. */
  readonly settledBefore: number;
  /** Ascending by start, then tenant. */
  readonly buckets: readonly UsageBucket[];
  /** The last of each scope. */
  readonly resets: readonly ResetMarker[];
}

/** Usage as the limits see it: a fold over usage entries and reset markers that is the same in any order. */
export interface UsageTotals extends UsageCheckpoint {
  /**
   * The entries from `settledBefore` on that count, ascending by start, then tenant. In buckets, so that neither
   * adding an entry nor asking for a period grows with their number.
   */
  readonly recent: readonly RecentBucket[];
}

const DAY = 24 * 60 * 60_000;

/** Longer than any calendar period that can be current; what is older is asked for in `total` only. */
export const PERIODS_LOOK_BACK_DAYS = 35;

/**
 * Records settle a week late: what a process kept in memory because the disk refused it, and wrote when it could, still
 * counts.
 */
export const SETTLE_AFTER_MS = 7 * DAY;

/** Before every record. A limit without an end asks from here. */
export const BEGINNING = -8.64e15;

export const NO_USAGE: UsageTotals = Object.freeze({
  settledBefore: BEGINNING,
  buckets: Object.freeze([]),
  resets: Object.freeze([]),
  recent: Object.freeze([]),
});

/** The totals as of a checkpoint; records from `settledBefore` on are added to them. */
export function totalsFrom(checkpoint: UsageCheckpoint): UsageTotals {
  const { settledBefore, buckets, resets } = checkpoint;
  return Object.freeze({ settledBefore, buckets, resets, recent: NO_USAGE.recent });
}

/**
 * Adds records, in any order. Those before `settledBefore` are in the checkpoint already and are passed over; an id
 * counts once. An entry counts unless a reset marker of its scope is as late as it or later.
 */
export function addRecords(totals: UsageTotals, records: Iterable<LedgerRecord>): UsageTotals {
  const entries: UsageEntry[] = [];
  const markers: ResetMarker[] = [];
  for (const record of records) {
    if (record.at < totals.settledBefore) continue;
    if (record.kind === 'usage') entries.push(record);
    else markers.push(record);
  }
  const reset = markers.length === 0 ? totals : afterMarkers(totals, markers);
  const counting = entries.filter((entry) => entry.at > lastReset(reset.resets, entry.tenant));
  return counting.length === 0
    ? reset
    : Object.freeze({ ...reset, recent: withEntries(reset.recent, counting) });
}

/** What the markers cover stops counting. */
function afterMarkers(totals: UsageTotals, markers: readonly ResetMarker[]): UsageTotals {
  const resets = lastOfEachScope([...totals.resets, ...markers]);
  return Object.freeze({
    settledBefore: totals.settledBefore,
    // Whatever a fresh marker covers of them is before it.
    buckets: Object.freeze(
      totals.buckets.filter(({ tenant }) => !markers.some(({ scope }) => covers(scope, tenant))),
    ),
    resets,
    recent: withEntries(
      [],
      recentEntries(totals).filter((entry) => entry.at > lastReset(resets, entry.tenant)),
    ),
  });
}

/** The entries that are not settled yet and count. */
export function recentEntries({ recent }: UsageTotals): readonly UsageEntry[] {
  return recent.flatMap(({ entries }) => entries);
}

/**
 * Moves what is older than a week into the buckets: no total changes. Called by whoever prunes, and on loading.
 *
 * @param now epoch ms; nothing happens when the clock has gone back
 */
export function settle(totals: UsageTotals, now: number): UsageTotals {
  const settledBefore = now - SETTLE_AFTER_MS;
  if (settledBefore <= totals.settledBefore) return totals;
  const buckets = new Map<string, UsageBucket>();
  const add = (periodAt: number, tenant: string, amounts: Amounts) => {
    const start = settledStart(periodAt, settledBefore);
    const key = `${start} ${tenant}`;
    const sum = addAmounts(buckets.get(key)?.amounts ?? {}, amounts);
    buckets.set(key, Object.freeze({ start, tenant, amounts: Object.freeze(sum) }));
  };
  for (const { start, tenant, amounts } of totals.buckets) add(start, tenant, amounts);
  const recent: UsageEntry[] = [];
  for (const entry of recentEntries(totals)) {
    if (entry.at < settledBefore) add(entry.periodAt, entry.tenant, entry.amounts);
    else recent.push(entry);
  }
  return Object.freeze({
    settledBefore,
    buckets: Object.freeze([...buckets.values()].sort(byStartAndTenant)),
    resets: totals.resets,
    recent: withEntries([], recent),
  });
}

/**
 * Where settled usage is put: in its quarter of an hour as long as a current period can begin there. A day later only
 * months are still current, and they begin, by any zone's clock, on the last day of a UTC month or on the first: other
 * days are one bucket. The file of the ledger stays small.
 */
function settledStart(periodAt: number, settledBefore: number): number {
  if (periodAt < settledBefore - PERIODS_LOOK_BACK_DAYS * DAY) return BEGINNING;
  const day = Math.floor(periodAt / DAY) * DAY;
  const isOld = day + DAY <= settledBefore - DAY;
  const monthsMeet = [day, day + DAY].some((midnight) => new Date(midnight).getUTCDate() === 1);
  return isOld && !monthsMeet ? day : quarterOf(periodAt);
}

/** What the ledger keeps: the totals without their recent entries, which lie in the store as records. */
export function checkpointOf({ settledBefore, buckets, resets }: UsageTotals): UsageCheckpoint {
  return Object.freeze({ settledBefore, buckets, resets });
}

/** The totals with another process's checkpoint, which may have settled more. */
export function withCheckpoint(totals: UsageTotals, checkpoint: UsageCheckpoint): UsageTotals {
  if (checkpoint.settledBefore <= totals.settledBefore) return totals;
  return addRecords(totalsFrom(checkpoint), [...totals.resets, ...recentEntries(totals)]);
}

/** How much of a limit's unit its scope used in a period. */
export function usedIn(totals: UsageTotals, { unit, scope }: Limit, period: Period): number {
  let used = 0;
  for (const bucketed of [totals.buckets, totals.recent]) {
    for (const { start, tenant, amounts } of bucketed) {
      if (isWithin(period, start) && covers(scope, tenant)) used = sumOf(used, amounts[unit] ?? 0);
    }
  }
  return used;
}

/** The `at` of a new entry: after the resets of its tenant and the checkpoint, also when the clock has gone back. */
export function entryTime(totals: UsageTotals, tenant: string, now: number): number {
  return Math.max(now, totals.settledBefore, lastReset(totals.resets, tenant) + 1);
}

/** The `at` of a new reset marker: not before any entry that it shall stop. */
export function resetTime(totals: UsageTotals, scope: Scope, now: number): number {
  return recentEntries(totals)
    .filter(({ tenant }) => covers(scope, tenant))
    .reduce((latest, { at }) => Math.max(latest, at), Math.max(now, totals.settledBefore));
}

/** When the usage of a tenant was last reset, by any scope that covers it. */
export function lastReset(resets: readonly ResetMarker[], tenant: string): number {
  return resets
    .filter(({ scope }) => covers(scope, tenant))
    .reduce((last, { at }) => Math.max(last, at), BEGINNING);
}

/** By scope, so that the order of the markers does not matter. */
export function lastOfEachScope(markers: readonly ResetMarker[]): readonly ResetMarker[] {
  const last = new Map<string, ResetMarker>();
  for (const marker of markers) {
    const key = marker.scope === 'workspace' ? 'workspace' : `tenant ${marker.scope.tenant}`;
    const known = last.get(key);
    if (known === undefined || marker.at > known.at) last.set(key, marker);
  }
  const sorted = [...last].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, marker]) => marker);
  return Object.freeze(sorted);
}
