import type { Characteristics } from '../facts/characteristics.ts';
import { toSixDecimals, toUnitInterval } from '../facts/decimals.ts';
import { domainsIn } from './domains.ts';
import { withNameParts } from './name-parts.ts';
import { NOVELTY_WITHOUT_HISTORY } from './novelty.ts';
import type { PriorityWord, ReadTask } from './read-task.ts';
import { taskTypeIn } from './task-type.ts';
import { hasTerm, termsOf } from '../facts/terms.ts';

/** Complexity of a task of which nothing is known, and what adds to it (spec P2). */
const BASE_COMPLEXITY = 30;
const CHARACTERS_PER_POINT = 50;
const MOST_BY_LENGTH = 20;
const PER_SUBTASK = 5;
const MOST_BY_SUBTASKS = 25;
const PER_STORY_POINT = 4;
const MOST_BY_STORY_POINTS = 25;
const MOST_COMPLEXITY = 100;

/** Uncertainty, and what moves it (spec P2). */
const BASE_UNCERTAINTY = 0.5;
const LONG_DESCRIPTION = 200;
const BY_LONG_DESCRIPTION = -0.2;
const BY_CRITERIA = -0.2;
const BY_RESEARCH = 0.3;
const BY_NO_STORY_POINTS = 0.1;
const RESEARCH = termsOf('spike, research');

/** Criticality by priority, and of what must not go wrong (spec P2). */
const BASE_CRITICALITY = 0.5;
const CRITICALITY: Readonly<Record<PriorityWord, number>> = {
  critical: 0.9,
  highest: 0.9,
  high: 0.7,
  medium: BASE_CRITICALITY,
  low: 0.3,
  lowest: 0.3,
};
const BY_DANGER = 0.2;
const DANGER = termsOf('security, data loss, critical');

/**
 * What a task is like (spec P2): the caller's values where there are any, else drawn from its words and figures.
 * Novelty is the caller's, else that of a task without history; `noveltyOf` knows better with one. Values are rounded
 * to 6 decimals.
 */
export function characteristicsOf(task: ReadTask): Characteristics {
  const words = withNameParts([task.title, task.description, ...task.labels].join('\n'));
  return Object.freeze({
    complexity: task.complexity ?? complexityOf(task),
    domain: Object.freeze([...(task.domain.length > 0 ? task.domain : domainsIn(words))]),
    novelty: task.novelty ?? NOVELTY_WITHOUT_HISTORY,
    uncertainty: task.uncertainty ?? uncertaintyOf(task),
    criticality: task.criticality ?? criticalityOf(task),
    taskType: task.type ?? taskTypeIn(words),
    subtaskCount: task.subtaskCount ?? 0,
    storyPoints: task.storyPoints,
    requiresCreativity: task.requiresCreativity,
    involvesArchitecture: task.involvesArchitecture,
  });
}

function complexityOf({ description, subtaskCount, storyPoints }: ReadTask): number {
  const points =
    BASE_COMPLEXITY +
    Math.min(charactersIn(description) / CHARACTERS_PER_POINT, MOST_BY_LENGTH) +
    Math.min(PER_SUBTASK * (subtaskCount ?? 0), MOST_BY_SUBTASKS) +
    Math.min(PER_STORY_POINT * (storyPoints ?? 0), MOST_BY_STORY_POINTS);
  return toSixDecimals(Math.min(MOST_COMPLEXITY, points));
}

function uncertaintyOf({ description, acceptanceCriteria, labels, storyPoints }: ReadTask): number {
  const uncertainty =
    BASE_UNCERTAINTY +
    (charactersIn(description) > LONG_DESCRIPTION ? BY_LONG_DESCRIPTION : 0) +
    (acceptanceCriteria.length > 0 ? BY_CRITERIA : 0) +
    (labels.some((label) => hasTerm(RESEARCH, withNameParts(label))) ? BY_RESEARCH : 0) +
    (storyPoints === null ? BY_NO_STORY_POINTS : 0);
  return toSixDecimals(toUnitInterval(uncertainty));
}

function criticalityOf({ priority, title, description }: ReadTask): number {
  const byPriority = priority === null ? BASE_CRITICALITY : CRITICALITY[priority];
  const danger = hasTerm(DANGER, withNameParts(`${title}\n${description}`)) ? BY_DANGER : 0;
  return toSixDecimals(toUnitInterval(byPriority + danger));
}

/** Code points (spec C12). */
function charactersIn(text: string): number {
  let characters = 0;
  for (const _ of text) characters += 1;
  return characters;
}
