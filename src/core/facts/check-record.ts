import { isInstant } from './check-ledger.ts';
import { type Characteristics, TASK_TYPES, type TaskType } from './characteristics.ts';
import {
  ACTIVITIES,
  type Activity,
  type BudgetRecord,
  type Outcome,
  REFLECTION_BELOW_QUALITY,
} from './outcome-record.ts';
import {
  type Forecast,
  type Interval,
  PHASES,
  type Phases,
  PREDICTION_METHODS,
  type PredictionMethod,
  type PromisedPrediction,
  type Quantiles,
} from './prediction.ts';
import { fail, type FailureCode, ok, type Result } from './result.ts';
import type { TaskFeatures } from './task-features.ts';

type Fields = Readonly<Record<string, unknown>>;
const BROKEN = Symbol('broken');
type Checked<T> = T | typeof BROKEN;

/**
 * Checks one record as it is written, read back or imported, in the order of P7's table. Defaults are filled in,
 * fields that are not P7's are dropped, `undefined` counts as absent.
 *
 * @returns the frozen record, or `invalid_<field>` for the first field that breaks its rule (`invalid_record` when
 *   it is no object)
 */
export function checkRecord(value: unknown): Result<BudgetRecord> {
  if (!isFields(value))
    return fail('invalid_record', 'A record must be an object with the fields of an outcome.');
  const record: Record<string, unknown> = {};
  for (const [field, code, check] of RULES) {
    const checked = check(value[field], value);
    if (checked === BROKEN)
      return fail(code, `${field} of the record ${MUST[field] ?? 'has a wrong type'}.`, { field });
    if (checked !== undefined) record[field] = checked;
  }
  // Every field was put there by the rule that checked it.
  return ok(Object.freeze(record) as unknown as BudgetRecord);
}

type Check = (value: unknown, record: Fields) => unknown;

const MUST: Readonly<Record<string, string>> = {
  id: 'must be a text that is not blank',
  taskId: 'must be a text that is not blank',
  at: 'must be a time in epoch milliseconds',
  characteristics: 'must hold the characteristics of a task in their ranges',
  prediction: 'must be what was promised, or null',
  budgetAllocated: 'must be an integer above 0, or null',
  budgetUsed: 'must be an integer of at least 0',
  totalTokens: 'must be an integer of at least budgetUsed',
  thinkingTokens: 'must be an integer from 0 to budgetUsed, or null',
  activity: 'must hold integers of at least 0 that make up budgetUsed together with thinkingTokens',
  outcome: 'must hold success (true, false or null) and quality (0 to 100 or null)',
  features: 'must be the features of a task, or null',
  costMicroUsd: 'must be an integer of at least 0, or null',
  allocation: 'must be an integer of at least 0 (hundredths of a compute unit)',
};

const RULES: readonly (readonly [keyof BudgetRecord, FailureCode, Check])[] = [
  ['id', 'invalid_id', name],
  ['taskId', 'invalid_task_id', name],
  // beyond what a Date can hold every report would fail on it
  ['at', 'invalid_at', (value) => (isInstant(value) ? value : BROKEN)],
  ['characteristics', 'invalid_characteristics', characteristics],
  ['prediction', 'invalid_prediction', (value) => orNull(value, promised)],
  ['budgetAllocated', 'invalid_budget_allocated', (value) => orNull(value, (given) => integer(given, 1))],
  ['budgetUsed', 'invalid_budget_used', (value) => integer(value, 0)],
  [
    'totalTokens',
    'invalid_total_tokens',
    (value, { budgetUsed }) => orAbsent(value, (given) => integer(given, Number(budgetUsed))),
  ],
  [
    'thinkingTokens',
    'invalid_thinking_tokens',
    (value, { budgetUsed }) => orNull(value, (given) => integer(given, 0, Number(budgetUsed))),
  ],
  ['activity', 'invalid_activity', (value, record) => orAbsent(value, (given) => activity(given, record))],
  ['outcome', 'invalid_outcome', outcome],
  ['features', 'invalid_features', (value) => orNull(value, features)],
  ['agent', 'invalid_agent', optionalText],
  ['model', 'invalid_model', optionalText],
  ['workspace', 'invalid_workspace', optionalText],
  ['tenant', 'invalid_tenant', optionalText],
  ['costMicroUsd', 'invalid_cost_micro_usd', (value) => orNull(value, (given) => integer(given, 0))],
  ['allocation', 'invalid_allocation', (value) => orAbsent(value, (given) => integer(given, 0))],
  ['witnessId', 'invalid_witness_id', optionalText],
  ['requestId', 'invalid_request_id', optionalText],
  ['text', 'invalid_text', optionalText],
];

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function within(value: unknown, low: number, high: number): value is number {
  return isFinite(value) && value >= low && value <= high;
}

function integer(value: unknown, low: number, high = Number.MAX_SAFE_INTEGER): Checked<number> {
  return within(value, low, high) && Number.isSafeInteger(value) ? value : BROKEN;
}

function name(value: unknown): Checked<string> {
  return typeof value === 'string' && value.trim() !== '' ? value : BROKEN;
}

function optionalText(value: unknown): Checked<string> | undefined {
  return orAbsent(value, (given) => (typeof given === 'string' ? given : BROKEN));
}

function orNull<T>(value: unknown, check: (value: unknown) => Checked<T>): Checked<T> | null {
  return value === undefined || value === null ? null : check(value);
}

function orAbsent<T>(value: unknown, check: (value: unknown) => Checked<T>): Checked<T> | undefined {
  return value === undefined ? undefined : check(value);
}

function isTaskType(value: unknown): value is TaskType {
  return value === 'unknown' || TASK_TYPES.some((type) => type === value);
}

function characteristics(value: unknown): Checked<Characteristics> {
  if (!isFields(value)) return BROKEN;
  const {
    complexity,
    domain,
    novelty,
    uncertainty,
    criticality,
    taskType,
    subtaskCount = 0,
    storyPoints = null,
  } = value;
  const { requiresCreativity = false, involvesArchitecture = false } = value;
  if (!Array.isArray(domain) || !domain.every((each): each is string => typeof each === 'string'))
    return BROKEN;
  if (!within(complexity, 0, 100) || !within(novelty, 0, 1) || !within(uncertainty, 0, 1)) return BROKEN;
  if (
    !within(criticality, 0, 1) ||
    !isTaskType(taskType) ||
    !within(subtaskCount, 0, Number.MAX_SAFE_INTEGER)
  )
    return BROKEN;
  if (storyPoints !== null && !isFinite(storyPoints)) return BROKEN;
  if (typeof requiresCreativity !== 'boolean' || typeof involvesArchitecture !== 'boolean') return BROKEN;
  return Object.freeze({
    complexity,
    domain: Object.freeze([...domain]),
    novelty,
    uncertainty,
    criticality,
    taskType,
    subtaskCount,
    storyPoints,
    requiresCreativity,
    involvesArchitecture,
  });
}

function promised(value: unknown): Checked<PromisedPrediction> {
  if (!isFields(value)) return BROKEN;
  const output = forecast(value);
  const phases = phasesOf(value.phases);
  const total = orNull(value.total, forecast);
  const { confidence, method } = value;
  if (output === BROKEN || phases === BROKEN || total === BROKEN || !within(confidence, 0, 1)) return BROKEN;
  if (!PREDICTION_METHODS.some((known) => known === method)) return BROKEN;
  return Object.freeze({ ...output, confidence, method: method as PredictionMethod, phases, total });
}

function forecast(value: unknown): Checked<Forecast> {
  if (!isFields(value)) return BROKEN;
  const recommended = integer(value.recommended, 1);
  const interval = intervalOf(value.interval);
  const quantiles = orNull(value.quantiles, quantilesOf);
  if (recommended === BROKEN || interval === BROKEN || quantiles === BROKEN || !isFinite(value.typical))
    return BROKEN;
  return Object.freeze({ recommended, typical: value.typical, interval, quantiles });
}

function intervalOf(value: unknown): Checked<Interval> {
  if (!isFields(value)) return BROKEN;
  const { low, high, level, calibrated } = value;
  if (
    !isFinite(low) ||
    !isFinite(high) ||
    low > high ||
    !within(level, 0, 1) ||
    typeof calibrated !== 'boolean'
  )
    return BROKEN;
  return Object.freeze({ low, high, level, calibrated });
}

function quantilesOf(value: unknown): Checked<Quantiles> {
  if (!isFields(value)) return BROKEN;
  const { q05, q10, q50, q80, q90, q95 } = value;
  if (
    !isFinite(q05) ||
    !isFinite(q10) ||
    !isFinite(q50) ||
    !isFinite(q80) ||
    !isFinite(q90) ||
    !isFinite(q95)
  )
    return BROKEN;
  return Object.freeze({ q05, q10, q50, q80, q90, q95 });
}

function phasesOf(value: unknown): Checked<Phases> {
  if (!isFields(value)) return BROKEN;
  const { thinking, planning, execution, reflection } = value;
  if (PHASES.some((phase) => integer(value[phase], 0) === BROKEN)) return BROKEN;
  return Object.freeze({ thinking, planning, execution, reflection } as Phases);
}

function activity(value: unknown, { budgetUsed, thinkingTokens }: Fields): Checked<Activity> {
  if (!isFields(value)) return BROKEN;
  const spent: Record<string, number> = {};
  let sum = 0;
  for (const kind of ACTIVITIES) {
    const tokens = orAbsent(value[kind], (given) => integer(given, 0));
    if (tokens === BROKEN) return BROKEN;
    if (tokens === undefined) continue;
    spent[kind] = tokens;
    sum += tokens;
  }
  const rest = Number(budgetUsed) - (isFinite(thinkingTokens) ? thinkingTokens : 0);
  const fits = isFinite(thinkingTokens) ? sum === rest : sum <= rest;
  return fits ? Object.freeze(spent) : BROKEN;
}

function outcome(value: unknown): Checked<Outcome> {
  if (value !== undefined && !isFields(value)) return BROKEN;
  const { success = null, quality = null, completedInTime = true, requiredReflection } = value ?? {};
  if (success !== null && typeof success !== 'boolean') return BROKEN;
  if (quality !== null && !within(quality, 0, 100)) return BROKEN;
  if (typeof completedInTime !== 'boolean') return BROKEN;
  const reflection = requiredReflection ?? (quality === null ? null : quality < REFLECTION_BELOW_QUALITY);
  if (reflection !== null && typeof reflection !== 'boolean') return BROKEN;
  return Object.freeze({ success, quality, completedInTime, requiredReflection: reflection });
}

const COUNTS = [
  'characters',
  'words',
  'bullets',
  'codeFences',
  'questionMarks',
  'filePaths',
  'images',
  'turn',
] as const;

function features(value: unknown): Checked<TaskFeatures> {
  if (!isFields(value)) return BROKEN;
  const { taskHash, terms, slashCommand = null, session = null } = value;
  if (typeof taskHash !== 'string' || taskHash === '' || !isTerms(terms)) return BROKEN;
  if (slashCommand !== null && typeof slashCommand !== 'string') return BROKEN;
  if (session !== null && typeof session !== 'string') return BROKEN;
  const counts: Record<string, number> = {};
  for (const field of COUNTS) {
    const count = integer(value[field] ?? 0, 0);
    if (count === BROKEN) return BROKEN;
    counts[field] = count;
  }
  return Object.freeze({
    taskHash,
    terms: Object.freeze([...terms]),
    slashCommand,
    session,
    ...(counts as Record<(typeof COUNTS)[number], number>),
  });
}

const HASHES = 2 ** 32;

/** Hash, count, … ascending by hash, as {@link TaskFeatures} wants them. */
function isTerms(value: unknown): value is readonly number[] {
  if (!Array.isArray(value) || value.length % 2 === 1) return false;
  let before = -1;
  for (let i = 0; i < value.length; i += 2) {
    const hash: unknown = value[i];
    if (integer(hash, before + 1, HASHES - 1) === BROKEN || integer(value[i + 1], 1) === BROKEN) return false;
    before = Number(hash);
  }
  return true;
}
