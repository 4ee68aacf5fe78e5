import { unitsOf } from '../../facts/amounts.ts';
import { percentileOf, toSixDecimals } from '../../facts/decimals.ts';
import { type ComputeBudget, createOrThrow, LARGEST_COUNT, toObject } from './compute-budget.ts';

/** One finished task at a level: what it was given and what it used, hundredths of compute units. */
export interface LevelUse {
  readonly level: string;
  /** Epoch ms. */
  readonly at: number;
  readonly allocatedHundredths: number;
  readonly usedHundredths: number;
  readonly successful: boolean;
}

/** What a level could cost (spec C9), in compute units. Shown, never applied by itself. */
export interface LevelSuggestion {
  readonly direction: 'lower' | 'raise';
  readonly suggestedCost: number;
  /** The level's settings with another number of candidates. */
  readonly budget: ComputeBudget;
  /** Cost of the level now less that of the suggestion; below 0 when it is raised. */
  readonly saving: number;
  /** In [0, 1]. */
  readonly confidence: number;
}

const LOOK_BACK_MS = 90 * 24 * 60 * 60_000;
const LEAST_USES = 5;
const FULL_CONFIDENCE_USES = 20;
/** Spec P1, `SUGGEST_LOWER` and `SUGGEST_RAISE`. */
const LOWER_BELOW = 0.65;
const RAISE_ABOVE = 0.95;
const MARGIN = 1.15;
const PERCENT = 80;
/** A level is never suggested to more than double its candidates. */
const MOST_TIMES = 2;

/**
 * What the last 90 days say of a level.
 *
 * @param budget what the level is set to
 * @param uses committed tasks of this level and others
 * @param now epoch ms
 * @returns null with fewer than 5 successful tasks, where they used 65 to 95 % of what they were given, and where no
 *   other number of candidates follows
 */
export function suggestLevel(
  level: string,
  budget: ComputeBudget,
  uses: Iterable<LevelUse>,
  now: number,
): LevelSuggestion | null {
  const counted = [...uses].filter(
    (use) => use.level === level && use.successful && use.at <= now && now - use.at <= LOOK_BACK_MS,
  );
  if (counted.length < LEAST_USES) return null;
  const sum = (of: (use: LevelUse) => number) => counted.reduce((total, use) => total + of(use), 0);
  const allocated = sum(({ allocatedHundredths }) => allocatedHundredths);
  if (allocated <= 0) return null;
  const direction = directionOf(sum(({ usedHundredths }) => usedHundredths) / allocated);
  if (direction === null) return null;
  const used = counted.map(({ usedHundredths }) => usedHundredths);
  const costHundredths = Math.ceil(toSixDecimals(MARGIN * percentileOf(used, PERCENT)));
  const suggested = withCandidates(budget, affordable(budget, costHundredths));
  const changes = suggested.costHundredths - budget.costHundredths;
  // A few large tasks can put the percentile on the other side of what the mean asks for.
  if (direction === 'lower' ? changes >= 0 : changes <= 0) return null;
  return Object.freeze({
    direction,
    suggestedCost: unitsOf(costHundredths),
    budget: suggested,
    saving: unitsOf(-changes),
    confidence: Math.min(1, counted.length / FULL_CONFIDENCE_USES),
  });
}

function directionOf(ratio: number): LevelSuggestion['direction'] | null {
  const rounded = toSixDecimals(ratio);
  if (rounded < LOWER_BELOW) return 'lower';
  return rounded > RAISE_ABOVE ? 'raise' : null;
}

/** The most candidates, from 1 to twice those of the level, whose budget costs no more. */
function affordable(budget: ComputeBudget, costHundredths: number): number {
  const { numCandidates, costHundredths: now } = budget;
  const perCandidate = withCandidates(budget, 2).costHundredths - withCandidates(budget, 1).costHundredths;
  const fixed = now - perCandidate * numCandidates;
  const within = Math.floor((costHundredths - fixed) / perCandidate);
  return Math.max(1, Math.min(within, MOST_TIMES * numCandidates, LARGEST_COUNT));
}

function withCandidates(budget: ComputeBudget, numCandidates: number): ComputeBudget {
  return createOrThrow({ ...toObject(budget), numCandidates });
}
