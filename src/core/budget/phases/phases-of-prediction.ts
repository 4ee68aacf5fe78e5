import type { Phases, Prediction } from '../../facts/prediction.ts';
import { formulaPhases } from './formula-phases.ts';
import { phasesByWeight } from './split.ts';

/** Any amount by the phases of a prediction: by what was learned, else by the formula. @param tokens integer ≥ 0 */
export function phasesOfPrediction(
  tokens: number,
  { phaseRanges, characteristics }: Pick<Prediction, 'phaseRanges' | 'characteristics'>,
): Phases {
  if (phaseRanges === null) return formulaPhases(tokens, characteristics);
  const { thinking, planning, execution, reflection } = phaseRanges;
  return phasesByWeight(tokens, {
    thinking: thinking.share,
    planning: planning.share,
    execution: execution.share,
    reflection: reflection.share,
  });
}
