import { isObject } from '../../facts/json-value.ts';
import { allOf, CHECKPOINT_VERSION, isPhaseHistory } from './checkpoint.ts';
import { packRow, packTask, rowOf, taskOf } from './checkpoint-rows.ts';
import { isNumber, isTargetState } from './learned/check-state.ts';
import type { TargetState } from './learned/target.ts';
import {
  type Predictor,
  type PredictorState,
  type ReturningPredictor,
  returningPredictor,
} from './predictor.ts';

/** Some 40 KB as JSON each: a part is written or read in a few milliseconds. */
const TASKS_A_PART = 32;
const ROWS_A_PART = 256;

/**
 * A checkpoint as many small values, for who must not work for long at a time: `{version, records, phases, tasks,
 * past}` with the numbers of what follows, `{out}` and `{total}`, then the tasks and rows. The state is a snapshot:
 * what is learned meanwhile is not in them.
 */
export function* checkpointParts({
  records,
  learner,
  past,
  phases,
}: PredictorState): Generator<unknown, void> {
  const { out, total, tasks } = learner;
  yield { version: CHECKPOINT_VERSION, records, phases, tasks: tasks.length, past: past.length };
  yield { out };
  yield { total };
  for (let at = 0; at < tasks.length; at += TASKS_A_PART)
    yield { tasks: tasks.slice(at, at + TASKS_A_PART).map(packTask) };
  for (let at = 0; at < past.length; at += ROWS_A_PART)
    yield { past: past.slice(at, at + ROWS_A_PART).map(packRow) };
}

/** Makes the predictor again from the parts, in their order. */
export interface PartsReader {
  /** @returns false for one that is none, is of another version or stands at another place */
  take(part: unknown): boolean;
  /** Null when parts are missing. */
  end(): Predictor | null;
}

type Head = Pick<PredictorState, 'records' | 'phases'> & { readonly tasks: number; readonly past: number };

export function partsReader(): PartsReader {
  let head: Head | null = null;
  let out: TargetState | null = null;
  let made: ReturningPredictor | null = null;
  const read = { tasks: 0, past: 0 };

  return {
    take(part) {
      if (!isObject(part)) return false;
      if (head === null) {
        head = headOf(part);
        return head !== null;
      }
      if (made === null) {
        if (out === null) {
          out = isTargetState(part['out']) ? part['out'] : null;
          return out !== null;
        }
        const { total } = part;
        if (!isTargetState(total)) return false;
        made = returningPredictor({ records: head.records, phases: head.phases, out, total });
        return true;
      }
      // of either kind
      const tasks = 'tasks' in part ? allOf(part['tasks'], taskOf) : [];
      const past = 'past' in part ? allOf(part['past'], rowOf) : [];
      if (tasks === null || past === null || tasks.length + past.length === 0) return false;
      for (const task of tasks) made.remember(task);
      for (const row of past) made.compareWith(row);
      read.tasks += tasks.length;
      read.past += past.length;
      return true;
    },
    end: () =>
      made !== null && read.tasks === head?.tasks && read.past === head.past ? made.predictor : null,
  };
}

function headOf(part: Readonly<Record<string, unknown>>): Head | null {
  const { version, records, phases, tasks, past } = part;
  if (version !== CHECKPOINT_VERSION || !isPhaseHistory(phases)) return null;
  return isNumber(records) && isNumber(tasks) && isNumber(past) ? { records, phases, tasks, past } : null;
}
