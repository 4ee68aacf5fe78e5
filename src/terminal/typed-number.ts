import { fail, ok, type Result } from '../core/facts/result.ts';
import { parseTokens } from './fit-options.ts';

/**
 * A number as people type it (`0.50`, `32k`), null without one. Error: `invalid_option`, naming the flag.
 *
 * @param expected for the refusal: `a number of USD above 0, such as 0.50`
 */
export function typedNumber(
  flag: string,
  typed: string | undefined,
  expected: string,
  holds: (value: number) => boolean,
): Result<number | null> {
  if (typed === undefined) return ok(null);
  const value = parseTokens(typed.startsWith('.') ? `0${typed}` : typed);
  if (Number.isFinite(value) && holds(value)) return ok(value);
  return fail('invalid_option', `${flag} ${JSON.stringify(typed)} is not ${expected}.`);
}

/** A whole number of 0 or more, such as tokens. */
export function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
