import { type DifficultyLevel, isDifficultyLevel } from '../../facts/difficulty-level.ts';
import { toSixDecimals } from '../../facts/decimals.ts';
import { frozenJsonObject, isObject, type JsonObject, type JsonValue } from '../../facts/json-value.ts';
import { fail, ok, type Result } from '../../facts/result.ts';

/** Who said how hard the task is (spec C11). */
const SOURCES = ['caller', 'complexity', 'estimator'] as const;
export type DifficultySource = (typeof SOURCES)[number];

/** How hard a task is (spec C11), frozen. */
export interface DifficultyEstimate {
  readonly source: DifficultySource;
  readonly level: DifficultyLevel;
  /** In [0, 1], null when nobody said. */
  readonly score: number | null;
  readonly confidence: number | null;
  /** For people; may be empty. */
  readonly reasoning: string;
  readonly features: JsonObject;
  readonly metadata: JsonObject;
}

/** Below it easy, above `HARD_ABOVE` hard; both bounds are medium (spec C11). */
const EASY_BELOW = 0.35;
const HARD_ABOVE = 0.65;

/** What a score is taken to be when only the level is known: the middle of its range (spec C11). */
const REPRESENTATIVE: Readonly<Record<DifficultyLevel, number>> = { easy: 0.175, medium: 0.5, hard: 0.825 };

const NOTHING: JsonObject = Object.freeze({});

/** Level of a score in [0, 1]. */
export function levelOfScore(score: number): DifficultyLevel {
  const rounded = toSixDecimals(score);
  if (rounded < EASY_BELOW) return 'easy';
  return rounded > HARD_ABOVE ? 'hard' : 'medium';
}

export function representativeScore(level: DifficultyLevel): number {
  return REPRESENTATIVE[level];
}

/**
 * An estimate from outside. An explicit level is kept whatever the score; without a level the score decides, without
 * either it is medium. Absent: source caller, no score, no confidence, no reasoning. `features` and `metadata` that are
 * no JSON objects, and a `reasoning` that is no text, count as absent.
 *
 * Errors: `invalid_object`, `invalid_source`, `invalid_level`, `invalid_score`, `invalid_confidence`.
 *
 * @example createEstimate({ score: 0.7 }) // hard
 */
export function createEstimate(input: unknown): Result<DifficultyEstimate> {
  if (!isObject(input)) return fail('invalid_object', 'A difficulty is an object such as {"level": "hard"}.');
  const { level, reasoning, features, metadata } = input;
  const source = SOURCES.find((known) => known === (input['source'] ?? 'caller'));
  const score = input['score'] ?? null;
  const confidence = input['confidence'] ?? null;
  if (source === undefined) return fail('invalid_source', `"source" is one of ${SOURCES.join(', ')}.`);
  if (level !== undefined && level !== null && !isDifficultyLevel(level)) {
    return fail('invalid_level', '"level" is easy, medium or hard.', { level });
  }
  if (!isShareOrNull(score)) return fail('invalid_score', '"score" is a number from 0 to 1.');
  if (!isShareOrNull(confidence)) return fail('invalid_confidence', '"confidence" is a number from 0 to 1.');
  return ok(
    Object.freeze({
      source,
      level: level ?? (score === null ? 'medium' : levelOfScore(score)),
      score,
      confidence,
      reasoning: typeof reasoning === 'string' ? reasoning : '',
      features: frozenJsonObject(features) ?? NOTHING,
      metadata: frozenJsonObject(metadata) ?? NOTHING,
    }),
  );
}

/** Plain JSON without nulls and empty objects. */
export function estimateToObject(estimate: DifficultyEstimate): JsonObject {
  const { source, level, score, confidence, reasoning, features, metadata } = estimate;
  const object: Record<string, JsonValue> = { source, level };
  if (score !== null) object['score'] = score;
  if (confidence !== null) object['confidence'] = confidence;
  if (reasoning !== '') object['reasoning'] = reasoning;
  if (Object.keys(features).length > 0) object['features'] = features;
  if (Object.keys(metadata).length > 0) object['metadata'] = metadata;
  return object;
}

/** The estimate that {@link estimateToObject} wrote; errors as {@link createEstimate}. */
export function estimateFromObject(value: unknown): Result<DifficultyEstimate> {
  return createEstimate(value);
}

function isShareOrNull(value: unknown): value is number | null {
  return value === null || (typeof value === 'number' && value >= 0 && value <= 1);
}
