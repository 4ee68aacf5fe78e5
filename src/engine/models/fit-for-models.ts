import { createHash } from 'node:crypto';
import { COMMANDED_WORK_LIMIT } from '../../core/context/fit-options.ts';
import type { AskableModel } from '../../core/facts/askable-model.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import type { Engine } from '../engine.ts';
import { fitOffering, readyToFit } from '../fit-request.ts';
import { offeringOf } from '../offering.ts';
import type { FitAsked, FittedAsk } from './ask.ts';
import { capFor, inputLimit } from './model-room.ts';

/** Counters differ by some percent: after two shorter fits it is within every window. */
const ATTEMPTS = 4;
const SAFETY = 0.98;

/**
 * Fits the workspace's files around a prompt, into the smallest window of the models by the strictest of their counters
 * (spec M5.1). Files are counted as they are on show; each model then counts the whole, and what is too long is fitted
 * again, shorter.
 * Errors: those of a fit; `no_room` where it cannot be made short enough.
 */
export async function fitForModels(
  engine: Engine,
  count: (model: AskableModel, text: string) => number,
  asked: FitAsked,
): Promise<Result<FittedAsk>> {
  const { models, prompt, signal } = asked;
  const isCancelled = (): boolean => signal.aborted;
  const ready = await readyToFit(engine, isCancelled);
  if (!ready.ok) return ready;
  const settings = { ...ready.value.settings, task: prompt, reserve: null };
  const offering = await offeringOf(engine, { ...ready.value, settings }, (judged) =>
    engine.closerLook.look(judged, isCancelled),
  );
  const limits = models.map((model) => {
    const most = inputLimit(model, capFor(model, asked.requestCap));
    return { model, most: Math.max(1, Math.min(asked.budget, most)) };
  });
  let budget = Math.min(asked.budget, ...limits.map(({ most }) => most));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const fitted = await fitOffering(
      engine,
      { ...ready.value, model: null, settings: { ...settings, budget: Math.floor(budget) } },
      offering,
      { workLimit: COMMANDED_WORK_LIMIT, isCancelled, verify: null, previous: undefined },
    );
    if (!fitted.ok) return fitted;
    const text = fitted.value.text ?? '';
    const over = Math.max(0, ...limits.map(({ model, most }) => count(model, text) / most));
    if (over <= 1) return ok({ prompt: text, packHash: sha256(text) });
    budget = (budget / over) * SAFETY;
  }
  return fail('no_room', 'The files cannot be made short enough for every chosen model: lower the budget.');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
