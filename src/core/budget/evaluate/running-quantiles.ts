import { LEVELS, placeOf, quantileOf } from '../predict/learned/statistics.ts';

/** Log tokens at the six levels. */
export type RunningForecast = readonly number[];

/** Before anything is known (prediction study). */
const START_LOG = Math.log(8000);

/** The baseline to beat: the quantiles of everything seen so far in the stream. */
export function runningQuantiles() {
  const sorted: number[] = [];
  return {
    forecast: (): RunningForecast =>
      LEVELS.map((level) => (sorted.length === 0 ? START_LOG : quantileOf(sorted, level))),
    learn(tokens: number): void {
      const log = Math.log(tokens);
      sorted.splice(placeOf(sorted, log), 0, log);
    },
  };
}
