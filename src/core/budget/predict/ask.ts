import { describeTask, textOf } from '../../task/describe.ts';
import type { AskedModel, AskedTask } from './asked-task.ts';
import type { HashKey } from './keyed-hash.ts';
import { type RequestPlace, textFeatures } from './text-features.ts';

/**
 * A task as a caller gives it (spec P2), ready to be predicted. Holds none of its text.
 *
 * @param place its session, turn and images, as far as they are known
 * @param key of the store's salt: features of another store's key mean nothing to its predictor
 * @example predictor.predict(ask('Fix the login', {}, key, null), now)
 */
export function ask(input: unknown, place: RequestPlace, key: HashKey, model: AskedModel | null): AskedTask {
  const { task, characteristics, noveltyGiven, ignored } = describeTask(input);
  const text = textOf(task);
  const features = text.trim() === '' ? null : textFeatures(text, place, key);
  const { override, agent } = task;
  return Object.freeze({ characteristics, noveltyGiven, ignored, features, override, agent, model });
}
