import { type Phase, PHASES, type Phases } from '../core/facts/prediction.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import { parseTokens } from './fit-options.ts';

/**
 * Tokens of phases that are finished, such as `thinking=700,planning=1.2k`: the first of the four, without a gap. Error:
 * `invalid_option`.
 */
export function typedSpent(typed: string | undefined): Result<Readonly<Partial<Phases>> | null> {
  if (typed === undefined) return ok(null);
  const spent: Partial<Record<Phase, number>> = {};
  for (const part of typed.split(',')) {
    const [name = '', amount = ''] = part.split('=').map((each) => each.trim());
    const phase = PHASES.find((each) => each === name);
    const tokens = parseTokens(amount);
    if (phase === undefined || spent[phase] !== undefined || !Number.isSafeInteger(tokens) || tokens < 0)
      return fail('invalid_option', `--spent ${JSON.stringify(typed)} ${EXPECTED}`);
    spent[phase] = tokens;
  }
  const finished = Object.keys(spent).length;
  const hasGap = PHASES.slice(0, finished).some((phase) => spent[phase] === undefined);
  return hasGap ? fail('invalid_option', `--spent ${JSON.stringify(typed)} ${EXPECTED}`) : ok(spent);
}

const EXPECTED = `must name finished phases from the first on (${PHASES.join(', ')}), such as thinking=700,planning=1200.`;
