import { unitsOf } from '../../facts/amounts.ts';
import { frozenJsonObject, isObject, type JsonObject } from '../../facts/json-value.ts';
import { fail, type FailureCode, ok, type Result } from '../../facts/result.ts';
import { costHundredthsOf, type ComputeSettings } from './cost.ts';

/** What computing a task may use (spec C2), deeply frozen. */
export interface ComputeBudget extends ComputeSettings {
  /** Verification drops candidates below it, in [0, 1]. */
  readonly prmThreshold: number;
  readonly metadata: JsonObject;
  /** Computed from the settings (spec C3); hundredths of a compute unit. */
  readonly costHundredths: number;
  /** The same in compute units. */
  readonly cost: number;
}

/** Largest number of candidates, refinements or search iterations (spec C2). */
export const LARGEST_COUNT = 1e9;

/** Of a budget with search that names no number of iterations (spec C2). */
const DEFAULT_SEARCH_ITERATIONS = 50;

const DEFAULT_PRM_THRESHOLD = 0.5;

/**
 * A compute budget from outside: every field is checked in the order of the spec's table, and the first that is wrong
 * is the error. `undefined` means absent; null is absent for `searchIterations` only. Unknown names are ignored, and
 * so is a `cost`, which is computed.
 *
 * Errors: `invalid_object`, `invalid_num_candidates`, `invalid_use_prm`, `invalid_use_search`,
 * `invalid_max_refinements`, `invalid_search_iterations`, `invalid_prm_threshold`, `invalid_metadata`; `details` name
 * the field.
 *
 * @example create({ numCandidates: 5, usePrm: true }) // ok: cost 7.5
 */
export function create(input: unknown): Result<ComputeBudget> {
  if (!isObject(input)) {
    return fail('invalid_object', 'A compute budget is an object such as {"numCandidates": 5}.');
  }
  const { numCandidates, usePrm = false, useSearch = false, maxRefinements = 0 } = input;
  const { searchIterations, prmThreshold = DEFAULT_PRM_THRESHOLD, metadata = {} } = input;
  if (!isCount(numCandidates, 1)) {
    return wrong('invalid_num_candidates', 'numCandidates', 'a whole number from 1 to 1,000,000,000');
  }
  if (typeof usePrm !== 'boolean') return wrong('invalid_use_prm', 'usePrm', 'true or false');
  if (typeof useSearch !== 'boolean') return wrong('invalid_use_search', 'useSearch', 'true or false');
  if (!isCount(maxRefinements, 0)) {
    return wrong('invalid_max_refinements', 'maxRefinements', 'a whole number from 0 to 1,000,000,000');
  }
  const iterations = searchIterations ?? null;
  if (iterations !== null && !isCount(iterations, 1)) {
    const expected = 'null or a whole number from 1 to 1,000,000,000';
    return wrong('invalid_search_iterations', 'searchIterations', expected);
  }
  if (typeof prmThreshold !== 'number' || !(prmThreshold >= 0 && prmThreshold <= 1)) {
    return wrong('invalid_prm_threshold', 'prmThreshold', 'a number from 0 to 1');
  }
  const frozenMetadata = frozenJsonObject(metadata);
  if (frozenMetadata === null) return wrong('invalid_metadata', 'metadata', 'a plain JSON object');
  const settings: ComputeSettings = {
    numCandidates,
    usePrm,
    useSearch,
    // −0 is 0: it would not survive JSON.
    maxRefinements: maxRefinements + 0,
    searchIterations: iterations ?? (useSearch ? DEFAULT_SEARCH_ITERATIONS : null),
  };
  const costHundredths = costHundredthsOf(settings);
  return ok(
    Object.freeze({
      ...settings,
      prmThreshold: prmThreshold + 0,
      metadata: frozenMetadata,
      costHundredths,
      cost: unitsOf(costHundredths),
    }),
  );
}

/** As {@link create}, for settings that are known to be right. @throws Error `Invalid ComputeBudget: <code>` */
export function createOrThrow(input: unknown): ComputeBudget {
  const created = create(input);
  if (!created.ok) throw new Error(`Invalid ComputeBudget: ${created.error.code}`);
  return created.value;
}

/** Plain JSON with every field and the cost; null is kept. */
export function toObject(budget: ComputeBudget): JsonObject {
  return { ...budget };
}

/** The budget that {@link toObject} wrote; strict as {@link create}: a wrong type is never replaced by a default. */
export function fromObject(value: unknown): Result<ComputeBudget> {
  return create(value);
}

/**
 * A value that {@link create} made, also when it comes back from elsewhere: right settings, every field there, and the
 * cost that follows from them.
 *
 * @returns a frozen copy, null for anything else
 */
export function asComputeBudget(value: unknown): ComputeBudget | null {
  if (!isObject(value) || !isObject(value['metadata'])) return null;
  const created = create(value);
  if (!created.ok) return null;
  const same = Object.entries(created.value).every(
    ([name, content]) => name === 'metadata' || value[name] === content,
  );
  return same ? created.value : null;
}

function isCount(value: unknown, least: number): value is number {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= LARGEST_COUNT;
}

function wrong(code: FailureCode, field: string, expected: string) {
  return fail(code, `"${field}" of a compute budget must be ${expected}.`, { field });
}
