import type { DifficultyLevel } from '../../facts/difficulty-level.ts';
import { type ComputeBudget, createOrThrow } from './compute-budget.ts';

/** 3 candidates: 3.0 compute units (spec C3). */
export function easy(): ComputeBudget {
  return createOrThrow({ numCandidates: 3 });
}

/** 5 verified candidates and a refinement: 8.5 compute units (spec C3). */
export function medium(): ComputeBudget {
  return createOrThrow({ numCandidates: 5, usePrm: true, maxRefinements: 1 });
}

/** 10 verified candidates, search and two refinements: 17.5 compute units (spec C3). */
export function hard(): ComputeBudget {
  return createOrThrow({
    numCandidates: 10,
    usePrm: true,
    useSearch: true,
    searchIterations: 50,
    maxRefinements: 2,
  });
}

/** The preset of a difficulty. @throws RangeError for another word, which is a bug */
export function forLevel(level: DifficultyLevel): ComputeBudget {
  switch (level) {
    case 'easy':
      return easy();
    case 'medium':
      return medium();
    case 'hard':
      return hard();
    default:
      throw new RangeError(`"${String(level)}" is no difficulty level.`);
  }
}
