import { fail, ok, type Result } from './result.ts';

/**
 * What a limit can count (spec C6), integers ≥ 0: compute units in hundredths, tokens, micro-USD. Output and context
 * tokens are different units and are never added.
 */
export const UNITS = ['computeUnits', 'outputTokens', 'contextTokens', 'microUsd'] as const;
export type Unit = (typeof UNITS)[number];

/** How much of each unit; an absent unit is none, or unknown (the money of a model without a price). */
export type Amounts = Readonly<Partial<Record<Unit, number>>>;

const HUNDREDTHS_PER_UNIT = 100;

/**
 * Compute units as the integer hundredths they are held in (spec C1), to the nearest, halves up.
 *
 * @param units finite, ≥ 0
 * @returns null when `units` is no such number, or too large to be exact in hundredths
 * @example hundredthsOf(8.5) // 850
 */
export function hundredthsOf(units: unknown): number | null {
  if (typeof units !== 'number' || !Number.isFinite(units) || units < 0) return null;
  // 1.005 is a little less than it says in binary: what lies within a trillionth of a half is the half that was meant.
  const hundredths = Math.floor(units * HUNDREDTHS_PER_UNIT + 0.5 + Math.max(1, units) * 1e-12);
  return Number.isSafeInteger(hundredths) ? hundredths : null;
}

/** Compute units as the API shows them: 850 hundredths are 8.5. */
export function unitsOf(hundredths: number): number {
  return hundredths / HUNDREDTHS_PER_UNIT;
}

/** Compute units as text, at most two decimals: `8.5`, `3`, `14.78`. */
export function computeUnitsText(hundredths: number): string {
  return String(unitsOf(hundredths));
}

/**
 * The sum of two amounts ≥ 0. At the largest safe integer it stays there: no limit is above it, so what was used is
 * never taken for less than a limit.
 */
export function sumOf(a: number, b: number): number {
  return Math.min(a + b, Number.MAX_SAFE_INTEGER);
}

export function addAmounts(a: Amounts, b: Amounts): Amounts {
  const sum: Partial<Record<Unit, number>> = { ...a };
  for (const unit of UNITS) {
    const more = b[unit];
    if (more !== undefined) sum[unit] = sumOf(sum[unit] ?? 0, more);
  }
  return sum;
}

/**
 * Amounts from outside: known units only, integers ≥ 0. Null stands for unknown and is left out, as `undefined`.
 *
 * Errors: `invalid_cost`, with the unit in `details`.
 */
export function readAmounts(value: unknown): Result<Amounts> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return fail('invalid_cost', 'Amounts are an object such as {"outputTokens": 9350}.');
  }
  const read: Partial<Record<Unit, number>> = {};
  for (const [name, amount] of Object.entries(value) as [string, unknown][]) {
    const unit = UNITS.find((known) => known === name);
    if (unit === undefined) {
      return fail('invalid_cost', `"${name}" is no unit. Units are ${UNITS.join(', ')}.`, { unit: name });
    }
    if (amount === null || amount === undefined) continue;
    if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 0) {
      return fail('invalid_cost', `The amount of ${unit} must be a whole number of 0 or more.`, { unit });
    }
    read[unit] = amount + 0;
  }
  return ok(Object.freeze(read));
}
