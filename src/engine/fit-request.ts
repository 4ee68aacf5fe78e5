import { createHash } from 'node:crypto';
import { auditText } from '../core/context/audit-text.ts';
import { itemMaker, offer } from '../core/context/candidates.ts';
import type { Loaded } from '../core/context/contents.ts';
import { choose } from '../core/context/fit/choose.ts';
import { fitContext } from '../core/context/fit-context.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import { budgetOf, reservedOutput } from '../core/plan.ts';
import type { FittedPrompt } from '../protocol/engine.ts';
import { LARGEST_READABLE_BYTES } from '../node/read.ts';
import { detailedVariants } from './detailed-variants.ts';
import type { Engine } from './engine.ts';
import { rendererOf } from './live-plan.ts';
import { variantIds } from './planner.ts';
import { raritiesOf } from './ranking.ts';
import { whenReady } from './ready.ts';

export interface FitRequest {
  /** Units of search work. */
  readonly workLimit: number;
  readonly isCancelled: () => boolean;
  /** By the editor's own counter for the model, null when it has none. */
  readonly verify: ((model: string, text: string) => Promise<number | null>) | null;
}

/** The explicit fit: waits for every count, chooses, reads, renders, and counts the whole. */
export async function fitPrompt(engine: Engine, request: FitRequest): Promise<Result<FittedPrompt>> {
  const ready = await whenReady(engine, request.isCancelled);
  if (!ready.ok) return ready;
  const { settings, model, counting } = ready.value;
  const unmatched = engine.unmatchedPins();
  if (unmatched.length > 0) {
    const message = `No candidate matches --pin ${unmatched.map((glob) => JSON.stringify(glob)).join(', ')}. Check the glob, or whether the file is ignored.`;
    return fail('path_not_found', message, { pin: unmatched });
  }
  const renderer = rendererOf(settings);
  const judged = await engine.judged();
  const { candidates } = engine.gather(judged);
  const budget = budgetOf({ settings, model, counting: counting.counting });
  const detailed = await detailedVariants({
    candidates,
    levels: settings.levels,
    // A budget that is refused is refused by the fit, with its reasons.
    budget: budget.ok ? budget.value.limit : 0,
    task: settings.task,
    rarities: judged === null ? null : raritiesOf(judged),
    count: counting.count,
    load: (ids) => load(engine, ids),
    outlineOf: engine.outlineOf,
    isCancelled: request.isCancelled,
  });
  if (detailed === null) return fail('cancelled', 'The fit was cancelled.');
  const makeItem = itemMaker(settings.levels, renderer, counting.count, detailed.variants);
  const offered = offer(candidates.values(), makeItem);
  const { verify } = request;
  const fitted = await fitContext(
    offered.items,
    {
      budget: settings.budget ?? undefined,
      model,
      counting: counting.counting,
      reservedOutputTokens: reservedOutput(settings, model),
      strategy: settings.strategy,
      groupBy: settings.groupBy,
      levels: settings.levels,
      workLimit: request.workLimit,
      // What is on show stays, as long as it is as good; a terminal has nothing on show.
      previous: engine.planner.live === null ? undefined : variantIds(engine.planner.live),
      renderer,
      leftOut: offered.leftOut,
      instructions: settings.instructions,
      task: settings.task,
    },
    {
      choose,
      count: counting.count,
      load: (ids) => load(engine, ids),
      revise: detailed.revise,
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      now: engine.ports.now,
      salt: (await engine.memory).salt,
      isCancelled: request.isCancelled,
      verify:
        verify !== null && model !== null && model.sources.includes('editor')
          ? (text) => verifiedBy(verify, model.id, text)
          : undefined,
    },
  );
  if (!fitted.ok) return fitted;
  const { audit, text } = fitted.value;
  return ok({ prompt: text ?? '', audit, readable: auditText(audit) });
}

async function verifiedBy(
  verify: (model: string, text: string) => Promise<number | null>,
  model: string,
  text: string,
): Promise<number> {
  const tokens = await verify(model, text);
  if (tokens === null) throw new Error(`The editor has no counter for ${model}`);
  return tokens;
}

/** Contents as they are now: the editor's text where it has one. A pin overrides the size limit. */
export async function load(engine: Engine, ids: readonly string[]): Promise<ReadonlyMap<string, Loaded>> {
  const loaded = new Map<string, Loaded>();
  await Promise.all(
    ids.map(async (id) => {
      const live = engine.documents.text(id);
      loaded.set(id, live === undefined ? await readFile(engine, id) : { text: live, fileSha256: null });
    }),
  );
  return loaded;
}

async function readFile(engine: Engine, id: string): Promise<Loaded> {
  const path = engine.absolutePathOf(id);
  if (path === null) return { reason: 'vanished' };
  const read = await engine.ports.read(path, { maxBytes: LARGEST_READABLE_BYTES });
  return 'reason' in read ? { reason: read.reason } : { text: read.text, fileSha256: read.sha256 };
}
