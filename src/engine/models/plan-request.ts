import { consentQuestion, roomFor } from '../../core/budget/ledger/room-for.ts';
import { hostElsewhere } from '../../core/models/base-url.ts';
import { ok, type Result } from '../../core/facts/result.ts';
import { classify } from '../../core/models/classify/classify.ts';
import type { AskPlan } from '../../protocol/models.ts';
import type { Advisor } from './advisor.ts';
import type { Ask } from './ask.ts';
import { type Planned, planAsk } from './plan.ts';
import { traceOf } from './trace.ts';

/** What would be asked, of whom and for how much; nothing is sent, held or recorded. Errors: those of `planAsk`. */
export async function planned(advisor: Advisor, ask: Ask): Promise<Result<AskPlan>> {
  const { category, taskType, prompt } = ask.request;
  const past = await advisor.past();
  const classification = classify(prompt, { category, taskType, lists: past.keywords });
  const silent = traceOf(ask.request.id, { now: advisor.ports.now, log: () => undefined }, () => undefined);
  const plan = await planAsk(advisor, ask, advisor.config, classification, silent);
  return plan.ok ? ok(shownPlan(advisor, ask, plan.value)) : plan;
}

export function shownPlan(advisor: Advisor, ask: Ask, plan: Planned): AskPlan {
  const { decision, classification, calls, price, config, cacheKey } = plan;
  const models = new Map(calls.map(({ call: { model } }) => [model.id, model]));
  const cached = config.caching && advisor.cache.has(cacheKey);
  return {
    requestId: ask.request.id,
    category: classification.category,
    confidence: classification.confidence,
    strategy: decision.strategy,
    models: decision.models.map(({ id, role, score, proven, estimateMicroUsd }) => ({
      ...sentTo(models.get(id)?.baseUrl ?? null),
      id,
      name: models.get(id)?.name ?? id,
      role,
      score,
      proven,
      estimateMicroUsd,
      priceKind: models.get(id)?.price.kind ?? 'unknown',
    })),
    estimateMicroUsd: price.estimateMicroUsd,
    pricedMicroUsd: price.pricedMicroUsd,
    answers: price.work.answers,
    verifications: price.work.verified,
    refinements: price.work.refinements,
    promptTokens: Math.max(0, ...calls.map(({ call }) => call.promptTokens)),
    // what is sent: a model's own limit may be less than what the request may take
    requestCap: Math.max(0, ...calls.map(({ call }) => call.maxOutputTokens)),
    warnings: decision.warnings.map((warning) => WARNINGS[warning]),
    reason: decision.reason,
    cached,
    passes: cached ? [] : limitsPassed(advisor, ask, plan),
  };
}

function sentTo(baseUrl: string | null): { readonly sentTo?: string } {
  const host = baseUrl === null ? null : hostElsewhere(baseUrl);
  return host === null ? {} : { sentTo: host };
}

const WARNINGS: Readonly<Record<Planned['decision']['warnings'][number], string>> = {
  quality_over_cost: 'It may cost more than the limit: nothing that qualifies is cheaper.',
  below_quality: 'No model has reached the quality asked for: the best ones below it answer.',
  fewer_models: 'Fewer models can answer than this kind of request should have.',
};

function limitsPassed({ ports }: Advisor, { tenant }: Ask, { price }: Planned): readonly string[] {
  const store = ports.store();
  if (store === null) return [];
  const room = roomFor(store.limits.ledger, { amounts: price.amounts, tenant }, ports.now());
  return room.ok ? room.value.obstacles.map(consentQuestion) : [];
}
