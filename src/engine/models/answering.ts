import { usedHundredths } from '../../core/budget/compute/work.ts';
import type { Amounts } from '../../core/facts/amounts.ts';
import type { ModelResponse } from '../../core/facts/model-response.ts';
import { refillFor } from '../../core/models/execute-rules/refill.ts';
import { sameAnswer } from '../../core/models/merge/same-answer.ts';
import { responseRecord } from '../../core/models/response-record.ts';
import { anomalySettings } from './anomaly-settings.ts';
import type { Advisor } from './advisor.ts';
import type { Ask, AskWatch } from './ask.ts';
import type { ModelCall } from './call.ts';
import { makeCandidates } from './candidates.ts';
import { execute, type ExecuteOptions } from './execute.ts';
import type { Planned } from './plan.ts';
import type { CallPorts } from './ports.ts';
import { amountsOf, plannedCall } from './price-plan.ts';
import type { Spending } from './spending.ts';
import type { Trace } from './trace.ts';

/** What asking the chosen models brought and took. */
export interface Answering {
  /** It was cancelled before everything had come. */
  readonly isCut: boolean;
  /** Everything that was asked for, in the order it ended. */
  readonly responses: readonly ModelResponse[];
  /** What is merged: without calls that were not needed any more, and without dropped candidates. */
  readonly kept: readonly ModelResponse[];
  /** Answers, each a model's own: what feedback judges. */
  readonly judged: readonly ModelResponse[];
  /** Ids of the models that were asked, each once. */
  readonly models: readonly string[];
  readonly firstResponseMs: number | null;
  /** Null when one part has no known price. */
  readonly costMicroUsd: number | null;
  readonly tokenCount: number;
  /** In the units of limits. */
  readonly used: Amounts;
}

/** Asks the chosen models, once each or as the compute budget says; each response is recorded as it arrives. */
export async function answering(
  advisor: Advisor,
  ask: Ask,
  plan: Planned,
  spending: Spending,
  watch: AskWatch,
  trace: Trace,
): Promise<Answering> {
  const { ports } = advisor;
  const { config } = plan;
  const past = await advisor.past();
  const { signal, request } = ask;
  const anomalies = anomalySettings(config);
  const works = new Map<string, ModelCall['work']>();
  const records: Promise<unknown>[] = [];
  const so = { far: [] as ModelResponse[] };
  const callPorts: CallPorts = {
    ...ports,
    // those it began with: what is removed meanwhile finishes
    adapterOf: ({ adapter }) => plan.adapters.get(adapter) ?? null,
    pause: ({ id }, until) => {
      advisor.pause(id, until);
      trace.note('warn', `${id} asks to be left alone for ${Math.ceil((until - ports.now()) / 1_000)} s.`);
    },
  };
  const options: Omit<ExecuteOptions, 'minResponses' | 'agree'> = {
    signal,
    settings: {
      retries: config.retries,
      retryBaseMs: config.retryBaseMs,
      // the default leaves each adapter its own
      timeoutMs: config.timeoutMs === STATED_TIMEOUT_MS ? null : config.timeoutMs,
    },
    least: plan.decision.least,
    refill: async (succeeded) => {
      const spent = usedBy(so.far);
      const { moneyLimit, decision, further } = plan;
      const left = moneyLimit === null ? null : Math.max(0, moneyLimit - (spent.microUsd ?? 0));
      const ranked = decision.ranked.filter(({ id }) => further.has(id));
      const calls = refillFor({ ...decision, ranked }, succeeded, left).flatMap(
        ({ id }) => further.get(id) ?? [],
      );
      if (calls.length === 0 || !(await spending.more(amountsOf(calls.map(plannedCall)), spent))) return [];
      trace.note('warn', `Too few answered: ${calls.map(({ model }) => model.id).join(', ')} asked as well.`);
      return calls;
    },
    mayEnlarge: (call, maxOutputTokens) =>
      spending.more(amountsOf([plannedCall({ ...call, maxOutputTokens })]), null),
    onResponse: (response, call) => {
      works.set(response.id, call.work);
      so.far.push(response);
      const { category } = plan.classification;
      const record = responseRecord(response, { requestId: request.id, category });
      if (config['anomaly.warnings'])
        for (const { message, model } of past.unusual(record, anomalies))
          trace.note('warn', `${model}: ${message}`);
      records.push(past.append(record));
      watch.onResponse?.(call, response);
      trace.note(response.success ? 'info' : 'warn', summary(response, call));
    },
    ...(watch.onAttempt === undefined ? {} : { onAttempt: watch.onAttempt }),
    ...(watch.onText === undefined ? {} : { onText: watch.onText }),
  };
  const { compute, minResponses } = ask;
  const calls = plan.calls.map(({ call }) => call);
  const made = compute === null ? null : await makeCandidates(plan.calls, compute.budget, callPorts, options);
  const done = made ?? (await execute(calls, callPorts, { ...options, minResponses, agree: sameAnswer }));
  const isCut = signal.aborted;
  await Promise.all(records);
  const { responses, firstResponseMs } = done;
  const kept = made?.kept ?? responses;
  const units = made === null ? null : usedHundredths(made.work);
  const used = usedBy(responses);
  return {
    responses,
    isCut,
    kept: isCut ? kept : kept.filter(({ error }) => error?.code !== 'adapter_cancelled'),
    judged: responses.filter(({ id }) => works.get(id) === 'answer'),
    models: [...new Set(responses.map(({ model }) => model))],
    firstResponseMs,
    costMicroUsd: costOf(responses),
    tokenCount: responses.reduce((sum, { tokenCount }) => sum + tokenCount, 0),
    used: units?.ok === true ? { ...used, computeUnits: units.value } : used,
  };
}

/** Spec M6; other models state their own, or their adapter does. */
const STATED_TIMEOUT_MS = 30_000;

function usedBy(responses: readonly ModelResponse[]): Amounts {
  const sum = (of: (response: ModelResponse) => number): number =>
    responses.reduce((total, response) => total + of(response), 0);
  const isPriced = responses.some(({ costMicroUsd }) => costMicroUsd !== null);
  const amounts = {
    outputTokens: sum(({ outputTokens }) => outputTokens),
    contextTokens: sum(({ inputTokens }) => inputTokens),
  };
  return isPriced ? { ...amounts, microUsd: sum(({ costMicroUsd }) => costMicroUsd ?? 0) } : amounts;
}

function costOf(responses: readonly ModelResponse[]): number | null {
  let total = 0;
  for (const { costMicroUsd } of responses) {
    if (costMicroUsd === null) return null;
    total += costMicroUsd;
  }
  return total;
}

function summary({ model, responseMs, tokenCount, error }: ModelResponse, { work }: ModelCall): string {
  const what = error === undefined ? `${tokenCount} tokens` : error.code;
  return `${work} of ${model}: ${what} after ${Math.round(responseMs)} ms.`;
}
