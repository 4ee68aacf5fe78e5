import { isObject } from '../../facts/json-value.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import { TASK_FIELDS } from '../read-task.ts';

export type MappedField = Exclude<(typeof TASK_FIELDS)[number], 'override'>;

/** Fields of a task that an export can fill (spec P2): a budget of one's own comes from nobody's tracker. */
export const MAPPED_FIELDS: readonly MappedField[] = TASK_FIELDS.filter((field) => field !== 'override');

/** Where the fields of a task lie in an issue tracker's JSON, as data that a user can write. */
export interface TrackerMapping {
  /** Path of the list of issues; absent: the export is the list, or one issue. */
  readonly issues?: string;
  /**
   * Path of each field within an issue: names joined by dots, `[]` for each entry of a list. Of several paths the
   * first that leads to something counts.
   */
  readonly fields: Readonly<Partial<Record<MappedField, string | readonly string[]>>>;
  /** By field: what the tracker's words mean here, in any case; null for nothing. `*` stands for all other words. */
  readonly values?: Readonly<Partial<Record<MappedField, Readonly<Record<string, unknown>>>>>;
}

/**
 * A mapping from a file or the settings.
 *
 * Errors: `invalid_mapping`, naming in `details` what is wrong.
 *
 * @example checkMapping({ issues: 'items', fields: { title: 'name', labels: 'tags[].name' } })
 */
export function checkMapping(value: unknown): Result<TrackerMapping> {
  const wrong = (at: string, expected: string) =>
    fail('invalid_mapping', `"${at}" of the mapping must be ${expected}.`, { at });
  if (!isObject(value)) return fail('invalid_mapping', 'A mapping is an object with "fields".', { at: '' });
  const { issues, fields, values = {} } = value;
  if (issues !== undefined && !isPath(issues)) return wrong('issues', 'a path such as data.items');
  if (!isObject(fields) || Object.keys(fields).length === 0) return wrong('fields', 'an object of paths');
  if (!isObject(values)) return wrong('values', 'an object of words and what they mean');
  for (const [name, path] of Object.entries(fields)) {
    if (!isMapped(name)) return wrong(`fields.${name}`, `a field of a task: ${MAPPED_FIELDS.join(', ')}`);
    const paths = Array.isArray(path) ? (path as unknown[]) : [path];
    if (paths.length === 0 || !paths.every(isPath))
      return wrong(`fields.${name}`, 'a path or a list of paths');
  }
  for (const [name, words] of Object.entries(values)) {
    if (!isMapped(name)) return wrong(`values.${name}`, `a field of a task: ${MAPPED_FIELDS.join(', ')}`);
    if (!isObject(words)) return wrong(`values.${name}`, 'an object of words and what they mean');
  }
  return ok(value as unknown as TrackerMapping);
}

function isMapped(name: string): name is MappedField {
  return MAPPED_FIELDS.some((field) => field === name);
}

function isPath(value: unknown): value is string {
  return (
    typeof value === 'string' && value.split('.').every((part) => /^(?:[^[\]]+(?:\[\])?|\[\])$/u.test(part))
  );
}
