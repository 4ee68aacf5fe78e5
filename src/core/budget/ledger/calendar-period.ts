import type { LimitPeriod } from '../../facts/limit.ts';
import { type WallClock, wallClockOf } from './wall-clock.ts';

/** Half-open: `start` belongs to it, `end` to the next. Epoch ms. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** From the first to the last instant that a Date can hold. */
const ALWAYS: Period = Object.freeze({ start: -8.64e15, end: 8.64e15 });

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The calendar interval that holds an instant (spec C6): hour from :00, day from midnight, week from Monday, month
 * from the 1st, all by the wall clock of the zone; a day may last 23 or 25 hours. Where clocks are put back, the hour
 * that they show twice is two hours, one after the other; where they skip midnight, the day begins with its first
 * instant.
 *
 * @param zone `utc` or an IANA name that `isTimeZone` accepts
 * @example calendarPeriod('day', Date.parse('2026-03-29T12:00Z'), 'Europe/Berlin') // 23 hours from 2026-03-28T23:00Z
 */
export function calendarPeriod(kind: LimitPeriod, at: number, zone: string): Period {
  if (kind === 'total') return ALWAYS;
  const wall = wallClockOf(zone);
  if (kind === 'hour') return hourOf(wall, at);
  const first = firstMidnight(kind, wall(at));
  const next = nextMidnight(kind, first);
  const end = instantOf(wall, next);
  // Put back over midnight, the clock shows the old day once more when the new one has begun.
  return end <= at
    ? { start: end, end: instantOf(wall, nextMidnight(kind, next)) }
    : { start: instantOf(wall, first), end };
}

/** The last complete periods before the one that holds `at`, the latest first. None for `total`. */
export function earlierPeriods(
  kind: LimitPeriod,
  at: number,
  zone: string,
  count: number,
): readonly Period[] {
  if (kind === 'total') return [];
  const periods: Period[] = [];
  let { start } = calendarPeriod(kind, at, zone);
  while (periods.length < count) {
    const period = calendarPeriod(kind, start - 1, zone);
    periods.push(period);
    start = period.start;
  }
  return periods;
}

export function isWithin(period: Period, at: number): boolean {
  return period.start <= at && at < period.end;
}

/** Midnight that begins the day, week or month of a wall clock's time, by that clock. */
function firstMidnight(kind: 'day' | 'week' | 'month', wallTime: number): number {
  const day = Math.floor(wallTime / DAY);
  // Day 0, 1970-01-01, was a Thursday: three days after a Monday.
  if (kind === 'week') return (day - ((((day + 3) % 7) + 7) % 7)) * DAY;
  if (kind === 'day') return day * DAY;
  const date = new Date(wallTime);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

function nextMidnight(kind: 'day' | 'week' | 'month', midnight: number): number {
  if (kind === 'day') return midnight + DAY;
  if (kind === 'week') return midnight + 7 * DAY;
  const date = new Date(midnight);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** The first instant at which the wall clock shows this time or a later one. */
function instantOf(wall: WallClock, wallTime: number): number {
  // Offsets lie between −12 and +14 hours, and no zone changes its clocks twice in two days.
  const before = offsetOf(wall, wallTime - DAY);
  const after = offsetOf(wall, wallTime + DAY);
  if (before === after) return wallTime - before;
  const change = changeBetween(wall, wallTime - DAY, wallTime + DAY);
  return change > wallTime - before ? wallTime - before : Math.max(change, wallTime - after);
}

/**
 * Hours begin at :00 and where the clock is changed: Lord Howe Island puts it back by half an hour, which leaves one of
 * half an hour.
 */
function hourOf(wall: WallClock, at: number): Period {
  const start = at - (((wall(at) % HOUR) + HOUR) % HOUR);
  const end = start + HOUR;
  const offset = offsetOf(wall, at);
  return {
    start: offsetOf(wall, start) === offset ? start : changeBetween(wall, start, at),
    end: offsetOf(wall, end - 1) === offset ? end : changeBetween(wall, at, end - 1),
  };
}

function offsetOf(wall: WallClock, at: number): number {
  return wall(at) - at;
}

/** The first instant with the offset of `to`, when there is one change between the two. */
function changeBetween(wall: WallClock, from: number, to: number): number {
  const offset = offsetOf(wall, to);
  let old = from;
  let changed = to;
  while (changed - old > 1) {
    const middle = Math.floor((old + changed) / 2);
    if (offsetOf(wall, middle) === offset) changed = middle;
    else old = middle;
  }
  return changed;
}
