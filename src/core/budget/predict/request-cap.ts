/** Fewer tokens than these are no answer (spec P4). */
const LEAST_CAP = 1000;

/**
 * The cap that goes to the model, and the output that a fit reserves (spec P4).
 *
 * @param tokens what the work may take, integer ≥ 1
 * @param maxOutputTokens of the model; null when unknown
 */
export function requestCapOf(tokens: number, maxOutputTokens: number | null): number {
  return Math.min(Math.max(tokens, LEAST_CAP), maxOutputTokens ?? Infinity);
}
