import { createHash, randomBytes } from 'node:crypto';
import type { Audit } from '../core/context/audit.ts';
import { auditText } from '../core/context/audit-text.ts';
import { itemMaker, offer } from '../core/context/candidates.ts';
import { choose } from '../core/context/fit/choose.ts';
import { type BudgetAllocation, fitContext } from '../core/context/fit-context.ts';
import type { PromptWords } from '../core/context/render/pack.ts';
import { type Witness, witnessOf } from '../core/context/witness.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import { reservedOutput } from '../core/plan.ts';
import type { FittedPrompt } from '../protocol/fit.ts';
import type { Engine } from './engine.ts';
import { rendererOf } from './live-plan.ts';
import { load } from './load.ts';
import { countedAsShown, findingsOf } from './secret-amounts.ts';
import { variantIds } from './planner.ts';
import { type Offering, offeringOf } from './offering.ts';
import { type Ready, whenReady } from './ready.ts';
import { reservingFor } from './reserving.ts';

export interface FitRequest {
  /** Units of search work. */
  readonly workLimit: number;
  readonly isCancelled: () => boolean;
  /** By the editor's own counter for the model, null when it has none. */
  readonly verify: ((model: string, text: string) => Promise<number | null>) | null;
}

/** The explicit fit: waits for every count, chooses, reads, renders, and counts the whole. */
export async function fitPrompt(engine: Engine, request: FitRequest): Promise<Result<FittedPrompt>> {
  const ready = await readyToFit(engine, request.isCancelled);
  if (!ready.ok) return ready;
  const offering = await offeringOf(engine, ready.value, (judged) =>
    engine.closerLook.look(judged, request.isCancelled),
  );
  // What is on show stays, as long as it is as good; a terminal has nothing on show.
  const previous = engine.planner.live === null ? undefined : variantIds(engine.planner.live);
  const fitted = await fitOffering(engine, ready.value, offering, { ...request, previous });
  if (!fitted.ok) return fitted;
  const { audit, text } = fitted.value;
  const witness = await witnessed(engine, audit, ready.value.settings);
  return ok({ prompt: text ?? '', audit, witness, readable: auditText(audit) });
}

/**
 * Waits as `whenReady`, and keeps the room free that the task's answer will probably take. One more error:
 * `path_not_found`, a glob of the terminal's that pins nothing.
 */
export async function readyToFit(engine: Engine, isCancelled: () => boolean): Promise<Result<Ready>> {
  const ready = await whenReady(engine, isCancelled);
  if (!ready.ok) return ready;
  const paths = [...engine.files.files.values()].flatMap(({ walked }) => walked?.path ?? []);
  const unmatched = engine.workspace.unmatchedPins(paths);
  if (unmatched.length > 0) {
    const message = `No candidate matches --pin ${unmatched.map((glob) => JSON.stringify(glob)).join(', ')}. Check the glob, or whether the file is ignored.`;
    return fail('path_not_found', message, { pin: unmatched });
  }
  const { settings, model } = ready.value;
  const { outlook } = engine.ports;
  const reserving = await reservingFor(settings, model, (task, answering) =>
    outlook?.expectSurely(task, answering),
  );
  return ok({ ...ready.value, settings: reserving });
}

/** Fits what is offered: makes what files show in part, chooses, reads, renders and counts. */
export async function fitOffering(
  engine: Engine,
  { settings, model, counting }: Ready,
  offering: Offering,
  request: FitRequest & { readonly previous: readonly string[] | undefined },
): Promise<Result<BudgetAllocation>> {
  const { verify, isCancelled, workLimit, previous } = request;
  const renderer = rendererOf(settings);
  const detailed = await engine.details.make(offering.details, isCancelled);
  if (detailed === null) return fail('cancelled', 'The fit was cancelled.');
  const makeItem = itemMaker(settings.levels, renderer, counting.count, detailed.variants);
  const candidates = await countedAsShown(engine, offering.gathered.candidates, settings, counting.count);
  const offered = offer(candidates.values(), makeItem);
  return fitContext(
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
      workLimit,
      previous,
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
      sha256,
      now: engine.ports.now,
      salt: (await engine.remembering.memory()).salt,
      scanSecrets: await engine.secretScan(),
      isCancelled,
      verify:
        verify !== null && model !== null && model.sources.includes('editor')
          ? (text) => verifiedBy(verify, model.id, text)
          : undefined,
    },
  );
}

/** Makes and keeps the witness; a fit whose witness cannot be kept is a fit all the same. */
async function witnessed(engine: Engine, audit: Audit, words: PromptWords): Promise<Witness> {
  const { salt, keepWitness } = await engine.remembering.memory();
  const freshHex = (): string => randomBytes(16).toString('hex');
  const witness = witnessOf(audit, words, { sha256, salt, freshHex, now: engine.ports.now });
  const kept = await keepWitness(witness);
  if (!kept.ok) engine.ports.log('warn', kept.error.message);
  return witness;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
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
