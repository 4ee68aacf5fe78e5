import { type Judged, rankJudged } from '../core/context/rank/rank-files.ts';
import type { Signal } from '../core/context/rank/signals.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import type { RankedFiles } from '../protocol/ranking.ts';
import { attendedOf } from './gather.ts';
import type { Engine } from './engine.ts';
import { judgedClosely } from './judging.ts';
import { untilCounted } from './until-counted.ts';
import { useModel } from './use-model.ts';

export interface RankRequest {
  /** At most so many files come back. */
  readonly top: number;
  readonly isCancelled: () => boolean;
}

/** Waits until every file is read, then ranks all of them for the task of the settings, ticked or not. */
export async function rankWorkspace(engine: Engine, request: RankRequest): Promise<Result<RankedFiles>> {
  const { opened, settings, attention } = engine.workspace;
  if (!opened.ok) return opened;
  const chosen = await useModel(engine);
  if (!chosen.ok) return chosen;
  if (settings.task.trim() === '')
    return fail('invalid_option', 'There is no task to rank files for. Say what the model should do.');
  if (!(await untilCounted(engine, request.isCancelled))) return fail('cancelled', 'Ranking was cancelled.');
  const judged = await judgedClosely(engine, request.isCancelled);
  if (judged === null) return fail('invalid_option', 'This workspace was not opened for ranking.');
  const { top } = request;
  const ranked = rankJudged(judged, {
    attended: attendedOf(attention, null),
    now: engine.ports.now(),
    reasonsFor: top,
  });
  return ok({
    total: ranked.length,
    files: ranked.slice(0, top).map(({ id, kind, probability, score, reasons }) => ({
      path: id,
      kind,
      probability,
      score,
      tokens: tokensOf(engine, id),
      reasons,
    })),
    notes: ranked.length === 0 ? [] : silenceNote(judged),
  });
}

/** The signals that only words of the task can wake. */
const WORD_SIGNALS: readonly Signal[] = ['content', 'path', 'names', 'messages'];

/** Says when nothing of the task leads to a file: the order then comes from the kinds of files and their history. */
function silenceNote({ task, places, signals }: Judged): readonly string[] {
  if (task.terms.length === 0 && task.places.length === 0)
    return ['The task has no words that could tell files apart: say what it is about.'];
  const isHeard =
    places.size > 0 || WORD_SIGNALS.some((signal) => signals.values[signal].some((value) => value > 0));
  return isHeard
    ? []
    : ['No word of the task occurs in these files: use words or names as they stand in them.'];
}

function tokensOf(engine: Engine, id: string): number {
  const tokens = engine.documents.live(id)?.tokens ?? engine.files.files.get(id)?.tokens ?? 0;
  return engine.counting.value.scale(tokens);
}
