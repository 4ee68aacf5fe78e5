import { isObject } from '../core/facts/json-value.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import { TASK_FIELDS } from '../core/task/read-task.ts';
import { KNOWN_TRACKERS } from '../core/task/tracker/known-trackers.ts';
import { checkMapping, type TrackerMapping } from '../core/task/tracker/mapping.ts';
import { readExport } from '../core/task/tracker/read-export.ts';
import type { Surroundings } from './session.ts';
import { jsonOf } from './typed-json.ts';
import { STANDARD, textOf } from './typed-text.ts';

export const TRACKERS: readonly string[] = Object.keys(KNOWN_TRACKERS);

/** How a task is told; at most one of the first three. */
export interface TaskFlags {
  readonly task?: string;
  readonly taskFile?: string;
  /** A task with the fields of spec P2, a list of them, or an issue tracker's export. */
  readonly taskJson?: string;
  readonly tracker?: string;
  /** File with a tracker's mapping. */
  readonly mapping?: string;
  readonly taskId?: string;
}

/** Each as the engine reads it: an object with the fields of spec P2. */
export interface TypedTasks {
  readonly tasks: readonly Readonly<Record<string, unknown>>[];
  /** Whether a list was given: then one is answered, too. */
  readonly isList: boolean;
}

type Input = Pick<Surroundings, 'cwd' | 'readInput'>;

/**
 * What the flags tell of the task.
 *
 * Errors: `invalid_option` for flags that do not go together, `unreadable`, `invalid_object`, `invalid_mapping`,
 * `invalid_export`.
 *
 * @returns null when they tell nothing
 */
export async function typedTasks(around: Input, flags: TaskFlags): Promise<Result<TypedTasks | null>> {
  const { task, taskFile, taskJson, tracker, mapping, taskId } = flags;
  if ([task, taskFile, taskJson].filter((each) => each !== undefined).length > 1)
    return fail('invalid_option', 'Give one of --task, --task-file and --task-json.');
  if (taskJson === undefined && (tracker !== undefined || mapping !== undefined))
    return fail('invalid_option', '--tracker and --mapping say how to read --task-json FILE.');
  const told = taskJson === undefined ? await inWords(around, flags) : await inJson(around, taskJson, flags);
  if (!told.ok || taskId === undefined) return told;
  if (taskId.trim() === '') return fail('invalid_task_id', '--task-id must not be blank.');
  if (told.value === null) return ok({ tasks: [{ taskId }], isList: false });
  const [only, ...others] = told.value.tasks;
  if (only === undefined || others.length > 0)
    return fail('invalid_option', '--task-id names one task, and --task-json holds several.');
  return ok({ ...told.value, tasks: [{ ...only, taskId }] });
}

async function inWords(around: Input, { task, taskFile }: TaskFlags): Promise<Result<TypedTasks | null>> {
  if (task === undefined && taskFile === undefined) return ok(null);
  const text = taskFile === undefined ? ok(task ?? '') : await textOf(around, '--task-file', taskFile);
  if (!text.ok) return text;
  if (text.value.trim() === '') return fail('invalid_option', 'The task is empty: say it in some words.');
  return ok({ tasks: [{ description: text.value }], isList: false });
}

async function inJson(
  around: Input,
  file: string,
  { tracker, mapping: mappingFile }: TaskFlags,
): Promise<Result<TypedTasks>> {
  const mapping = await mappingOf(around, file, tracker, mappingFile);
  if (!mapping.ok) return mapping;
  const json = await jsonOf(around, '--task-json', file, 'invalid_object');
  if (!json.ok) return json;
  if (mapping.value === null) return plainTasks(json.value);
  const issues = readExport(json.value, mapping.value);
  if (!issues.ok) return issues;
  if (issues.value.length === 0) return fail('invalid_export', 'The export has no issue.');
  return ok({ tasks: issues.value, isList: true });
}

async function mappingOf(
  around: Input,
  file: string,
  tracker: string | undefined,
  mappingFile: string | undefined,
): Promise<Result<TrackerMapping | null>> {
  if (tracker !== undefined && mappingFile !== undefined)
    return fail('invalid_option', 'Give --tracker or --mapping, not both.');
  if (tracker !== undefined) {
    const known = Object.hasOwn(KNOWN_TRACKERS, tracker) ? KNOWN_TRACKERS[tracker] : undefined;
    if (known !== undefined) return ok(known);
    const message = `There is no tracker ${JSON.stringify(tracker)}. Use one of: ${TRACKERS.join(', ')}; or --mapping.`;
    return fail('invalid_option', message);
  }
  if (mappingFile === undefined) return ok(null);
  if (file === STANDARD && mappingFile === STANDARD)
    return fail('invalid_option', 'Only one of --task-json and --mapping can come from stdin.');
  const json = await jsonOf(around, '--mapping', mappingFile, 'invalid_mapping');
  return json.ok ? checkMapping(json.value) : json;
}

const MOST_NAMED = 5;

/** An outcome, or an export without its mapping: read as a task it would be an empty one. */
function hasOnlyForeignFields(task: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(task);
  return names.length > 0 && !names.some((name) => TASK_FIELDS.some((known) => known === name));
}

function plainTasks(json: unknown): Result<TypedTasks> {
  const isList = Array.isArray(json);
  const tasks: readonly unknown[] = isList ? json : [json];
  if (tasks.length > 0 && tasks.every(isObject)) {
    const foreign = tasks.find(hasOnlyForeignFields);
    if (foreign === undefined) return ok({ tasks, isList });
    const [name = ''] = Object.keys(foreign);
    return fail(
      'invalid_object',
      `A task has none of the fields ${JSON.stringify(Object.keys(foreign).slice(0, MOST_NAMED))}. Known are ${TASK_FIELDS.join(', ')}.`,
      { field: name },
    );
  }
  const message =
    'A task in JSON is an object such as {"title": "Fix the login", "storyPoints": 3}, or a list of them. For an issue tracker\'s export say --tracker or --mapping.';
  return fail('invalid_object', message);
}
