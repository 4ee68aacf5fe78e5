import type { Prediction } from '../../facts/prediction.ts';
import { exactCount } from '../../facts/readable-number.ts';
import { FORMULA } from './formula/parameters.ts';

/** Why a budget is what it is, in sentences (spec P4: the seed's reasoning). */
export function explainPrediction(prediction: Prediction): string {
  const { characteristics, factors, method, coverage } = prediction;
  const { novelty, uncertainty, criticality } = characteristics;
  const sentences = [
    pastSentence(prediction),
    `Novelty ${inPercent(novelty)}, uncertainty ${inPercent(uncertainty)}, criticality ${inPercent(criticality)}.`,
  ];
  const clauses = factors
    .filter(({ multiplier }) => multiplier !== 1)
    .map(({ reason, multiplier }) => `${reason} ×${multiplier}`);
  if (clauses.length > 0)
    sentences.push(`${method === 'learned' ? 'The formula counts' : 'Counted'}: ${clauses.join(', ')}.`);
  if (method === 'override') sentences.push('The budget is your own.');
  if (coverage !== null) sentences.push(coverageSentence(coverage.held, coverage.tasks));
  return sentences.join(' ');
}

/** What the formula has to go by: how many tasks are similar, and what they used, or why that does not count. */
function pastSentence({ similarTasks, similarMean, method }: Prediction): string {
  if (similarMean !== null && method !== 'heuristic')
    return similarSentence(similarTasks, Math.round(similarMean));
  return similarTasks < FORMULA.minHistory
    ? `Too few similar tasks to go by (${exactCount(similarTasks)}).`
    : `${exactCount(similarTasks)} similar tasks, none of which is known to have gone well.`;
}

function similarSentence(tasks: number, mean: number): string {
  const used = `used ${exactCount(mean)} ${mean === 1 ? 'token' : 'tokens'}`;
  return tasks === 1
    ? `1 similar task; it ${used}.`
    : `${exactCount(tasks)} similar tasks; those that went well ${used} on average.`;
}

/** "The interval held 79 % of the time over your last 212 tasks." */
export function coverageSentence(held: number, tasks: number): string {
  return tasks === 1
    ? `The interval ${held === 1 ? 'held' : 'did not hold'} for the one task so far.`
    : `The interval held ${inPercent(held / tasks)} of the time over your last ${exactCount(tasks)} tasks.`;
}

function inPercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
