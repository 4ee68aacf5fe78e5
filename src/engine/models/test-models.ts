import { ok, type Result } from '../../core/facts/result.ts';
import { responseRecord } from '../../core/models/response-record.ts';
import type { TestedModel } from '../../protocol/models.ts';
import type { Advisor } from './advisor.ts';
import { callModel, type ModelCall } from './call.ts';
import { amountsOf, plannedCall } from './price-plan.ts';
import { reserveSpending } from './spending.ts';
import { unknownModel } from './unknown-model.ts';

/** One word, and room for a model that thinks before it. */
const PROMPT = 'Answer with the one word: ready';
const CAP = 256;

/**
 * Asks each model for one word, all at once, without retries; counted against limits and recorded as any answer.
 * Errors: `unknown_model`, those of limits.
 * @param only ids; null: all that are enabled
 */
export async function testModels(
  advisor: Advisor,
  only: readonly string[] | null,
  signal: AbortSignal,
): Promise<Result<readonly TestedModel[]>> {
  const { ports, adapters, config } = advisor;
  const unknown = only === null ? null : unknownModel(advisor, only);
  if (unknown !== null) return unknown;
  const past = await advisor.past();
  const requestId = ports.newId();
  const models = advisor.models.filter(({ id, enabled }) => (only === null ? enabled : only.includes(id)));
  const calls = models.map((model): ModelCall => ({
    callId: `${requestId}/${model.id}`,
    requestId,
    work: 'answer',
    model,
    system: null,
    prompt: PROMPT,
    promptTokens: ports.count(model, PROMPT),
    maxOutputTokens: Math.min(CAP, model.maxOutputTokens ?? CAP),
    temperature: null,
    thinking: false,
  }));
  const spending = await reserveSpending(
    ports.store(),
    {
      requestId,
      id: requestId,
      tenant: '',
      amounts: amountsOf(calls.map(plannedCall)),
      level: null,
      passLimits: false,
      costLimitMicroUsd: null,
    },
    ports.now,
    (text) => ports.log({ level: 'warn', requestId, stage: 'reserve', ms: null, text }),
  );
  if (!spending.ok) return spending;
  const settings = { retries: 0, retryBaseMs: config.retryBaseMs, timeoutMs: null };
  const callPorts = {
    ...ports,
    adapterOf: ({ adapter }: ModelCall['model']) => adapters.get(adapter) ?? null,
    pause: ({ id }: ModelCall['model'], until: number) => advisor.pause(id, until),
  };
  const responses = await Promise.all(
    calls.map((call) =>
      callModel(call, callPorts, { settings, signal, mayEnlarge: () => Promise.resolve(false) }),
    ),
  );
  await Promise.all(
    responses.map((response) =>
      past.append(responseRecord(response, { requestId, category: 'simple_query' })),
    ),
  );
  const sum = (of: (response: (typeof responses)[number]) => number): number =>
    responses.reduce((total, response) => total + of(response), 0);
  const isPriced = responses.some(({ costMicroUsd }) => costMicroUsd !== null);
  await spending.value.settle({
    contextTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    ...(isPriced ? { microUsd: sum(({ costMicroUsd }) => costMicroUsd ?? 0) } : {}),
  });
  return ok(
    responses.map(({ model, success, error, responseMs, outputTokens, costMicroUsd }) => {
      // an answer that was cut off shows that the model can be asked
      const isReached = success || error?.code === 'adapter_truncated';
      const told = isReached || error === undefined ? null : { code: error.code, message: error.message };
      return { id: model, ok: isReached, responseMs, outputTokens, costMicroUsd, error: told };
    }),
  );
}
