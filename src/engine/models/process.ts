import type { RequestRecord } from '../../core/facts/model-record.ts';
import type { ModelResponse } from '../../core/facts/model-response.ts';
import { fail, type Failure, ok, type Result } from '../../core/facts/result.ts';
import { requestAnomalies } from '../../core/history/models/anomalies.ts';
import { classify } from '../../core/models/classify/classify.ts';
import type { MergedResult } from '../../core/models/merge/merged-result.ts';
import type { ValidationResult } from '../../core/models/validate/validation-result.ts';
import { anomalySettings } from './anomaly-settings.ts';
import type { Advisor, CachedResult } from './advisor.ts';
import { answering, type Answering } from './answering.ts';
import type { Ask, AskWatch } from './ask.ts';
import { conclude } from './conclude.ts';
import { recordValidation } from './feedback.ts';
import { type Planned, planAsk } from './plan.ts';
import { keepForFeedback, requestRecord } from './recording.ts';
import { reserveSpending, type Spending } from './spending.ts';
import { type Trace, traceOf } from './trace.ts';

/** What came of a request. */
export interface Answered {
  readonly planned: Planned;
  readonly result: MergedResult;
  /** All that were asked for, verifications and rewrites too; of a cached answer those that it was made of. */
  readonly responses: readonly ModelResponse[];
  /** Null where no rules apply. */
  readonly validation: ValidationResult | null;
  readonly totalMs: number;
  /** Micro-USD; 0 of a cached answer; null when one part has no known price. */
  readonly costMicroUsd: number | null;
  readonly cached: boolean;
}

/**
 * One request from its words to its answer (spec M15): classify → route → fit → cache → reserve → execute → merge →
 * validate → commit or release → record → feedback. Whatever stage it ends in, it leaves a record.
 *
 * Errors: those of routing, fit and limits; `all_models_failed` with each cause; `cancelled`; `duplicate_reservation`
 * for an id that runs.
 */
export async function processAsk(
  advisor: Advisor,
  ask: Ask,
  watch: AskWatch = {},
): Promise<Result<Answered>> {
  const begun = advisor.begin(ask.request.id, ask.signal);
  if (!begun.ok) return begun;
  try {
    return await processed(advisor, { ...ask, signal: begun.value.signal }, watch);
  } finally {
    begun.value.end();
  }
}

async function processed(advisor: Advisor, ask: Ask, watch: AskWatch): Promise<Result<Answered>> {
  // what it begins with it keeps to its end
  const { ports, cache, config } = advisor;
  const { request } = ask;
  const begin = ports.now();
  const trace = traceOf(request.id, ports, (stage) => watch.onStage?.(stage));
  const past = await advisor.past();
  const { category, taskType, prompt } = request;
  const classification = classify(prompt, { category, taskType, lists: past.keywords });
  const told = `${classification.category} at ${classification.confidence}`;
  trace.note('info', `Taken for ${told}.`);

  const recorded = async (rest: Partial<RequestRecord>): Promise<void> => {
    const totalMs = ports.now() - begin;
    const record = requestRecord(ask, classification, { at: begin, totalMs, ...rest });
    if (config['anomaly.warnings'])
      for (const { message } of requestAnomalies(record, anomalySettings(config)))
        trace.note('warn', message);
    await past.append(record, ports.newId);
  };
  const failed = async (failure: Failure, planned: Planned | null, done: Answering | null) => {
    const stage = trace.stage();
    trace.note('warn', `Ended by ${failure.code}.`);
    await recorded({ failure: { stage, code: failure.code }, ...ofPlan(planned), ...ofAnswering(done) });
    trace.end('failed');
    return fail(failure.code, failure.message, { ...failure.details, stage });
  };

  const planned = await planAsk(advisor, ask, config, classification, trace);
  if (!planned.ok) return failed(planned.error, null, null);
  const plan = planned.value;
  tellChoice(plan, trace);
  if (ask.signal.aborted) return failed(cancelled(), plan, null);

  trace.enter('cache');
  const known = config.caching ? cache.fresh(plan.cacheKey) : null;
  if (known !== null) {
    keepForFeedback(advisor, ask, plan, known);
    await recorded({ ...ofPlan(plan), models: [], cached: true, flags: known.result.flags });
    trace.end('answered from the cache');
    const { result, validation, responses } = known;
    const totalMs = ports.now() - begin;
    return ok({ planned: plan, result, validation, responses, totalMs, costMicroUsd: 0, cached: true });
  }

  trace.enter('reserve');
  const spending = await reserveSpending(
    ports.store(),
    {
      requestId: request.id,
      id: ports.newId(),
      tenant: ask.tenant,
      amounts: plan.price.amounts,
      level: ask.compute?.level ?? null,
      passLimits: ask.passLimits,
      costLimitMicroUsd: request.consent.includes('quality_over_cost') ? null : request.costLimitMicroUsd,
    },
    ports.now,
    (text) => trace.note('warn', text),
  );
  if (!spending.ok) return failed(spending.error, plan, null);

  trace.enter('execute');
  const done = await answered(advisor, ask, plan, spending.value, watch, trace);
  if (done.isCut) return failed(cancelled(), plan, done);

  const concluded = conclude(cache, ask, plan, done, trace);
  if (!concluded.ok) return failed(concluded.error, plan, done);
  const { result, validation, isNew } = concluded.value;

  trace.enter('record');
  const { responses, judged, costMicroUsd } = done;
  const fresh: CachedResult = { result, validation, responses, judged };
  const isWhole = !result.incomplete && !result.flaggedForReview && (validation?.isValid ?? true);
  if (isNew && isWhole && config.caching)
    cache.put(plan.cacheKey, {
      value: fresh,
      prompt: prompt.trim(),
      models: plan.calls.map(({ call }) => call.model.id),
      category: classification.category,
    });
  keepForFeedback(advisor, ask, plan, fresh);
  await recorded({ ...ofPlan(plan), ...ofAnswering(done), flags: result.flags });
  if (isNew && validation !== null) await recordValidation(advisor, request.id);
  trace.end(result.flaggedForReview ? `answered, to be looked at: ${result.flags.join(', ')}` : 'answered');
  const totalMs = ports.now() - begin;
  return ok({ planned: plan, result, validation, responses, totalMs, costMicroUsd, cached: false });
}

/** Asks; what was used by then is charged, however it ends. */
async function answered(
  advisor: Advisor,
  ask: Ask,
  plan: Planned,
  spending: Spending,
  watch: AskWatch,
  trace: Trace,
): Promise<Answering> {
  let used: Answering['used'] | null = null;
  try {
    const done = await answering(advisor, ask, plan, spending, watch, trace);
    used = done.used;
    return done;
  } finally {
    // release only where nothing is known of what was used
    await (used === null ? spending.release() : spending.settle(used));
  }
}

function tellChoice({ decision, price }: Planned, trace: Trace): void {
  const models = decision.models.map(({ id, role }) => `${id} (${role})`).join(', ');
  trace.note('info', `Chosen by ${decision.strategy}: ${models}; at most ${price.pricedMicroUsd} micro-USD.`);
  for (const warning of decision.warnings) trace.note('warn', `Chosen with ${warning}.`);
}

function ofPlan(planned: Planned | null): Partial<RequestRecord> {
  return planned === null ? {} : { strategy: planned.decision.strategy };
}

function ofAnswering(done: Answering | null): Partial<RequestRecord> {
  if (done === null) return {};
  const { models, firstResponseMs, costMicroUsd, tokenCount } = done;
  return { models, firstResponseMs, costMicroUsd, tokenCount };
}

function cancelled(): Failure {
  return fail('cancelled', 'The request was cancelled. What was asked by then is recorded.').error;
}
