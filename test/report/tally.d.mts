export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** Sentences about what counts as a failure without being a failed test. */
  readonly notes: readonly string[];
}

export function tallyMocha(name: string, file: string, exitCode: number): Tally;
export function tallyGate(name: string, exitCode: number): Tally;
export function total(tallies: readonly Tally[]): Tally;
