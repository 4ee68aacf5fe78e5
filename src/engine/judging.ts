import type { Judged } from '../core/context/rank/rank-files.ts';
import type { Engine } from './engine.ts';
import { replanSoon } from './plan-schedule.ts';
import type { RankingState } from './ranking.ts';

/**
 * How likely a task needs each file; null without a task, or where files are not read for ranking.
 * @param task by default the one on show, whose order is kept
 */
export async function judgedNow(engine: Engine, task?: string): Promise<Judged | null> {
  const { workspace, ranking, files } = engine;
  const shown = workspace.settings.task;
  const words = task ?? shown;
  if (!workspace.isRanked || words.trim() === '') return null;
  const state = await rankingState(engine);
  return words === shown
    ? ranking.judge(words, state, files.progress !== null)
    : ranking.judgeOnce(words, state);
}

/** The same, when those that rank first were looked into; as at first when it is cancelled. */
export async function judgedClosely(engine: Engine, isCancelled: () => boolean): Promise<Judged | null> {
  const atFirst = await judgedNow(engine);
  return atFirst === null ? null : engine.closerLook.look(atFirst, isCancelled);
}

/** How well each file goes with any words; null where files are not read for ranking. */
export async function judgedFor(engine: Engine, words: string): Promise<Judged | null> {
  if (!engine.workspace.isRanked) return null;
  return engine.ranking.judgeOnce(words, await rankingState(engine));
}

/** Brings the past of the files up to date; true when it changed. */
export async function readPast({ ranking }: Engine): Promise<boolean> {
  const changed = await ranking.past.refresh(performance.now());
  if (changed) ranking.changed();
  return changed;
}

/** The same in the background: a plan does not wait for git. */
export function refreshPast(engine: Engine): void {
  void readPast(engine).then((changed) => changed && replanSoon(engine));
}

async function rankingState({ files, documents, remembering }: Engine): Promise<RankingState> {
  const terms = await (await remembering.memory()).terms();
  return { files: files.files, documents, terms };
}
