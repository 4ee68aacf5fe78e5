import type { Category } from '../../facts/category.ts';
import { toUnitInterval } from '../../facts/decimals.ts';
import type { VerdictRecord } from '../../facts/model-record.ts';

/** Trust in a model for a category (spec M1 `ModelScore`). */
export interface ModelScore {
  /** Id of the model. */
  readonly model: string;
  readonly category: Category;
  /** In [0, 1]; 0.5 without verdicts. */
  readonly score: number;
  /** Verdicts that count, integer ≥ 0. */
  readonly sampleCount: number;
  /** Epoch ms of the newest of them; null without. */
  readonly updatedAt: number | null;
}

/** Settings of M13. */
export interface ScoreSettings {
  /** Verdicts from which on a model is proven, integer ≥ 1. */
  readonly minSamples: number;
  /** What a verdict keeps of its weight with each later one, in (0, 1]. */
  readonly decay: number;
  /** Share of the new value in each step, in (0, 1]. */
  readonly smoothing: number;
  /** How far back verdicts count, days > 0. */
  readonly verdictDays: number;
}

export const DEFAULT_SCORE_SETTINGS: ScoreSettings = Object.freeze({
  minSamples: 10,
  decay: 0.95,
  smoothing: 0.7,
  verdictDays: 30,
});

/** Of a model that nobody has judged (spec M4). */
export const START_SCORE = 0.5;
/** Least step of a right and of a wrong verdict, as a share of what is left in its direction (spec M4). */
const LEAST_RISE = 0.02;
const LEAST_FALL = 0.05;
const MS_PER_DAY = 86_400_000;

/** A change in one update that is worth a line in the log (spec M4). */
export const NOTABLE_CHANGE = 0.1;

/**
 * The score as a pure fold (spec M4): newest verdicts weigh most, few stay near 0.5, and each moves the score in its
 * own direction. The same verdicts at the same instant give the same number.
 *
 * @param verdicts in force, of one model and category, oldest first
 * @param now epoch ms; verdicts older than `verdictDays` count for nothing
 */
export function scoreOf(
  verdicts: readonly Pick<VerdictRecord, 'at' | 'wasCorrect' | 'weight'>[],
  settings: ScoreSettings,
  now: number,
): { readonly score: number; readonly sampleCount: number; readonly updatedAt: number | null } {
  const { minSamples, decay, smoothing, verdictDays } = settings;
  const since = now - verdictDays * MS_PER_DAY;
  let [samples, weights, right, score] = [0, 0, 0, START_SCORE];
  let updatedAt: number | null = null;
  for (const { at, wasCorrect, weight } of verdicts) {
    if (at < since) continue;
    samples += 1;
    weights = decay * weights + weight;
    right = decay * right + (wasCorrect ? weight : 0);
    const trust = Math.min(1, samples / minSamples);
    const raw = (trust * right) / weights + (1 - trust) * START_SCORE;
    const smoothed = smoothing * raw + (1 - smoothing) * score;
    // Smoothing alone would let a score fall after a right answer that follows a wrong one.
    score = toUnitInterval(
      wasCorrect
        ? Math.max(smoothed, score + LEAST_RISE * weight * (1 - score))
        : Math.min(smoothed, score - LEAST_FALL * weight * score),
    );
    updatedAt = at;
  }
  return { score, sampleCount: samples, updatedAt };
}

/** Enough verdicts to go by the score (spec M4). */
export function isProven({ sampleCount }: Pick<ModelScore, 'sampleCount'>, minSamples: number): boolean {
  return sampleCount >= minSamples;
}
