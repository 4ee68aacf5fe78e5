const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:?\d\d)?)?$/;
const UNIX_TEXT = /^\d{1,16}$/;

/** The farthest instant of a date, epoch ms. */
const FARTHEST = 8.64e15;

const HOURS = 24;
const MINUTES = 60;
/** A leap second is the 61st. */
const SECONDS = 61;

/**
 * Whether a value says an instant (spec M11): unix time, in seconds or milliseconds, as a number or digits; or a date of
 * the calendar in ISO 8601, with or without a time.
 */
export function isInstant(value: unknown): boolean {
  if (typeof value === 'number') return value >= 0 && value <= FARTHEST;
  if (typeof value !== 'string') return false;
  const text = value.trim();
  if (UNIX_TEXT.test(text)) return Number(text) <= FARTHEST;
  const parts = ISO.exec(text);
  if (parts === null) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  return isDay && hour < HOURS && minute < MINUTES && second < SECONDS;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
