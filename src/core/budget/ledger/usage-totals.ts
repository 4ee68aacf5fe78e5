import { addAmounts, type Amounts, sumOf } from '../../facts/amounts.ts';
import type { LedgerRecord, ResetMarker, UsageEntry } from '../../facts/ledger-record.ts';
import { covers, type Limit, type Scope } from '../../facts/limit.ts';
import { isWithin, type Period } from './calendar-period.ts';

/** Usage of one tenant whose period lies in one quarter of an hour. */
export interface UsageBucket {
  /** Epoch ms; every zone's periods begin at a quarter of an hour, so that a bucket lies in one of them as a whole. */
  readonly start: number;
  readonly tenant: string;
  readonly amounts: Amounts;
}

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
  /** The entries from `settledBefore` on that count, each once. */
  readonly recent: readonly UsageEntry[];
}

const QUARTER = 15 * 60_000;
const DAY = 24 * 60 * 60_000;

/** Longer than any calendar period that can be current; what is older is asked for in `total` only. */
const PERIODS_LOOK_BACK_MS = 35 * DAY;

/**
 * Records settle a week late: what a process kept in memory because the disk refused it, and wrote when it could, still
 * counts.
 */
export const SETTLE_AFTER_MS = 7 * DAY;

/** Before every record. A limit without an end asks from here. */
const BEGINNING = -8.64e15;

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
  const entries = new Map(totals.recent.map((entry) => [entry.id, entry]));
  const markers: ResetMarker[] = [...totals.resets];
  const fresh: ResetMarker[] = [];
  for (const record of records) {
    if (record.at < totals.settledBefore) continue;
    if (record.kind === 'usage') entries.set(record.id, entries.get(record.id) ?? record);
    else fresh.push(record);
  }
  const resets = fresh.length === 0 ? totals.resets : lastOfEachScope([...markers, ...fresh]);
  return Object.freeze({
    settledBefore: totals.settledBefore,
    // Whatever a fresh marker covers of them is before it.
    buckets: Object.freeze(
      totals.buckets.filter(({ tenant }) => !fresh.some(({ scope }) => covers(scope, tenant))),
    ),
    resets,
    recent: Object.freeze(
      [...entries.values()].filter((entry) => entry.at > lastReset(resets, entry.tenant)),
    ),
  });
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
    const old = periodAt < settledBefore - PERIODS_LOOK_BACK_MS;
    const start = old ? BEGINNING : Math.floor(periodAt / QUARTER) * QUARTER;
    const key = `${start} ${tenant}`;
    const sum = addAmounts(buckets.get(key)?.amounts ?? {}, amounts);
    buckets.set(key, Object.freeze({ start, tenant, amounts: Object.freeze(sum) }));
  };
  for (const { start, tenant, amounts } of totals.buckets) add(start, tenant, amounts);
  const recent: UsageEntry[] = [];
  for (const entry of totals.recent) {
    if (entry.at < settledBefore) add(entry.periodAt, entry.tenant, entry.amounts);
    else recent.push(entry);
  }
  return Object.freeze({
    settledBefore,
    buckets: Object.freeze([...buckets.values()].sort(byStartAndTenant)),
    resets: totals.resets,
    recent: Object.freeze(recent),
  });
}

/** What the ledger keeps: the totals without their recent entries, which lie in the store as records. */
export function checkpointOf({ settledBefore, buckets, resets }: UsageTotals): UsageCheckpoint {
  return Object.freeze({ settledBefore, buckets, resets });
}

/** The totals with another process's checkpoint, which may have settled more. */
export function withCheckpoint(totals: UsageTotals, checkpoint: UsageCheckpoint): UsageTotals {
  if (checkpoint.settledBefore <= totals.settledBefore) return totals;
  return addRecords(totalsFrom(checkpoint), [...totals.resets, ...totals.recent]);
}

/** How much of a limit's unit its scope used in a period. */
export function usedIn(totals: UsageTotals, { unit, scope }: Limit, period: Period): number {
  let used = 0;
  for (const { start, tenant, amounts } of totals.buckets) {
    if (isWithin(period, start) && covers(scope, tenant)) used = sumOf(used, amounts[unit] ?? 0);
  }
  for (const { periodAt, tenant, amounts } of totals.recent) {
    if (isWithin(period, periodAt) && covers(scope, tenant)) used = sumOf(used, amounts[unit] ?? 0);
  }
  return used;
}

/** The `at` of a new entry: after the resets of its tenant and the checkpoint, also when the clock has gone back. */
export function entryTime(totals: UsageTotals, tenant: string, now: number): number {
  return Math.max(now, totals.settledBefore, lastReset(totals.resets, tenant) + 1);
}

/** The `at` of a new reset marker: not before any entry that it shall stop. */
export function resetTime(totals: UsageTotals, scope: Scope, now: number): number {
  return totals.recent
    .filter(({ tenant }) => covers(scope, tenant))
    .reduce((latest, { at }) => Math.max(latest, at), Math.max(now, totals.settledBefore));
}

function lastReset(resets: readonly ResetMarker[], tenant: string): number {
  return resets
    .filter(({ scope }) => covers(scope, tenant))
    .reduce((last, { at }) => Math.max(last, at), BEGINNING);
}

function lastOfEachScope(markers: readonly ResetMarker[]): readonly ResetMarker[] {
  const last = new Map<string, ResetMarker>();
  for (const marker of markers) {
    const key = marker.scope === 'workspace' ? 'workspace' : `tenant ${marker.scope.tenant}`;
    const known = last.get(key);
    if (known === undefined || marker.at > known.at) last.set(key, marker);
  }
  const sorted = [...last].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, marker]) => marker);
  return Object.freeze(sorted);
}

function byStartAndTenant(a: UsageBucket, b: UsageBucket): number {
  if (a.start !== b.start) return a.start - b.start;
  return a.tenant < b.tenant ? -1 : a.tenant > b.tenant ? 1 : 0;
}
