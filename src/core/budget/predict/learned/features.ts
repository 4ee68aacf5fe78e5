import { type Characteristics, TASK_TYPES, type TaskType } from '../../../facts/characteristics.ts';
import type { TaskFeatures } from '../../../facts/task-features.ts';

/** The domains that have a column of their own (spec P2's keyword table, "general" apart). */
const DOMAINS = ['backend', 'frontend', 'database', 'authentication', 'testing', 'devops', 'architecture'];
const TYPES: readonly TaskType[] = [...TASK_TYPES, 'unknown'];
/** A domain tells less than a type. */
const DOMAIN_WEIGHT = 0.7;

/**
 * The row of a task for the regressions: the constant 1, then sizes of its text, its characteristics, type and
 * domains, all brought to about the same range (prediction study, section 3.1). Without features (an imported
 * record may have none) the sizes are 0, which is near their average.
 */
export function textRow(features: TaskFeatures | null, task: Characteristics): readonly number[] {
  return [
    1,
    ...sizes(features),
    task.complexity / 100,
    task.uncertainty,
    task.criticality,
    ...TYPES.map((type) => (task.taskType === type ? 1 : 0)),
    ...DOMAINS.map((domain) => (task.domain.includes(domain) ? DOMAIN_WEIGHT : 0)),
  ];
}

function sizes(features: TaskFeatures | null): readonly number[] {
  if (features === null) return [0, 0, 0, 0, 0, 0];
  return [
    Math.log1p(features.characters) - 4,
    Math.min(features.words, 400) / 100,
    Math.min(features.bullets, 20) / 10,
    Math.min(features.codeFences, 6) / 4,
    Math.min(features.questionMarks, 4) / 2,
    Math.min(features.filePaths, 6) / 3,
  ];
}

/** What was seen of a session: log tokens of its last task, their sum and number. */
export interface SessionSoFar {
  readonly name: string;
  readonly last: number;
  readonly sum: number;
  readonly count: number;
}

/** The row of a task's session, relative to the running mean. */
export function sessionRow(
  features: TaskFeatures | null,
  session: SessionSoFar | undefined,
  centre: number,
): readonly number[] {
  return [
    session === undefined ? 0 : session.last - centre,
    session === undefined ? 0 : session.sum / session.count - centre,
    session === undefined ? 0 : 1,
    Math.log1p(features?.turn ?? 0) / 2,
    Math.min(features?.images ?? 0, 2),
    features?.slashCommand === null || features === null ? 0 : 1,
  ];
}

/** Older sessions are over: a task of theirs counts as the first of a new one. */
const KEPT_SESSIONS = 100;

/** The sessions after a further task, the latest last. */
export function withTask(
  sessions: readonly SessionSoFar[],
  name: string,
  log: number,
): readonly SessionSoFar[] {
  const before = sessions.find((session) => session.name === name);
  const now = { name, last: log, sum: (before?.sum ?? 0) + log, count: (before?.count ?? 0) + 1 };
  return [...sessions.filter((session) => session !== before), now].slice(-KEPT_SESSIONS);
}
