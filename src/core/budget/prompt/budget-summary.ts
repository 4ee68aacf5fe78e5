import { toSixDecimals } from '../../facts/decimals.ts';
import type { Prediction } from '../../facts/prediction.ts';
import { exactCount } from '../../facts/readable-number.ts';
import { confidenceWord, percentText } from './confidence-word.ts';
import { escapedText } from '../../facts/escaped-text.ts';

/**
 * A budget in one line, with what was used when that is known; 0 is a value (spec P10).
 *
 * @example budgetSummary(prediction, 7500) // Budget 9,350 tokens, confidence 50.0%; used 7,500 (80.2%, on target)
 */
export function budgetSummary(
  { recommended, confidence }: Pick<Prediction, 'recommended' | 'confidence'>,
  actual?: number,
): string {
  const budget = `Budget ${exactCount(recommended)} tokens, confidence ${percentText(confidence)}`;
  return actual === undefined ? budget : `${budget}; ${usedText(recommended, actual)}`;
}

/** The heading over an agent's work: whose budget it is. The name is escaped. */
export function budgetHeader(
  agent: string,
  { recommended, confidence }: Pick<Prediction, 'recommended' | 'confidence'>,
): string {
  const name = escapedText(agent);
  return `### ${name}: budget ${exactCount(recommended)} tokens, confidence ${percentText(confidence)} (${confidenceWord(confidence)})`;
}

/** The line under it. @param allocated integer > 0 */
export function budgetFooter(allocated: number, used: number, result: 'success' | 'failure'): string {
  return `Budget ${exactCount(allocated)} tokens; ${usedText(allocated, used)}; ${result}`;
}

function usedText(allocated: number, used: number): string {
  const share = used / allocated;
  return `used ${exactCount(used)} (${percentText(share)}, ${fitWord(share)})`;
}

function fitWord(share: number): string {
  const u = toSixDecimals(share);
  if (u >= 0.75 && u <= 0.85) return 'on target';
  if (u < 0.6) return 'over-allocated';
  return u > 0.95 ? 'under-allocated' : 'acceptable';
}
