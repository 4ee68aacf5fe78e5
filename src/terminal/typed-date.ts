import { fail, ok, type Result } from '../core/facts/result.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const AGO: Readonly<Record<string, number>> = { h: HOUR, d: DAY, w: 7 * DAY };

/**
 * An instant as people type it: `today`, `yesterday` (their beginning by the clock on the wall), `12h`, `7d`, `2w` (so
 * long ago), a date (its beginning), or a date with a time; without a zone it is the local one.
 *
 * Errors: `invalid_option`, naming the flag.
 *
 * @param now epoch ms
 * @returns epoch ms
 */
export function typedInstant(flag: string, typed: string, now: number): Result<number> {
  const text = typed.trim().toLowerCase();
  if (text === 'today') return ok(midnight(now, 0));
  if (text === 'yesterday') return ok(midnight(now, -1));
  const [, count = '', unit = ''] = /^(\d{1,5})([hdw])$/.exec(text) ?? [];
  const step = AGO[unit];
  if (step !== undefined) return ok(now - Number(count) * step);
  const at = dateOf(text);
  if (Number.isFinite(at)) return ok(at);
  const message = `${flag} ${JSON.stringify(typed)} is no date. Type one such as 2026-11-20, 2026-11-20T14:00, today or 7d.`;
  return fail('invalid_option', message);
}

/** `Date.parse` takes a date alone for UTC, and rolls the 31st of a short month over. */
function dateOf(text: string): number {
  const [, year, month, day] =
    /^(\d{4})-(\d{2})-(\d{2})(?:t[\d:.]+(?:z|[+-]\d{2}:?\d{2})?)?$/.exec(text) ?? [];
  if (day === undefined) return Number.NaN;
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const date = new Date(y, m - 1, d);
  if (date.getMonth() !== m - 1 || date.getDate() !== d) return Number.NaN;
  return text.length === 'yyyy-mm-dd'.length ? date.getTime() : Date.parse(text.toUpperCase());
}

/** By the calendar: a day may last 23 or 25 hours. */
function midnight(now: number, days: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}
