import type { ComputeBudget } from '../../core/budget/compute/compute-budget.ts';
import { keptCandidates, nextBatch, type WorkDone } from '../../core/budget/compute/work.ts';
import type { ModelResponse } from '../../core/facts/model-response.ts';
import {
  REFINEMENT_FRAME_TOKENS,
  refinementPrompt,
  REFINER,
} from '../../core/models/candidates/refinement.ts';
import {
  readVerification,
  VERIFICATION_CAP,
  VERIFICATION_FRAME_TOKENS,
  verificationPrompt,
  VERIFIER,
} from '../../core/models/candidates/verification.ts';
import { agreementOf } from '../../core/models/merge/same-answer.ts';
import type { ModelCall } from './call.ts';
import { execute, type ExecuteOptions, type ExecutionResult } from './execute.ts';
import type { CallPorts } from './ports.ts';

/** A chosen model, ready to be asked, and its score for the request's category. */
export interface ScoredCall {
  readonly call: ModelCall;
  readonly score: number;
}

/** What a compute budget bought (spec C10). */
export interface CandidateResult extends ExecutionResult {
  /** What is merged: candidates that were kept, the best one as it was refined, and failures. */
  readonly kept: readonly ModelResponse[];
  readonly work: WorkDone;
}

/** So that repeated answers of one model differ (spec C10). */
const SAMPLING_TEMPERATURE = 0.7;

/**
 * Asks for candidates in batches until the budget is used or they agree, lets each be scored, drops the bad ones and
 * has the best one rewritten (spec C10). Never fails, as `execute` does not.
 *
 * @param models chosen by routing, the best first
 * @param options its `least` and `refill` as for `execute`; the compute budget takes the place of `minResponses`
 */
export async function makeCandidates(
  models: readonly ScoredCall[],
  budget: ComputeBudget,
  ports: CallPorts,
  options: Omit<ExecuteOptions, 'minResponses' | 'agree'>,
): Promise<CandidateResult> {
  const begin = ports.now();
  const { signal } = options;
  const all: ModelResponse[] = [];
  let firstResponseMs: number | null = null;
  const wave: Wave = async (calls) => {
    const before = ports.now() - begin;
    const result = await execute(calls, ports, { ...options, ...ALL_AT_ONCE });
    if (result.firstResponseMs !== null) firstResponseMs ??= before + result.firstResponseMs;
    all.push(...result.responses);
    return result.responses;
  };

  const answers: ModelResponse[] = [];
  let asked = 0;
  for (;;) {
    const count = signal.aborted ? 0 : nextBatch(budget, asked, labels(answers));
    if (count === 0) break;
    answers.push(...(await wave(inTurn(models, asked, count))));
    asked += count;
  }
  const answered = answers.filter(({ success }) => success).length;
  if (answered < options.least && !signal.aborted) {
    const more = await wave(await options.refill(answered));
    answers.push(...more);
    asked += more.length;
  }

  const candidates = answers.filter(({ success }) => success);
  const failures = answers.filter(({ success }) => !success);
  const scored = budget.usePrm && !signal.aborted ? await verified(candidates, models, wave, ports) : null;
  const kept =
    scored === null
      ? candidates
      : keptCandidates(budget, scored.scores).flatMap((place) => candidates[place] ?? []);
  const verdicts = new Map(candidates.map(({ id }, place) => [id, scored?.scores[place] ?? null]));
  const refined = await refine(kept, verdicts, models, budget.maxRefinements, wave, ports, signal);
  const succeeded = all.filter(({ success }) => success).length;
  const cancelled = all.filter(({ error }) => error?.code === 'adapter_cancelled').length;
  return Object.freeze({
    responses: Object.freeze(all),
    kept: Object.freeze([...refined.kept, ...failures]),
    work: Object.freeze({
      answers: asked,
      verified: scored?.calls ?? 0,
      searchIterations: 0,
      refinements: refined.rounds,
    }),
    totalMs: ports.now() - begin,
    firstResponseMs,
    succeeded,
    failed: all.length - succeeded - cancelled,
    cancelled,
  });
}

type Wave = (calls: readonly ModelCall[]) => Promise<readonly ModelResponse[]>;

const ALL_AT_ONCE = {
  minResponses: null,
  agree: () => false,
  least: 0,
  refill: () => Promise.resolve([]),
} as const;

/** Answers beyond the number of models are repeated ones of the same models, in turn. */
function inTurn(models: readonly ScoredCall[], from: number, count: number): readonly ModelCall[] {
  const calls: ModelCall[] = [];
  for (let place = from; place < from + count; place++) {
    const call = models[place % models.length]?.call;
    if (call === undefined) break;
    const isRepeated = place >= models.length;
    calls.push({
      ...call,
      callId: `${call.callId}.${place}`,
      temperature: isRepeated ? SAMPLING_TEMPERATURE : call.temperature,
    });
  }
  return calls;
}

/** Texts that are equal when the answers of the most frequent kind are. */
function labels(responses: readonly ModelResponse[]): readonly string[] {
  const contents = responses.filter(({ success }) => success).map(({ content }) => content);
  const same = new Set(agreementOf(contents).places);
  return contents.map((_, place) => (same.has(place) ? 'same' : String(place)));
}

/** Each candidate is scored by the best-scored other model, without one by the same. */
async function verified(
  candidates: readonly ModelResponse[],
  models: readonly ScoredCall[],
  wave: Wave,
  ports: CallPorts,
): Promise<{ readonly scores: readonly (number | null)[]; readonly calls: number }> {
  const best = byScore(models);
  const calls = candidates.flatMap(({ id, model, content }) => {
    const verifier = best.find(({ call }) => call.model.id !== model) ?? best[0];
    if (verifier === undefined) return [];
    const { call } = verifier;
    const made: ModelCall = {
      ...call,
      callId: `${call.callId}.verify.${id}`,
      work: 'verification',
      system: VERIFIER,
      prompt: verificationPrompt(call.prompt, content, ports.newId()),
      promptTokens: call.promptTokens + ports.count(call.model, content) + VERIFICATION_FRAME_TOKENS,
      maxOutputTokens: Math.min(VERIFICATION_CAP, call.model.maxOutputTokens ?? VERIFICATION_CAP),
      temperature: 0,
      thinking: false,
    };
    return [{ candidate: id, made }];
  });
  const responses = await Promise.all(
    calls.map(async ({ candidate, made }) => [candidate, (await wave([made]))[0]] as const),
  );
  const said = new Map(responses);
  const scores = candidates.map(({ id }) => {
    const response = said.get(id);
    return response?.success === true ? readVerification(response.content) : null;
  });
  return { scores, calls: calls.length };
}

/** Rewrite rounds of the best candidate by the best-scored model; the rewritten one takes its place. */
async function refine(
  kept: readonly ModelResponse[],
  verdicts: ReadonlyMap<string, number | null>,
  models: readonly ScoredCall[],
  rounds: number,
  wave: Wave,
  ports: CallPorts,
  signal: AbortSignal,
): Promise<{ readonly kept: readonly ModelResponse[]; readonly rounds: number }> {
  const scoreOf = new Map(models.map(({ call, score }) => [call.model.id, score]));
  const worth = ({ id, model }: ModelResponse): number => verdicts.get(id) ?? scoreOf.get(model) ?? 0;
  const [first, ...others] = kept.toSorted((a, b) => worth(b) - worth(a));
  const refiner = byScore(models)[0]?.call;
  if (first === undefined || refiner === undefined) return { kept, rounds: 0 };
  let best = first;
  let done = 0;
  while (done < rounds && !signal.aborted) {
    const [response] = await wave([
      {
        ...refiner,
        callId: `${refiner.callId}.refine.${done}`,
        work: 'refinement',
        system: REFINER,
        prompt: refinementPrompt(refiner.prompt, best.content, ports.newId()),
        promptTokens:
          refiner.promptTokens + ports.count(refiner.model, best.content) + REFINEMENT_FRAME_TOKENS,
      },
    ]);
    done++;
    // what another round would make of it is as unlikely
    if (response?.success !== true) break;
    best = response;
  }
  return { kept: [best, ...others], rounds: done };
}

function byScore(models: readonly ScoredCall[]): readonly ScoredCall[] {
  return models.toSorted((a, b) => b.score - a.score);
}
