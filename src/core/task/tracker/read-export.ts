import { isObject } from '../../facts/json-value.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import { MAPPED_FIELDS, type MappedField, type TrackerMapping } from './mapping.ts';
import { plainText } from './rich-text.ts';

/** The fields of a task as an export has them, for `describeTask`, which names what it cannot use. */
export type MappedTask = Readonly<Partial<Record<MappedField, unknown>>>;

/**
 * The tasks of an issue tracker's JSON export (spec P2), in its order. What the mapping does not find is absent.
 *
 * Errors: `invalid_export`, when there is no issue where the mapping says.
 *
 * @param exported the parsed JSON
 * @example readExport(JSON.parse(text), KNOWN_TRACKERS.github)
 */
export function readExport(exported: unknown, mapping: TrackerMapping): Result<readonly MappedTask[]> {
  const found = mapping.issues === undefined ? exported : valueAt(exported, mapping.issues);
  const issues = Array.isArray(found) ? (found as unknown[]) : [found];
  if (!issues.every(isObject)) {
    const where = mapping.issues === undefined ? 'The export' : `"${mapping.issues}" of the export`;
    return fail('invalid_export', `${where} is no list of issues, nor one. Check the mapping.`);
  }
  return ok(Object.freeze(issues.map((issue) => taskOf(issue, mapping))));
}

function taskOf(issue: unknown, { fields, values = {} }: TrackerMapping): MappedTask {
  const entries: [MappedField, unknown][] = [];
  for (const field of MAPPED_FIELDS) {
    const paths = fields[field];
    if (paths === undefined) continue;
    const found = firstFound(issue, typeof paths === 'string' ? [paths] : paths);
    const meant = translated(found, values[field]);
    if (meant !== undefined && meant !== null) entries.push([field, asTaskField(field, meant)]);
  }
  return Object.freeze(Object.fromEntries(entries));
}

function firstFound(issue: unknown, paths: readonly string[]): unknown {
  for (const path of paths) {
    const found = valueAt(issue, path);
    const empty = found === undefined || found === null || (Array.isArray(found) && found.length === 0);
    if (!empty) return found;
  }
  return undefined;
}

/** What lies at a path; where it goes through lists, all that is found in them, as one list. */
function valueAt(value: unknown, path: string): unknown {
  let found: unknown = value;
  let many = false;
  for (const part of path.split('.')) {
    const name = part.replace(/\[\]$/u, '');
    if (name !== '') found = many ? entriesOf(found).map((entry) => own(entry, name)) : own(found, name);
    if (part.endsWith('[]')) {
      found = many ? entriesOf(found).flatMap(entriesOf) : found;
      if (!Array.isArray(found)) return undefined;
      many = true;
    }
  }
  return many ? entriesOf(found).filter((entry) => entry !== undefined && entry !== null) : found;
}

function own(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function entriesOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function translated(value: unknown, words: Readonly<Record<string, unknown>> | undefined): unknown {
  if (words === undefined) return value;
  if (Array.isArray(value)) return (value as unknown[]).map((entry) => translated(entry, words));
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  const plain = String(value).trim().toLowerCase();
  const entry = Object.entries(words).find(([word]) => word.toLowerCase() === plain);
  if (entry !== undefined) return entry[1];
  return Object.hasOwn(words, '*') ? words['*'] : value;
}

/** Trackers number their issues and write rich text; a task has names and plain text. */
function asTaskField(field: MappedField, value: unknown): unknown {
  if (field === 'taskId' && typeof value === 'number') return String(value);
  return (field === 'description' || field === 'title') && isObject(value) ? plainText(value) : value;
}
