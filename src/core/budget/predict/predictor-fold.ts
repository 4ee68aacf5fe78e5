import type { BudgetRecord } from '../../facts/outcome-record.ts';
import { CHECKPOINT_VERSION, checkpointOf, predictorFrom } from './checkpoint.ts';
import { type Predictor, predictor } from './predictor.ts';

/** A fold over the records that are pruned, as the store wants it (spec C9): what was learned of them stays. */
export interface PredictorFold {
  readonly name: string;
  readonly version: number;
  readonly fold: (state: unknown, record: BudgetRecord) => unknown;
}

/** Becomes JSON only when it is written: a checkpoint after every record would take longer than learning it. */
interface Learning {
  readonly predictor: Predictor;
  toJSON(): unknown;
}

export function predictorFold(): PredictorFold {
  // States of this fold's own making, told apart from JSON that was read.
  const own = new WeakSet<object>();
  const isOwn = (state: unknown): state is Learning =>
    typeof state === 'object' && state !== null && own.has(state);
  return {
    name: 'prediction',
    version: CHECKPOINT_VERSION,
    fold(state, record) {
      const learning = isOwn(state) ? state : startFrom(state);
      own.add(learning);
      learning.predictor.record(record);
      return learning;
    },
  };
}

function startFrom(state: unknown): Learning {
  const read = predictorFrom(state);
  const from = read.ok ? read.value : predictor();
  return { predictor: from, toJSON: () => checkpointOf(from.state()) };
}
