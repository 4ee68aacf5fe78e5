import { toSixDecimals } from '../../facts/decimals.ts';
import { jsonFromText } from '../merge/json-from-text.ts';
import { sameBy } from '../merge/same-data.ts';

/** Numbers this near are right, as a share of the truth; near a truth of 0 as they are (spec M9). */
const NEAR_TRUTH = 0.01;

/** Beyond this a ratio cannot be rounded to six decimals; it is far from the truth anyway. */
const FAR = 1e6;

/**
 * Whether data say what is known to be true (spec M9): text trimmed and without case, numbers within 1 % (of 0: within
 * 0.01), lists of the same length in the same order, objects with the same names.
 *
 * @param data nested to any depth: the walk does not recurse
 * @example equalToTruth({city: ' paris', km: 101}, {city: 'Paris', km: 100}) // true
 */
export function equalToTruth(data: unknown, truth: unknown): boolean {
  return sameBy(data, truth, isNear);
}

/**
 * Whether an answer says what is known to be true: its data, or, where the truth is a text, its words as they stand
 * ("42" is the number of an answer, and the text of a truth).
 */
export function answerEqualToTruth(content: string, truth: unknown): boolean {
  if (typeof truth === 'string' && equalToTruth(content, truth)) return true;
  const data = jsonFromText(content);
  return data !== undefined && equalToTruth(data, truth);
}

function isNear(value: unknown, truth: unknown): boolean {
  if (typeof value === 'string' && typeof truth === 'string')
    return value.trim().toLowerCase() === truth.trim().toLowerCase();
  if (typeof value !== 'number' || typeof truth !== 'number') return value === truth;
  const distance = Math.abs(value - truth);
  const error = truth === 0 ? distance : distance / Math.abs(truth);
  // 1.01 − 1 is a little more than 0.01 in binary
  return error <= FAR && toSixDecimals(error) <= NEAR_TRUTH;
}
