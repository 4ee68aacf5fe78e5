import {
  COMPLEXITY_WORDS,
  type IgnoredInput,
  type TaskInput,
  PRIORITY_OF_NUMBER,
  type TaskType,
} from '../facts/characteristics.ts';
import { isObject } from '../facts/json-value.ts';
import { domainNamed } from './domains.ts';
import { taskTypeNamed } from './task-type.ts';

/** A task as it was given, read: what is absent or could not be used is empty or null. */
export interface ReadTask {
  readonly description: string;
  readonly title: string;
  readonly labels: readonly string[];
  readonly type: TaskType | null;
  /** 0–100. */
  readonly complexity: number | null;
  /** Names as everybody writes them, each once; empty when none was given. */
  readonly domain: readonly string[];
  readonly storyPoints: number | null;
  /** Length of `subtasks`, else `subtaskCount`. */
  readonly subtaskCount: number | null;
  readonly acceptanceCriteria: readonly string[];
  /** Lower case: critical, highest, high, medium, low, lowest. */
  readonly priority: PriorityWord | null;
  /** These three in [0, 1]. */
  readonly novelty: number | null;
  readonly uncertainty: number | null;
  readonly criticality: number | null;
  readonly requiresCreativity: boolean;
  readonly involvesArchitecture: boolean;
  readonly files: readonly string[];
  readonly taskId: string | null;
  readonly agent: string | null;
  readonly model: string | null;
  /** Any number; the predictor knows the model's bounds (spec P4). */
  readonly override: number | null;
  /** What was given and could not be used. */
  readonly ignored: readonly IgnoredInput[];
}

/** The names of the fields that a task may have (spec P2). */
export const TASK_FIELDS = [
  'description',
  'title',
  'labels',
  'type',
  'complexity',
  'domain',
  'storyPoints',
  'subtasks',
  'subtaskCount',
  'acceptanceCriteria',
  'priority',
  'novelty',
  'uncertainty',
  'criticality',
  'requiresCreativity',
  'involvesArchitecture',
  'files',
  'taskId',
  'agent',
  'model',
  'override',
] as const satisfies readonly (keyof TaskInput)[];

const PRIORITY_WORDS = ['critical', 'highest', 'high', 'medium', 'low', 'lowest'] as const;
export type PriorityWord = (typeof PRIORITY_WORDS)[number];

/**
 * Reads a task in plain words, or an object with the fields of the specification (P2). Nothing is an error: what has
 * the wrong type or lies out of range counts as absent and is named in `ignored`; unknown names are passed over. A
 * number that is finite and in range is honoured: 0 is a value, not a gap.
 *
 * @example readTask('Fix the login'), readTask({ title: 'Login', priority: 5 })
 */
export function readTask(input: unknown): ReadTask {
  const ignored: IgnoredInput[] = [];
  const fields = fieldsOf(input, ignored);
  /** The value of a field as `read` understands it; undefined means that it cannot be used. */
  const take = <T>(name: string, expected: string, read: (value: unknown) => T | undefined): T | null => {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (value === undefined || value === null) return null;
    const taken = read(value);
    if (taken !== undefined) return taken;
    ignored.push(Object.freeze({ name, value, reason: `${name} is not ${expected}, so it was not used.` }));
    return null;
  };
  const texts = (name: string): readonly string[] => {
    const list = take(name, 'a list of texts', (value) =>
      Array.isArray(value) ? (value as unknown[]) : undefined,
    );
    const kept = (list ?? []).filter((entry): entry is string => typeof entry === 'string');
    if (list !== null && kept.length < list.length) {
      const reason = `${name} holds what is no text; that was not used.`;
      ignored.push(Object.freeze({ name, value: list, reason }));
    }
    return Object.freeze(kept.filter((entry) => entry.trim() !== ''));
  };
  const text = (name: string) =>
    take(name, 'a text', (value) => (typeof value === 'string' ? value : undefined));
  const within = (name: string, low: number, high: number) =>
    take(
      name,
      high === Infinity ? `a number of ${low} or more` : `a number from ${low} to ${high}`,
      (value) => (isBetween(value, low, high) ? value + 0 : undefined),
    );
  const truth = (name: string) =>
    take(name, 'true or false', (value) => (typeof value === 'boolean' ? value : undefined));
  const subtasks = take('subtasks', 'a list', (value) => (Array.isArray(value) ? value.length : undefined));
  const subtaskCount = take('subtaskCount', 'a whole number of 0 or more', (value) =>
    isBetween(value, 0, Number.MAX_SAFE_INTEGER) && Number.isInteger(value) ? value + 0 : undefined,
  );
  return Object.freeze({
    description: text('description') ?? '',
    title: text('title') ?? '',
    labels: texts('labels'),
    type: take('type', 'a task type', (value) =>
      typeof value === 'string' ? taskTypeNamed(value) : undefined,
    ),
    complexity: take('complexity', 'a number from 0 to 100 or a word for it', complexityOf),
    domain: Object.freeze([...new Set(texts('domain').map(domainNamed))]),
    storyPoints: within('storyPoints', 0, Infinity),
    subtaskCount: subtasks ?? subtaskCount,
    acceptanceCriteria: texts('acceptanceCriteria'),
    priority: take('priority', 'a priority', priorityOf),
    novelty: within('novelty', 0, 1),
    uncertainty: within('uncertainty', 0, 1),
    criticality: within('criticality', 0, 1),
    requiresCreativity: truth('requiresCreativity') ?? false,
    involvesArchitecture: truth('involvesArchitecture') ?? false,
    files: texts('files'),
    taskId: text('taskId'),
    agent: text('agent'),
    model: text('model'),
    override: take('override', 'a number', (value) => (typeof value === 'number' ? value : undefined)),
    // Read last: everything before may have added to it.
    ignored: Object.freeze(ignored),
  });
}

function fieldsOf(input: unknown, ignored: IgnoredInput[]): Readonly<Record<string, unknown>> {
  if (typeof input === 'string') return { description: input };
  if (isObject(input)) return input;
  if (input !== undefined && input !== null) {
    const reason = 'A task is a text or an object; this was not used.';
    ignored.push(Object.freeze({ name: 'task', value: input, reason }));
  }
  return {};
}

function isBetween(value: unknown, low: number, high: number): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= low && value <= high;
}

function complexityOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return isBetween(value, 0, 100) ? value + 0 : undefined;
  const word = Object.entries(COMPLEXITY_WORDS).find(([name]) => name === value.trim().toLowerCase());
  return word?.[1];
}

function priorityOf(value: unknown): PriorityWord | undefined {
  const named = typeof value === 'number' ? wordOfNumber(value) : value;
  if (typeof named !== 'string') return undefined;
  const plain = named.trim().toLowerCase();
  return PRIORITY_WORDS.find((word) => word === plain);
}

function wordOfNumber(value: number): string | undefined {
  return Object.entries(PRIORITY_OF_NUMBER).find(([number]) => Number(number) === value)?.[1];
}
