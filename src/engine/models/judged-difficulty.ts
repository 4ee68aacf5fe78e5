import { fail, type Failure, ok, type Result } from '../../core/facts/result.ts';
import { difficultyBy } from '../../core/task/difficulty/difficulty.ts';
import { ensembleEstimator } from '../../core/task/difficulty/ensemble.ts';
import type { DifficultyEstimator, WaitAtMost } from '../../core/task/difficulty/estimator.ts';
import { heuristicEstimator } from '../../core/task/difficulty/heuristic.ts';
import { type AskModel, modelBasedEstimator } from '../../core/task/difficulty/model-based.ts';
import { describeSources } from '../../core/task/sources.ts';
import type { DifficultyRequest, JudgedDifficulty } from '../../protocol/models.ts';
import { type Advising, offerModels, withoutSecrets } from './advising.ts';
import { readAsk } from './ask-request.ts';
import { linkedSignal } from './linked-signal.ts';
import { processAsk } from './process.ts';

/** As much as any request may take at least (spec P4): a model that thinks needs room before its one line. */
const CAP = 1_000;

/** What asking the model came to, beside the estimate. */
interface Asked {
  /** As it was sent, secrets masked. */
  prompt: string | null;
  requestId: string | null;
  model: string | null;
  costMicroUsd: number | null;
  cached: boolean;
  failure: Failure | null;
}

/**
 * How hard a task is as a model says, alone or averaged with the heuristic (spec C13). One model is asked as for any
 * simple question: within the limits, recorded, from the cache where it was asked before. What the caller said of the
 * task's complexity goes before it (spec C11). A model that fails or is late leaves medium, or the heuristic's word, with
 * the reason in `failure`.
 *
 * Errors: `invalid_option`, `cancelled`.
 */
export async function judgedDifficulty(
  advising: Advising,
  request: DifficultyRequest,
  signal: AbortSignal,
): Promise<Result<JudgedDifficulty>> {
  const { by, task } = request;
  if (by !== 'model' && by !== 'ensemble')
    return fail('invalid_option', 'How hard a task is can be judged by "model" or "ensemble".', {
      field: 'by',
    });
  await offerModels(advising);
  const linked = linkedSignal(signal);
  const asked: Asked = {
    prompt: null,
    requestId: null,
    model: null,
    costMicroUsd: null,
    cached: false,
    failure: null,
  };
  try {
    const waitAtMost = waitingFor(advising);
    const model = modelBasedEstimator({ ask: asking(advising, request, linked.signal, asked), waitAtMost });
    if (!model.ok) return model;
    const noting = withoutSecretsAndNoting(advising, model.value, asked);
    const estimator = by === 'model' ? ok(noting) : withHeuristic(noting, waitAtMost);
    if (!estimator.ok) return estimator;
    const found = await difficultyBy(estimator.value, describeSources([task]));
    if (signal.aborted) return fail('cancelled', 'Asking how hard the task is was cancelled.');
    if (!found.ok) return found;
    const { level, score, confidence, reasoning, source } = found.value;
    const { requestId, costMicroUsd, cached, failure } = asked;
    const why =
      failure !== null && by === 'model' ? `${level}, as nobody could say: ${failure.message}` : reasoning;
    const told = { requestId, model: asked.model, costMicroUsd, cached, failure };
    return ok({ level, score, confidence, reasoning: why, source, ...told });
  } finally {
    // who is late is not waited for: what it took by then is charged and recorded
    linked.end();
  }
}

function asking(
  advising: Advising,
  { tenant, passLimits }: DifficultyRequest,
  signal: AbortSignal,
  asked: Asked,
): AskModel {
  return async (prompt) => {
    const ask = await readAsk(advising, { ...ONE_QUESTION, prompt, tenant, passLimits }, signal);
    if (!ask.ok) return noted(asked, ask);
    const { id, prompt: sent } = ask.value.request;
    asked.requestId = id;
    asked.prompt = sent;
    const done = await processAsk(advising.advisor, ask.value);
    if (!done.ok) return noted(asked, done);
    const { responses, result, costMicroUsd, cached } = done.value;
    const [first] = result.contributingModels;
    const answer = responses.find(({ model, success }) => success && model === first);
    if (answer === undefined) return fail('invalid_response', 'Nobody gave an answer.');
    asked.model = answer.model;
    asked.costMicroUsd = costMicroUsd;
    asked.cached = cached;
    return ok(answer.content);
  };
}

/** The request's own failure says more than that of the estimator. */
function noted<T extends Result<never> & { readonly ok: false }>(asked: Asked, failed: T): T {
  asked.failure = failed.error;
  return failed;
}

/** One model, and nothing but the question. */
const ONE_QUESTION = {
  requestId: null,
  context: 'none',
  models: null,
  level: null,
  minResponses: null,
  category: 'simple_query',
  strategy: 'single_fast',
  requestCap: CAP,
} as const;

/** The text is masked before it is quoted: flattened to a line, a private key would no longer look like one. */
function withoutSecretsAndNoting(
  advising: Advising,
  model: DifficultyEstimator,
  asked: Asked,
): DifficultyEstimator {
  return async (query) => {
    const estimate = await model(typeof query === 'string' ? await withoutSecrets(advising, query) : query);
    if (estimate.ok) return estimate;
    asked.failure ??= estimate.error;
    // an answer that says nothing is not given again for an hour
    if (asked.prompt !== null) advising.advisor.cache.forget({ prompt: asked.prompt });
    return estimate;
  };
}

/** Both weigh the same; without the model the heuristic says it alone. */
function withHeuristic(model: DifficultyEstimator, waitAtMost: WaitAtMost): Result<DifficultyEstimator> {
  const heuristic = heuristicEstimator();
  return heuristic.ok ? ensembleEstimator({ estimators: [heuristic.value, model], waitAtMost }) : heuristic;
}

function waitingFor({ advisor: { ports } }: Advising): WaitAtMost {
  return async (work, milliseconds) => {
    const over = new AbortController();
    const late = ports.sleep(milliseconds, over.signal).then(() => ({ done: false }) as const);
    try {
      return await Promise.race([work.then((value) => ({ done: true, value }) as const), late]);
    } finally {
      over.abort();
    }
  };
}
