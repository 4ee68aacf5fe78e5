import type { DescribedTask } from '../facts/characteristics.ts';
import { characteristicsOf } from './characteristics.ts';
import { noveltyOf } from './novelty.ts';
import { type ReadTask, readTask } from './read-task.ts';
import type { Unrated } from './similarity.ts';

/** A task with what is known of it before it runs. */
export interface Described extends DescribedTask {
  readonly task: ReadTask;
}

/**
 * The first step of the line: a task in plain words or fields → its characteristics (spec P2). Every value that the
 * caller gives stands; what could not be used is named in `ignored`. No input is an error.
 *
 * @param highestSimilarity how similar the most similar task of the past is, null without history (`highestSimilarity`
 *   over all of it, or an index); by default there is no history, and whoever has one finds the novelty later
 * @example describeTask({ title: 'Add unit tests', storyPoints: 3 }).characteristics.taskType // 'testing'
 */
export function describeTask(
  input: unknown,
  highestSimilarity: (task: Unrated) => number | null = () => null,
): Described {
  const task = readTask(input);
  const characteristics = characteristicsOf(task);
  const noveltyGiven = task.novelty !== null;
  return Object.freeze({
    task,
    characteristics: noveltyGiven
      ? characteristics
      : Object.freeze({ ...characteristics, novelty: noveltyOf(highestSimilarity(characteristics)) }),
    noveltyGiven,
    ignored: task.ignored,
  });
}

/** The words of a task: what an estimator or a predictor reads. */
export function textOf({ title, description }: Pick<ReadTask, 'title' | 'description'>): string {
  return [title, description].filter((text) => text.trim() !== '').join('\n\n');
}
