import type { IgnoredInput } from '../facts/characteristics.ts';
import { isObject } from '../facts/json-value.ts';
import { describeTask, type Described } from './describe.ts';
import { readTask } from './read-task.ts';
import type { Unrated } from './similarity.ts';

/** A task put together from several sources. */
export interface JoinedTask {
  /** The fields that can be used, each from the first source that has it. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What a source gave and could not be used. */
  readonly ignored: readonly IgnoredInput[];
}

/**
 * Joins what several sources say of a task, the first of them first: the caller, what the user added to the task, what
 * the editor knows. Every field comes from the first source that has a usable value; one of the wrong type or out of
 * range does not hide that of a later source, and neither does an empty text or list.
 *
 * @param sources texts, or objects with the fields of a task (spec P2)
 * @example joinSources('Fix the login', { priority: 5 }, { files: ['src/login.ts'] })
 */
export function joinSources(...sources: readonly unknown[]): JoinedTask {
  const fields = new Map<string, unknown>();
  const empty = new Map<string, unknown>();
  const ignored: IgnoredInput[] = [];
  for (const source of sources) {
    const read = readTask(source);
    ignored.push(...read.ignored);
    for (const [name, value] of Object.entries(fieldsOf(source))) {
      if (value === undefined || value === null || fields.has(name)) continue;
      if (isEmpty(value)) {
        if (!empty.has(name)) empty.set(name, value);
      } else if (isUsable(name, value)) fields.set(name, value);
    }
  }
  return Object.freeze({
    // Not by assignment: "__proto__" is an own name in JSON.
    fields: Object.freeze(Object.fromEntries([...empty, ...fields])),
    ignored: Object.freeze(ignored),
  });
}

/**
 * Describes a task that several sources tell of, the first of them first (`joinSources`): every value that is not given
 * is drawn from the joined words and figures (spec P2).
 *
 * @param highestSimilarity as of `describeTask`
 * @example describeSources(['Fix the login', more, { files: ticked, model, agent }])
 */
export function describeSources(
  sources: readonly unknown[],
  highestSimilarity?: (task: Unrated) => number | null,
): Described {
  const { fields, ignored } = joinSources(...sources);
  const described = describeTask(fields, highestSimilarity);
  return Object.freeze({ ...described, task: Object.freeze({ ...described.task, ignored }), ignored });
}

function fieldsOf(source: unknown): Readonly<Record<string, unknown>> {
  if (typeof source === 'string') return { description: source };
  return isObject(source) ? source : {};
}

/** Of a list what can be used is kept, so that only a value of the wrong type as a whole is none. */
function isUsable(name: string, value: unknown): boolean {
  return (
    readTask({ [name]: value }).ignored.length === 0 ||
    (Array.isArray(value) && (value as unknown[]).some((entry) => typeof entry === 'string'))
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0;
}
