import { OUTCOME_OF_VERDICT } from '../core/facts/verdict.ts';
import { fail, ok } from '../core/facts/result.ts';
import type { Result } from '../core/facts/result.ts';
import { exact } from './amounts.ts';

/** How a task went, as it is asked. */
export const ANSWERS = [
  { label: 'Good', description: 'used as it came', ...OUTCOME_OF_VERDICT.good },
  { label: 'So-so', description: 'used after going over it again', ...OUTCOME_OF_VERDICT['so-so'] },
  { label: 'Bad', description: 'not used', ...OUTCOME_OF_VERDICT.bad },
  { label: 'I Cannot Say', description: 'only the tokens count', success: null, quality: null },
] as const;

/** No model answers so much at once; a digit too many is a slip. */
const MOST_TOKENS = 100_000_000;
const SCALES: Readonly<Record<string, number>> = { '': 1, k: 1000, m: 1_000_000 };

/** Tokens that were used, as people type them: `4200`, `4,200`, `4.2k`. Failure `invalid_budget_used`. No vscode. */
export function typedTokens(text: string, locale: string): Result<number> {
  const [, digits = '', unit = ''] = /^([\d.,\s_']*\d)\s*([km]?)(?:\s*tokens?)?$/iu.exec(text.trim()) ?? [];
  const scale = SCALES[unit.toLowerCase()] ?? 1;
  const bare = digits.replaceAll(/[\s_']/gu, '');
  const isGrouped = scale === 1 && /^\d{1,3}(?:[.,]\d{3})+$/u.test(bare);
  const amount = isGrouped ? Number(bare.replaceAll(/[.,]/gu, '')) : Number(bare.replace(',', '.')) * scale;
  const whole = Math.round(amount);
  if (digits === '' || !Number.isFinite(amount) || (scale === 1 && whole !== amount))
    return fail('invalid_budget_used', 'Type how many tokens the answer took, such as 4200 or 4.2k.');
  return whole > MOST_TOKENS
    ? fail('invalid_budget_used', `No answer takes more than ${exact(MOST_TOKENS, locale)} tokens.`)
    : ok(whole);
}
