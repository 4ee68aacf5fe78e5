/**
 * The budget under which everything ticked gets in, rounded up to a figure a person would type, or null when no
 * budget within the window is large enough.
 *
 * @param wanted tokens of the prompt if everything ticked got in, integer ≥ 0.
 * @param band share of the budget that is kept free as the margin of an estimated count, in [0, 1) (spec F2).
 * @param window tokens that may go in; null when unknown.
 */
export function budgetForEverything(wanted: number, band: number, window: number | null): number | null {
  // The margin is ⌈budget · band⌉: one token more covers its rounding.
  const needed = band === 0 ? wanted : Math.ceil(wanted / (1 - band)) + 1;
  if (window !== null && needed > window) return null;
  const step = needed < 10_000 ? FINE_STEP : COARSE_STEP;
  const round = Math.ceil(needed / step) * step;
  return window === null ? round : Math.min(round, window);
}

/** Steps between the budgets offered, in tokens: what people type (8,500; 32,000), not a measured optimum. */
const FINE_STEP = 500;
const COARSE_STEP = 1000;
