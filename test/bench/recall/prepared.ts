import { judgeClosely, worthACloserLook } from '../../../src/core/context/rank/closer-look.ts';
import { type Judged, judgeFiles } from '../../../src/core/context/rank/rank-files.ts';
import type { RankedSource } from '../../../src/core/context/rank/rank-index.ts';
import type { RankParameters } from '../../../src/core/context/rank/weights.ts';
import { bestMatches } from './matches.ts';
import { type RecallPlaces, type RecallTask, recallTasks } from './tasks.ts';
import { openWorkspaces, type TaskWorkspace } from './workspaces.ts';

/** A task with its workspace, and the signals that do not depend on what is fitted. */
export interface PreparedTask extends TaskWorkspace {
  readonly task: RecallTask;
  readonly judged: Judged;
  /** `bestMatch` of the files that any parameters might look into, by id. */
  readonly matches: ReadonlyMap<string, number>;
  readonly files: readonly RankedSource[];
}

/** @param withHistory false: as in a workspace without git. */
export async function preparedTasks(
  places: RecallPlaces,
  withHistory = true,
): Promise<readonly PreparedTask[]> {
  const workspaces = await openWorkspaces(places);
  const matchesOf = bestMatches(places);
  const prepared: PreparedTask[] = [];
  for (const task of recallTasks(places.tasksFile)) {
    const workspace = await workspaces.of(task);
    const index = withHistory ? workspace.index : { ...workspace.index, history: null };
    const { tokens } = workspace;
    const judged = judgeFiles(task.query, index);
    const matches = await matchesOf(task, judged);
    prepared.push({ task, tokens, index, judged, matches, files: index.files });
  }
  return prepared;
}

/** As the engine judges when it has looked into the files that rank first. */
export function lookedInto(
  { task, index, matches }: PreparedTask,
  parameters: RankParameters | undefined,
): Judged {
  const judged = judgeFiles(task.query, index, parameters);
  const seen = worthACloserLook(judged).flatMap((id) => {
    const match = matches.get(id);
    return match === undefined ? [] : [[id, match] as const];
  });
  return judgeClosely(judged, new Map(seen));
}

/** What is fitted on one repository's tasks is measured on the others: calls back once per repository. */
export function leavingOut<T>(
  prepared: readonly PreparedTask[],
  fit: (others: readonly PreparedTask[]) => T,
): ReadonlyMap<string, T> {
  const repositories = new Set(prepared.map(({ task }) => task.repo));
  return new Map(
    [...repositories].map((repo) => [repo, fit(prepared.filter(({ task }) => task.repo !== repo))] as const),
  );
}
