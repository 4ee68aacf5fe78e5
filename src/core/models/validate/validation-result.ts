import type { Category } from '../../facts/category.ts';

export const FINDING_CODES = ['missing_field', 'wrong_type', 'out_of_range', 'suspicious'] as const;

/** Something that a rule found (spec M11). */
export interface ValidationFinding {
  /** JSON pointer into the data. */
  readonly path: string;
  readonly code: (typeof FINDING_CODES)[number];
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly value: unknown;
}

export interface ValidationResult {
  /** No errors. */
  readonly isValid: boolean;
  /** The data without the items that have errors. */
  readonly validatedData: unknown;
  readonly errors: readonly ValidationFinding[];
  readonly warnings: readonly ValidationFinding[];
  readonly category: Category;
}
