import type { Price } from '../facts/model-profile.ts';

/**
 * What tokens cost, in integer micro-USD: tokens × USD per million tokens is micro-USD, rounded half away from zero
 * (spec M2, README units). Null unless the price is known per token: unknown is never 0.
 *
 * @param inputTokens, outputTokens, cachedInputTokens integers ≥ 0; cached tokens are part of the input tokens and cost
 *   as much as others when the model has no price of its own for them
 * @example costMicroUsd({ kind: 'perToken', inputUsdPerMillion: 1.25, … }, 8000, 1000) // 20000 = $0.02
 */
export function costMicroUsd(
  price: Price,
  inputTokens: number,
  outputTokens: number,
  cachedInputTokens = 0,
): number | null {
  if (price.kind !== 'perToken') return null;
  const cachedPrice = price.cachedInputUsdPerMillion ?? price.inputUsdPerMillion;
  const cached = Math.min(cachedInputTokens, inputTokens);
  return roundToInteger(
    (inputTokens - cached) * price.inputUsdPerMillion +
      cached * cachedPrice +
      outputTokens * price.outputUsdPerMillion,
  );
}

/**
 * Nearest integer, halves up (no cost is below 0). Prices are decimals that binary fractions only approach, so that
 * 1.005 × 100 is 100.49999…: what is within a trillionth of a half counts as the half that was meant.
 */
function roundToInteger(microUsd: number): number {
  return Math.floor(microUsd + 0.5 + Math.max(1, microUsd) * 1e-12);
}
