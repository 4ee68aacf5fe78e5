/** The settings of a compute budget that cost something (spec C2). */
export interface ComputeSettings {
  /** Answers asked for, integer 1..10⁹. */
  readonly numCandidates: number;
  /** Whether each candidate is verified (scored). */
  readonly usePrm: boolean;
  readonly useSearch: boolean;
  /** Rewrite rounds of the best candidate, integer 0..10⁹. */
  readonly maxRefinements: number;
  /** Integer 1..10⁹, or null; kept without search, where it costs nothing. */
  readonly searchIterations: number | null;
}

/** Hundredths of a compute unit (spec C3, C10). Verification is charged per candidate, the others once per budget. */
const CANDIDATE = 100;
const VERIFICATION = 50;
const SEARCH_ITERATION = 1;
const REFINEMENT = 100;

/** Cost in integer hundredths of a compute unit, > 0 (spec C3). At the bounds of C2 it is far below 2⁵³. */
export function costHundredthsOf(settings: ComputeSettings): number {
  const { numCandidates, usePrm, useSearch, searchIterations, maxRefinements } = settings;
  return chargeHundredthsOf({
    answers: numCandidates,
    verified: usePrm ? numCandidates : 0,
    searchIterations: useSearch ? (searchIterations ?? 0) : 0,
    refinements: maxRefinements,
  });
}

/** The same for counts of what is done: planned or real (spec C10). */
export function chargeHundredthsOf(counts: {
  readonly answers: number;
  readonly verified: number;
  readonly searchIterations: number;
  readonly refinements: number;
}): number {
  const { answers, verified, searchIterations, refinements } = counts;
  return (
    CANDIDATE * answers +
    VERIFICATION * verified +
    SEARCH_ITERATION * searchIterations +
    REFINEMENT * refinements
  );
}
