import { createHash } from 'node:crypto';
import { auditText } from '../core/context/audit-text.ts';
import { itemMaker, offer } from '../core/context/candidates.ts';
import { choose } from '../core/context/fit/choose.ts';
import { fitContext } from '../core/context/fit-context.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import { reservedOutput } from '../core/plan.ts';
import type { FittedPrompt } from '../protocol/engine.ts';
import type { Engine } from './engine.ts';
import { rendererOf } from './live-plan.ts';
import { load } from './load.ts';
import { countedAsShown, findingsOf } from './secret-amounts.ts';
import { variantIds } from './planner.ts';
import { offeringOf } from './offering.ts';
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
  const offering = await offeringOf(engine, { settings, model, counting });
  const detailed = await engine.details.make(offering.details, request.isCancelled);
  if (detailed === null) return fail('cancelled', 'The fit was cancelled.');
  const makeItem = itemMaker(settings.levels, renderer, counting.count, detailed.variants);
  const candidates = await countedAsShown(engine, offering.gathered.candidates, settings, counting.count);
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
      floor: settings.floor,
      duplicates: settings.duplicates,
      workLimit: request.workLimit,
      // What is on show stays, as long as it is as good; a terminal has nothing on show.
      previous: engine.planner.live === null ? undefined : variantIds(engine.planner.live),
      renderer,
      leftOut: offered.leftOut,
      instructions: settings.instructions,
      task: settings.task,
      secrets: settings.secrets,
      allowSecrets: settings.allowSecrets,
      findings: findingsOf(candidates.values()),
    },
    {
      choose,
      count: counting.count,
      load: (ids) => load(engine, ids),
      revise: detailed.revise,
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      now: engine.ports.now,
      salt: (await engine.memory).salt,
      scanSecrets: await engine.secretScan(),
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
