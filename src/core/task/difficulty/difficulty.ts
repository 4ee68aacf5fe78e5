import type { Characteristics } from '../../facts/characteristics.ts';
import { toSixDecimals } from '../../facts/decimals.ts';
import { isObject } from '../../facts/json-value.ts';
import { ok, type Result } from '../../facts/result.ts';
import { type Described, textOf } from '../describe.ts';
import { createEstimate, type DifficultyEstimate, levelOfScore } from './estimate.ts';
import type { DifficultyEstimator } from './estimator.ts';
import { heuristicEstimate } from './heuristic.ts';

/** When nobody can say (spec C11). */
const UNKNOWN: DifficultyEstimate = Object.freeze({
  source: 'estimator',
  level: 'medium',
  score: 0.5,
  confidence: 0.5,
  reasoning: 'medium: nothing tells',
  features: Object.freeze({}),
  metadata: Object.freeze({}),
});

/**
 * The one difficulty of a task (spec C11) as far as it needs no estimator: the caller's estimate or level as it is,
 * else by complexity when the caller gave that, subtasks or story points.
 *
 * @param given what came with the task: an estimate, `easy`, `medium`, `hard`, or nothing
 * @returns null when an estimator has to say. Errors: those of `createEstimate`
 */
export function difficultyKnown(
  { task, characteristics }: Pick<Described, 'task' | 'characteristics'>,
  given?: unknown,
): Result<DifficultyEstimate | null> {
  if (given !== undefined && given !== null) {
    return createEstimate(isObject(given) ? { ...given, source: 'caller' } : { level: given });
  }
  const structured = task.complexity !== null || task.subtaskCount !== null || task.storyPoints !== null;
  return ok(structured ? difficultyOfComplexity(characteristics) : null);
}

/** Score = complexity / 100 (spec C11). */
export function difficultyOfComplexity({
  complexity,
}: Pick<Characteristics, 'complexity'>): DifficultyEstimate {
  const score = toSixDecimals(complexity / 100);
  const level = levelOfScore(score);
  return Object.freeze({
    source: 'complexity',
    level,
    score,
    confidence: null,
    reasoning: `${level}: complexity ${toSixDecimals(complexity)} of 100`,
    features: UNKNOWN.features,
    metadata: UNKNOWN.metadata,
  });
}

/**
 * The difficulty of a task, by the heuristic where neither the caller nor the complexity says (spec C11).
 *
 * Errors: those of `createEstimate`, for a `given` that is wrong.
 */
export function difficultyOf(
  described: Pick<Described, 'task' | 'characteristics'>,
  given?: unknown,
): Result<DifficultyEstimate> {
  const known = difficultyKnown(described, given);
  if (!known.ok || known.value !== null) return known as Result<DifficultyEstimate>;
  const heuristic = heuristicEstimate();
  const estimate = heuristic.ok ? heuristic.value(textOf(described.task)) : heuristic;
  return ok(estimate.ok ? estimate.value : UNKNOWN);
}

/** As {@link difficultyOf}, by an estimator that was set up; medium when it fails or throws. */
export async function difficultyBy(
  estimator: DifficultyEstimator,
  described: Pick<Described, 'task' | 'characteristics'>,
  given?: unknown,
): Promise<Result<DifficultyEstimate>> {
  const known = difficultyKnown(described, given);
  if (!known.ok || known.value !== null) return known as Result<DifficultyEstimate>;
  const text = textOf(described.task);
  if (text === '') return ok(UNKNOWN);
  try {
    const estimate = await estimator(text);
    return ok(estimate.ok ? estimate.value : UNKNOWN);
  } catch {
    // An estimator may be somebody else's; without an answer the task is medium.
    return ok(UNKNOWN);
  }
}
