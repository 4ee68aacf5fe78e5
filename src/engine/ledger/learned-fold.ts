import { CHECKPOINT_VERSION, predictorFrom } from '../../core/budget/predict/checkpoint.ts';
import { type Predictor, predictor } from '../../core/budget/predict/predictor.ts';
import { predictorFold } from '../../core/budget/predict/predictor-fold.ts';
import type { Checkpoint, Fold } from '../../node/store/stored-record.ts';
import type { OutcomeEntry } from '../../node/store/workspace-record.ts';

const NAME = 'prediction';

/** What was learned from outcomes that are pruned, kept beside those that are left. */
export const learnedFold: Fold<OutcomeEntry> = {
  name: NAME,
  version: CHECKPOINT_VERSION,
  begin: (before) => {
    const { fold } = predictorFold();
    let state = before;
    return {
      take: (record) => {
        state = fold(state, record);
      },
      end: () => state,
    };
  },
};

/** The predictor that goes on from there; a new one where nothing was pruned, or another version learned it. */
export function predictorAfter(checkpoint: Checkpoint | null): Predictor {
  const kept = checkpoint?.states[NAME];
  const read = kept?.version === CHECKPOINT_VERSION ? predictorFrom(kept.state) : null;
  return read?.ok === true ? read.value : predictor();
}
