import { contentOf } from '../core/context/contents.ts';
import { shownAt } from '../core/context/render/shown-text.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import type { Preview } from '../protocol/plan.ts';
import type { Engine } from './engine.ts';
import { explainFile } from './explain-request.ts';
import { loadShown } from './load.ts';

/**
 * What the plan on show puts in of a file, from its text as it is now.
 *
 * Errors: `not_included`, with why and what would change it; `unreadable`.
 */
export async function previewFile(engine: Engine, id: string): Promise<Result<Preview>> {
  if (engine.planner.live === null) await engine.planner.replan();
  const { live } = engine.planner;
  const variant = live?.plan.ok === true ? live.plan.value.choice.chosen.get(id) : undefined;
  if (variant === undefined) return fail('not_included', await explainFile(engine, id), { path: id });
  const loaded = (await loadShown(engine, [id], engine.workspace.settings)).get(id) ?? { reason: 'vanished' };
  if ('reason' in loaded) {
    const message = `There is no text to show of ${JSON.stringify(id)} (${loaded.reason}).`;
    return fail('unreadable', message, { path: id, reason: loaded.reason });
  }
  const { level } = variant;
  const { text, ranges } = shownAt(contentOf(loaded).text, level, variant.ranges);
  return ok({ level, ranges, text, tokens: engine.counting.value.count(text) });
}
