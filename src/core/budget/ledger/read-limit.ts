import { hundredthsOf, type Unit } from '../../facts/amounts.ts';
import { checkLimit } from '../../facts/check-ledger.ts';
import { isObject } from '../../facts/json-value.ts';
import type { Limit } from '../../facts/limit.ts';
import { fail, type Result } from '../../facts/result.ts';
import { isTimeZone } from './wall-clock.ts';

/** The units as people use them: dollars and whole compute units, not what a limit is held in. */
const USER_UNITS: Readonly<Record<string, Unit>> = {
  usd: 'microUsd',
  computeUnits: 'computeUnits',
  outputTokens: 'outputTokens',
  contextTokens: 'contextTokens',
};

/** As the default limit on a month (spec P12). */
const WARN_SHARE = 0.8;

const MICRO = 1_000_000;

/**
 * A limit as a user gives it, in settings or flags: `unit` usd, computeUnits, outputTokens or contextTokens, `amount`
 * in that unit, `period`; optional `tenant` (else the whole workspace), `timeZone` (`utc`, `local` or an IANA name),
 * `warnShare` (default 0.8, null for no warning) and `id`. By default the id says unit, period and tenant, so that the
 * same limit given again replaces the old one, the default limits too.
 *
 * Errors: `invalid_limit`, naming the field in `details`.
 *
 * @param localZone IANA name of the user's zone, for `local`
 * @example readLimit({ unit: 'usd', amount: 10, period: 'day' }, 'Europe/Berlin')
 */
export function readLimit(value: unknown, localZone: string): Result<Limit> {
  if (!isObject(value)) return refuse('', 'A limit is an object such as {"unit": "usd", "amount": 10}.');
  const { unit, amount, period, tenant, timeZone = 'utc', warnShare = WARN_SHARE } = value;
  const held = typeof unit === 'string' && Object.hasOwn(USER_UNITS, unit) ? USER_UNITS[unit] : undefined;
  if (held === undefined) {
    return refuse('unit', `"unit" of a limit must be one of ${Object.keys(USER_UNITS).join(', ')}.`);
  }
  const integer = heldAmount(held, amount);
  if (integer === null) return refuse('amount', '"amount" of a limit must be a number above 0.');
  if (tenant !== undefined && typeof tenant !== 'string') {
    return refuse('tenant', '"tenant" of a limit must be a name.');
  }
  const scope = tenant === undefined ? 'workspace' : { tenant };
  const zone = timeZone === 'local' ? localZone : timeZone;
  const id = value['id'] ?? defaultId(held, typeof period === 'string' ? period : 'limit', tenant);
  return checkLimit(
    { id, unit: held, amount: integer, period, timeZone: zone, scope, warnShare },
    isTimeZone,
  );
}

const NUMBER = String.raw`\d[\d,_ ]*(?:\.\d+)?|\.\d+`;
const UNIT_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:usd|dollars?)?$/iu, 'usd'],
  [/^(?:cu|compute units?)$/iu, 'computeUnits'],
  [/^(?:output )?tokens?$/iu, 'outputTokens'],
  [/^(?:context|input) tokens?$/iu, 'contextTokens'],
];
const SCALE: Readonly<Record<string, number>> = { k: 1000, m: MICRO };
const SENTENCE = new RegExp(
  String.raw`^(\$?)\s*(${NUMBER})\s*([km])?(?![a-z])\s*([a-z ]*?)\s*(?:/|\bper\b|\ban?\b|\bin\b)?\s*(hour|day|week|month|total)(?:\s+for\s+(.+))?$`,
  'iu',
);

/**
 * A limit as a user types it: `$10 a day`, `20 compute units / week`, `200k output tokens per month`,
 * `$50 in total for reviewer`. Tokens alone are output tokens.
 *
 * Errors: `invalid_limit`, the message being the sentence for the input box.
 */
export function readLimitWords(text: string, localZone: string): Result<Limit> {
  const [, dollar = '', digits = '', scale = '', word = '', period = '', tenant] =
    SENTENCE.exec(text.trim().replace(/\s+/gu, ' ')) ?? [];
  const named = UNIT_WORDS.find(([pattern]) => pattern.test(word))?.[1];
  const isMoney = dollar !== '' || word !== '';
  if (period === '' || named === undefined || !isMoney || (dollar !== '' && named !== 'usd')) {
    const units = '$10, 20 compute units, 200k output tokens or 1M context tokens';
    return refuse('', `Type an amount (${units}) and a period: an hour, a day, a week, a month, in total.`);
  }
  const amount = Number(digits.replace(/[,_ ]/gu, '')) * (SCALE[scale.toLowerCase()] ?? 1);
  const given = { unit: named, amount, period: period.toLowerCase(), timeZone: 'utc' };
  return readLimit(tenant === undefined ? given : { ...given, tenant: unquoted(tenant) }, localZone);
}

/** A name of several words is often put in quotes, as it is shown. */
function unquoted(name: string): string {
  return (
    /^(?:"([^"]+)"|'([^']+)')$/u
      .exec(name)
      ?.slice(1)
      .find((inside) => inside !== undefined) ?? name
  );
}

function heldAmount(unit: Unit, amount: unknown): number | null {
  if (typeof amount !== 'number' || !(amount > 0) || !Number.isFinite(amount)) return null;
  if (unit === 'computeUnits') return positive(hundredthsOf(amount));
  return positive(Math.round(unit === 'microUsd' ? amount * MICRO : amount));
}

function positive(amount: number | null): number | null {
  return amount !== null && amount > 0 && Number.isSafeInteger(amount) ? amount : null;
}

/** Of money it is the period alone: `day` and `month` are the default limits. */
function defaultId(unit: Unit, period: string, tenant: string | undefined): string {
  const of = unit === 'microUsd' ? [] : [unit];
  const whose = tenant === undefined ? [] : [`for ${tenant === '' ? 'work without a name' : tenant}`];
  return [...of, period, ...whose].join(' ');
}

function refuse(field: string, message: string) {
  return fail('invalid_limit', message, { field });
}
