import { toObject } from '../../core/budget/compute/compute-budget.ts';
import type { AskableModel } from '../../core/facts/askable-model.ts';
import type { Category } from '../../core/facts/category.ts';
import type { JsonObject } from '../../core/facts/json-value.ts';
import { ok, type Result } from '../../core/facts/result.ts';
import { type CacheKeyParts, cacheKeyText } from '../../core/models/cache-key.ts';
import type { Classification } from '../../core/models/classify/classify.ts';
import type { ModelsConfig } from '../../core/models/config.ts';
import { costMicroUsd } from '../../core/models/price.ts';
import { route } from '../../core/models/route/route.ts';
import type { RouteCandidate, RoutingDecision } from '../../core/models/route/route-candidate.ts';
import type { ModelScores } from '../../core/models/scores/verdict-book.ts';
import type { RuleSet } from '../../core/models/validate/rule-set.ts';
import type { Adapter } from '../../node/providers/adapter.ts';
import type { Advisor } from './advisor.ts';
import type { Ask } from './ask.ts';
import type { ModelCall } from './call.ts';
import type { ScoredCall } from './candidates.ts';
import { rulesOf } from './check-rules.ts';
import { instructionsFor } from './instructions.ts';
import { capFor, inputLimit } from './model-room.ts';
import { moneyLeft } from './money-left.ts';
import { overLimit, type PlannedPrice, pricePlan } from './price-plan.ts';
import type { Trace } from './trace.ts';

/** What would be done for a request, before anything is sent. */
export interface Planned {
  /** As they were when the request began. */
  readonly config: ModelsConfig;
  readonly classification: Classification;
  readonly decision: RoutingDecision;
  /** The chosen ones, as they were found at the beginning: what is removed meanwhile is still asked. */
  readonly calls: readonly ScoredCall[];
  /** Of the next qualified models (`decision.ranked`), those that the prompt fits. */
  readonly further: ReadonlyMap<string, ModelCall>;
  readonly adapters: ReadonlyMap<string, Adapter>;
  /** Scores that weigh the answers, at one instant. */
  readonly scores: ModelScores;
  readonly price: PlannedPrice;
  /** The smallest of the request's and the covering limits, micro-USD; null: none. */
  readonly moneyLimit: number | null;
  /** What the answer is remembered by. */
  readonly cacheKey: string;
}

/**
 * Routes, fits and prices a request (spec M15). Errors: those of routing (M5), of the fit (F2), and
 * `cost_limit_exceeded` where the compute budget's answers together would pass the limit.
 */
export async function planAsk(
  advisor: Advisor,
  ask: Ask,
  config: ModelsConfig,
  classification: Classification,
  trace: Trace,
): Promise<Result<Planned>> {
  trace.enter('route');
  const { request } = ask;
  const { adapters, ports } = advisor;
  const past = await advisor.past();
  const now = ports.now();
  const scores = past.scores(now, config);
  const store = ports.store();
  const ledgerLeft = ask.passLimits ? null : await moneyLeft(store, ask.tenant, now);
  const system = instructionsFor(request.dataType);
  const given = request.context === null ? request.prompt : `${request.context.text}\n\n${request.prompt}`;
  const counted = counter(advisor, `${system ?? ''}\n${given}`);
  const candidates = await Promise.all(
    advisor.candidates(ask.models, past.measuredMs).map(async (model): Promise<RouteCandidate> => {
      const promptTokens = counted(model);
      // both bounds make it an upper one (spec M5.7)
      const inputTokens = ask.fits ? Math.max(promptTokens, request.budget ?? 0) : promptTokens;
      const cap = capFor(model, request.requestCap);
      return {
        model,
        score: scores.of(model.id, classification.category),
        estimateMicroUsd: costMicroUsd(model.price, inputTokens, cap),
        fits: promptTokens <= inputLimit(model, cap),
        ready: (await adapters.get(model.adapter)?.ready(model))?.ok ?? false,
        pausedUntil: advisor.pausedUntil(model.id),
      };
    }),
  );
  const routed = route(request, classification, candidates, {
    minSamples: config.minSamples,
    explorationRate: config.explorationRate,
    counts: { simple: config['counts.simple'], dual: config['counts.dual'], triple: config['counts.triple'] },
    moneyLimitMicroUsd: ledgerLeft,
    now,
    stableHash: ports.stableHash,
  });
  if (!routed.ok) return routed;
  const decision = routed.value;
  const known = new Map(candidates.map(({ model }) => [model.id, model]));
  const models = decision.models.flatMap(({ id }) => known.get(id) ?? []);

  trace.enter('fit');
  const fitted = ask.fits
    ? await advisor.fit({
        prompt: request.prompt,
        models,
        budget: request.budget ?? Infinity,
        requestCap: request.requestCap,
        signal: ask.signal,
      })
    : ok({ prompt: given, packHash: request.context?.packHash ?? null });
  if (!fitted.ok) return fitted;
  const { prompt, packHash } = fitted.value;
  const countedWhole = ask.fits ? counter(advisor, `${system ?? ''}\n${prompt}`) : counted;
  const callOf = (model: AskableModel): ModelCall => ({
    callId: `${request.id}/${model.id}`,
    requestId: request.id,
    work: 'answer',
    model,
    system,
    prompt,
    promptTokens: countedWhole(model),
    maxOutputTokens: capFor(model, request.requestCap),
    temperature: null,
    thinking: ask.thinking || classification.category === 'complex_reasoning',
  });
  const calls = decision.models.flatMap(({ id, score }): readonly ScoredCall[] => {
    const model = known.get(id);
    return model === undefined ? [] : [{ call: callOf(model), score }];
  });
  const further = new Map(
    decision.ranked.flatMap(({ id }) => {
      const model = known.get(id);
      const call = model === undefined ? null : callOf(model);
      const fits = call !== null && call.promptTokens <= inputLimit(call.model, call.maxOutputTokens);
      return fits ? [[id, call] as const] : [];
    }),
  );
  const price = pricePlan(calls, ask.compute);
  const moneyLimit = smallest(request.costLimitMicroUsd, ledgerLeft);
  const exceeded = ask.compute === null ? null : overLimit(price, moneyLimit, request.consent);
  if (exceeded !== null) return exceeded;
  const cacheKey = ports.sha256(
    cacheKeyText(keyParts(ask, rulesOf(config, ask), decision.category, calls, packHash)),
  );
  return ok({
    config,
    classification,
    decision,
    calls,
    further,
    adapters,
    scores,
    price,
    moneyLimit,
    cacheKey,
  });
}

/** What an answer depends on (spec M12). */
function keyParts(
  { request, compute }: Ask,
  ruleSet: RuleSet | null,
  category: Category,
  calls: readonly ScoredCall[],
  packHash: string | null,
): CacheKeyParts {
  const { prompt, qualityThreshold, costLimitMicroUsd, requestCap, dataType } = request;
  const work: JsonObject | null = compute === null ? null : { ...toObject(compute.budget), metadata: null };
  const switches = calls.map(({ call: { model, thinking } }) => {
    const { id, adapter, vendorId, baseUrl, search } = model;
    return [id, { adapter, vendorId, baseUrl, search, thinking, work }] as const;
  });
  return {
    prompt,
    packHash,
    models: calls.map(({ call }) => call.model.id),
    category,
    qualityThreshold,
    costLimitMicroUsd,
    requestCap,
    dataType,
    ruleSet,
    switches: Object.fromEntries(switches),
  };
}

/** Counts a text once for all models that are counted alike. */
function counter(advisor: Advisor, text: string): (model: AskableModel) => number {
  const known = new Map<string, number>();
  return (model) => {
    const { encoding, factor } = model.counting;
    const key = `${encoding} ${factor}`;
    const tokens = known.get(key) ?? advisor.ports.count(model, text);
    known.set(key, tokens);
    return tokens;
  };
}

function smallest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}
