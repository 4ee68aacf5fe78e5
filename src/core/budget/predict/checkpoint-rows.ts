import { TASK_TYPES, type TaskType } from '../../facts/characteristics.ts';
import type { PastRow } from './formula/past-columns.ts';
import { isList, isListOf, isNumber } from './learned/check-state.ts';
import type { RememberedTask, Trace } from './learned/memory.ts';
import { packTerms, unpackTerms } from './pack-terms.ts';

/** A remembered task as a checkpoint has it: its fields in this order. */
export function packTask({ taskId, used, norm, terms, out, total }: RememberedTask): readonly unknown[] {
  return [taskId, used, norm, packTerms(terms), packTrace(out), packTrace(total)];
}

/** What the formula keeps of a record, as a checkpoint has it. */
export function packRow(row: PastRow): readonly unknown[] {
  const { taskId, at, used, success, quality, agent, characteristics } = row;
  const { complexity, novelty, uncertainty, criticality, taskType, domain } = characteristics;
  const figures = [complexity, novelty, uncertainty, criticality];
  return [taskId, at, used, success, quality, agent, figures, taskType, domain];
}

/** Null for what is none. */
export function taskOf([taskId, used, norm, packed, out, total]: readonly unknown[]): RememberedTask | null {
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

/** Null for what is none. */
export function rowOf(entry: readonly unknown[]): PastRow | null {
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

export function isTaskType(value: unknown): value is TaskType {
  return value === 'unknown' || TASK_TYPES.some((type) => type === value);
}
