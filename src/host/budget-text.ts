import { fail, ok } from '../core/facts/result.ts';
import type { Result } from '../core/facts/result.ts';
import { exact } from './amounts.ts';

const SCALES: Readonly<Record<string, number>> = { '': 1, k: 1000, m: 1_000_000 };

/**
 * A budget as people type it: `24000`, `24,000`, `24 000`, `24k`, `1.5k`, `0.2M`. Blank means "as the model allows"
 * (null). `window`: the model's input limit in tokens, null when unknown. Fails with `invalid_budget` or
 * `budget_exceeds_window`, the message being the sentence for the input box.
 */
export function parseBudget(text: string, window: number | null, locale: string): Result<number | null> {
  const typed = text.trim();
  if (typed === '') return ok(null);
  const parts = /^([+-]?[\d.,\s_']*\d[\d.,\s_']*)([km]?)(\s*tokens?)?$/i.exec(typed);
  const amount = parts && parseAmount(parts[1] ?? '', SCALES[(parts[2] ?? '').toLowerCase()] ?? 1);
  if (amount === null || !Number.isFinite(amount)) {
    return fail('invalid_budget', 'Type a number of tokens, such as 8000, 24k or 0.2M.');
  }
  if (amount < 0) return fail('invalid_budget', 'A budget cannot be negative: type a number above 0.');
  if (amount === 0) return fail('invalid_budget', 'Nothing fits into a budget of 0: type a number above 0.');
  if (!Number.isSafeInteger(amount))
    return fail('invalid_budget', 'Tokens are whole numbers: type one such as 8000.');
  if (window !== null && amount > window) {
    return fail(
      'budget_exceeds_window',
      `The model takes ${exact(window, locale)} tokens: type at most that, or choose another model.`,
      { budget: amount, window },
    );
  }
  return ok(amount);
}

/** Groups of three behind a separator are thousands (24,000); any other single separator is the decimal one. */
function parseAmount(digits: string, scale: number): number | null {
  const bare = digits.replaceAll(/[\s_']/g, '');
  if (/^[+-]?\d+$/.test(bare)) return Number(bare) * scale;
  if (scale === 1 && /^[+-]?\d{1,3}([.,])\d{3}(\1\d{3})*$/.test(bare))
    return Number(bare.replaceAll(/[.,]/g, ''));
  const decimal = /^([+-]?\d+)[.,](\d+)$/.exec(bare);
  if (!decimal) return null;
  // Binary fractions: 24.1 · 1000 is 24100.000000000004.
  const value = Number(`${decimal[1]}.${decimal[2]}`) * scale;
  const whole = Math.round(value);
  return Math.abs(value - whole) < 1e-6 ? whole : value;
}
