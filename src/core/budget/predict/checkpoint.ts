import { isObject } from '../../facts/json-value.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import type { PhaseHistory } from '../phases/learned-phases.ts';
import { isTaskType, packRow, packTask, rowOf, taskOf } from './checkpoint-rows.ts';
import { isList, isListOf, isNumber, isTargetState } from './learned/check-state.ts';
import { type Predictor, predictor, type PredictorState } from './predictor.ts';

/** Of the layout below and of all that is learned: another version is not gone on from, but learned anew. */
export const CHECKPOINT_VERSION = 1;

/** A predictor as JSON, without text: words are keyed hashes. */
export function checkpointOf(state: PredictorState): unknown {
  const { records, learner, past, phases } = state;
  return {
    version: CHECKPOINT_VERSION,
    records,
    out: learner.out,
    total: learner.total,
    tasks: learner.tasks.map(packTask),
    past: past.map(packRow),
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
export function allOf<T>(value: unknown, read: (entry: readonly unknown[]) => T | null): readonly T[] | null {
  if (!Array.isArray(value)) return null;
  const all: T[] = [];
  for (const entry of value as readonly unknown[]) {
    const one = Array.isArray(entry) ? read(entry) : null;
    if (one === null) return null;
    all.push(one);
  }
  return all;
}

export function isPhaseHistory(value: unknown): value is PhaseHistory {
  if (!isObject(value)) return false;
  return Object.entries(value).every(([type, tasks]) => isTaskType(type) && isListOf(tasks, isList));
}
