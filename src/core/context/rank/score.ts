import { SIGNALS, type Signals } from './signals.ts';
import type { RankParameters } from './weights.ts';

/** The weighted sum of the signals, a number per file of the index; its scale means nothing by itself. */
export function scoresOf(
  { values }: Pick<Signals, 'values'>,
  { weights }: Pick<RankParameters, 'weights'>,
): Float64Array {
  const scores = new Float64Array(values.content.length);
  for (const signal of SIGNALS) {
    const weight = weights[signal];
    values[signal].forEach((value, place) => {
      scores[place] = (scores[place] ?? 0) + weight * value;
    });
  }
  return scores;
}
