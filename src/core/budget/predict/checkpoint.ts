import { TASK_TYPES, type TaskType } from '../../facts/characteristics.ts';
import { isObject } from '../../facts/json-value.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import type { PhaseHistory } from '../phases/learned-phases.ts';
import type { PastRow } from './formula/past-columns.ts';
import { isList, isListOf, isNumber, isTargetState } from './learned/check-state.ts';
import type { RememberedTask, Trace } from './learned/memory.ts';
import { packTerms, unpackTerms } from './pack-terms.ts';
import { type Predictor, predictor, type PredictorState } from './predictor.ts';

/** Of the layout below and of all that is learned: another version is not gone on from, but learned anew. */
export const CHECKPOINT_VERSION = 1;

/** A predictor as JSON, without text: words are keyed hashes. */
export function checkpointOf(state: PredictorState): unknown {
  const { records, learner, past, phases } = state;
  const tasks = learner.tasks.map(({ taskId, used, norm, terms, out, total }) => [
    taskId,
    used,
    norm,
    packTerms(terms),
    packTrace(out),
    packTrace(total),
  ]);
  const rows = past.map(({ taskId, at, used, success, quality, agent, characteristics }) => {
    const { complexity, novelty, uncertainty, criticality, taskType, domain } = characteristics;
    const figures = [complexity, novelty, uncertainty, criticality];
    return [taskId, at, used, success, quality, agent, figures, taskType, domain];
  });
  return {
    version: CHECKPOINT_VERSION,
    records,
    out: learner.out,
    total: learner.total,
    tasks,
    past: rows,
    phases,
  };
}

/**
 * The predictor that a checkpoint was taken of; it answers the same.
 *
 * Errors: `invalid_checkpoint` for one of another version or with a part that is none; learn from the records then.
 */
export function predictorFrom(checkpoint: unknown): Result<Predictor> {
  const state = stateOf(checkpoint);
  if (state !== null) return ok(predictor(state));
  return fail(
    'invalid_checkpoint',
    'The checkpoint of the predictor cannot be used: it learns from the records.',
  );
}

function stateOf(checkpoint: unknown): PredictorState | null {
  if (!isObject(checkpoint) || checkpoint['version'] !== CHECKPOINT_VERSION) return null;
  const { records, out, total, phases } = checkpoint;
  const tasks = allOf(checkpoint['tasks'], taskOf);
  const past = allOf(checkpoint['past'], rowOf);
  if (!isNumber(records) || !isTargetState(out) || !isTargetState(total) || !isPhaseHistory(phases))
    return null;
  return tasks === null || past === null ? null : { records, learner: { out, total, tasks }, past, phases };
}

/** Null when the value is no list, or one of its entries is nothing. */
function allOf<T>(value: unknown, read: (entry: readonly unknown[]) => T | null): readonly T[] | null {
  if (!Array.isArray(value)) return null;
  const all: T[] = [];
  for (const entry of value as readonly unknown[]) {
    const one = Array.isArray(entry) ? read(entry) : null;
    if (one === null) return null;
    all.push(one);
  }
  return all;
}

function taskOf([taskId, used, norm, packed, out, total]: readonly unknown[]): RememberedTask | null {
  const terms = typeof packed === 'string' ? unpackTerms(packed) : null;
  if (typeof taskId !== 'string' || terms === null || !isNumber(norm)) return null;
  if (!(used === null || isNumber(used)) || !isPackedTrace(out) || !isPackedTrace(total)) return null;
  return { taskId, used, norm, terms, out: unpackTrace(out), total: unpackTrace(total) };
}

function packTrace(trace: Trace | null): readonly number[] | null {
  return trace === null ? null : [trace.deviation, ...trace.errors];
}

function isPackedTrace(value: unknown): value is readonly number[] | null {
  return value === null || (isList(value) && value.length > 0);
}

function unpackTrace(packed: readonly number[] | null): Trace | null {
  if (packed === null) return null;
  const [deviation = 0, ...errors] = packed;
  return { deviation, errors };
}

function rowOf(entry: readonly unknown[]): PastRow | null {
  const [taskId, at, used, success, quality, agent, figures, taskType, domain] = entry;
  if (typeof taskId !== 'string' || !isNumber(at) || !isNumber(used) || !isList(figures)) return null;
  if (!(success === null || typeof success === 'boolean') || !(quality === null || isNumber(quality)))
    return null;
  if (!(agent === null || typeof agent === 'string') || !isTaskType(taskType) || !isListOf(domain, isText))
    return null;
  const [complexity = 0, novelty = 0, uncertainty = 0, criticality = 0] = figures;
  const characteristics = { complexity, novelty, uncertainty, criticality, taskType, domain };
  return { taskId, at, used, success, quality, agent, characteristics };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTaskType(value: unknown): value is TaskType {
  return value === 'unknown' || TASK_TYPES.some((type) => type === value);
}

function isPhaseHistory(value: unknown): value is PhaseHistory {
  if (!isObject(value)) return false;
  return Object.entries(value).every(([type, tasks]) => isTaskType(type) && isListOf(tasks, isList));
}
