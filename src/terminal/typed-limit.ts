import { LIMIT_PERIODS } from '../core/facts/limit.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import { parseTokens } from './fit-options.ts';

/** As flags say them, and as the engine does. */
const UNITS = {
  usd: 'usd',
  'compute-units': 'computeUnits',
  'output-tokens': 'outputTokens',
  'context-tokens': 'contextTokens',
} as const;
export const LIMIT_UNITS = Object.keys(UNITS) as (keyof typeof UNITS)[];

/** A limit by flags. */
export interface LimitFlags {
  readonly unit?: string;
  readonly amount?: string;
  readonly period?: string;
  readonly timeZone?: string;
  /** A share such as 75%; false after `--no-warn`. */
  readonly warn?: string | boolean;
  readonly tenant?: string;
}

/**
 * A limit as it is typed, for the engine to check: words as they stand, or the fields that flags make.
 *
 * Errors: `invalid_limit`, and `invalid_option` when both are given.
 */
export function typedLimit(words: readonly string[], flags: LimitFlags): Result<unknown> {
  const { unit, amount, period, timeZone, warn, tenant } = flags;
  const byFlags = [unit, amount, period, timeZone, warn, tenant].some((each) => each !== undefined);
  if (words.length > 0) {
    if (!byFlags) return ok(words.join(' '));
    return fail(
      'invalid_option',
      "Give the limit in words, such as '10 USD a day for reviewer', or by flags, not both.",
    );
  }
  const known = LIMIT_UNITS.find((each) => each === unit);
  if (known === undefined)
    return fail(
      'invalid_limit',
      `Say the limit in words, such as '10 USD a day', or by --unit (${LIMIT_UNITS.join(', ')}), --amount and --period.`,
    );
  const figure = parseTokens((amount ?? '').replace(/^\$/u, ''));
  if (!(figure > 0))
    return fail(
      'invalid_limit',
      `--amount ${JSON.stringify(amount ?? '')} is not a number above 0, such as 10 or 200k.`,
    );
  if (!LIMIT_PERIODS.some((each) => each === period))
    return fail('invalid_limit', `--period must be one of ${LIMIT_PERIODS.join(', ')}.`);
  const share = warnShareOf(warn);
  if (!share.ok) return share;
  return ok({
    unit: UNITS[known],
    amount: figure,
    period,
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(share.value === undefined ? {} : { warnShare: share.value }),
    ...(tenant === undefined ? {} : { tenant }),
  });
}

/** `75%` or `0.75`; null for no warning, undefined for the default. */
function warnShareOf(typed: string | boolean | undefined): Result<number | null | undefined> {
  if (typed === false) return ok(null);
  if (typeof typed !== 'string') return ok(undefined);
  const [, digits = '', sign = ''] = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(typed.trim()) ?? [];
  const share = Number(digits) / (sign === '%' ? 100 : 1);
  if (digits !== '' && share > 0 && share < 1) return ok(share);
  return fail(
    'invalid_limit',
    `--warn ${JSON.stringify(typed)} is not a share between 0 and 100%, such as 75%.`,
  );
}
