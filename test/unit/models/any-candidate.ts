import fc from 'fast-check';
import type { AskableModel } from '../../../src/core/facts/askable-model.ts';
import {
  CATEGORIES,
  type Category,
  type Consent,
  CONSENTS,
  STRATEGIES,
} from '../../../src/core/facts/category.ts';
import { exactBy, type Price } from '../../../src/core/facts/model-profile.ts';
import type { ModelRequest } from '../../../src/core/facts/model-request.ts';
import {
  DEFAULT_ROUTE_SETTINGS,
  type RouteCandidate,
  type RouteSettings,
} from '../../../src/core/models/route/route-candidate.ts';

/** Of `DEFAULT_ROUTE_SETTINGS`. */
export const MIN_SAMPLES = 10;

export const perToken: Price = {
  kind: 'perToken',
  inputUsdPerMillion: 1,
  outputUsdPerMillion: 1,
  cachedInputUsdPerMillion: null,
};

export function askable(id: string, some: Partial<AskableModel> = {}): AskableModel {
  return {
    id,
    name: id.toUpperCase(),
    provider: 'p',
    counting: exactBy('o200k_base'),
    contextWindow: null,
    maxInputTokens: null,
    maxOutputTokens: null,
    price: perToken,
    sources: [],
    disagreements: [],
    avgResponseMs: 1000,
    enabled: true,
    adapter: 'openai-compatible',
    vendorId: id,
    timeoutMs: null,
    baseUrl: null,
    search: false,
    keyName: null,
    ...some,
  };
}

/** What a test says of a candidate; money in USD as in the specification's golden values. */
export interface Said {
  readonly score?: number;
  /** Verdicts; 10 make a model proven. */
  readonly verdicts?: number;
  readonly judgedAt?: number;
  /** Null: no price per token, see `model.price`. */
  readonly usd?: number | null;
  readonly fits?: boolean;
  readonly ready?: boolean;
  readonly pausedUntil?: number | null;
  readonly model?: Partial<AskableModel>;
}

export function candidate(id: string, said: Said = {}, category: Category = 'simple_query'): RouteCandidate {
  const {
    score = 0.5,
    verdicts = 0,
    judgedAt = 1,
    usd = 1,
    fits = true,
    ready = true,
    pausedUntil = null,
  } = said;
  return {
    model: askable(id, said.model),
    score: { model: id, category, score, sampleCount: verdicts, updatedAt: verdicts === 0 ? null : judgedAt },
    estimateMicroUsd: usd === null ? null : Math.round(usd * 1e6),
    fits,
    ready,
    pausedUntil,
  };
}

export function request(some: Partial<ModelRequest> = {}): ModelRequest {
  return {
    id: 'request',
    prompt: 'p',
    context: null,
    budget: null,
    createdAt: 1,
    category: null,
    taskType: null,
    qualityThreshold: 0.8,
    costLimitMicroUsd: null,
    requestCap: 1000,
    criticality: 0.5,
    strategy: null,
    consent: [],
    dataType: null,
    ...some,
  };
}

/** @param draw of the exploration, in [0, 1); 0 always explores, 1 never */
export function settingsWith(draw: number, some: Partial<RouteSettings> = {}): RouteSettings {
  return { ...DEFAULT_ROUTE_SETTINGS, moneyLimitMicroUsd: null, now: 1000, stableHash: () => draw, ...some };
}

const noPricePerToken: readonly Partial<AskableModel>[] = [
  { price: { kind: 'included' } },
  { price: { kind: 'included' }, freeOfCharge: true },
  { price: { kind: 'unknown' } },
];

const anyKindOfPrice = fc.oneof(
  // From few values, so that equal costs and sums come up.
  { weight: 2, arbitrary: fc.constantFrom(0, 0.5, 1, 1.5, 2, 4).map((usd) => ({ usd, model: {} })) },
  { weight: 1, arbitrary: fc.constantFrom(...noPricePerToken).map((model) => ({ usd: null, model })) },
);

const anySaid = fc.record({
  price: anyKindOfPrice,
  score: fc.oneof(
    fc.constantFrom(0.5, 0.7, 0.8, 0.85, 0.9, 0.95),
    fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000),
  ),
  verdicts: fc.oneof(fc.constantFrom(0, 1, 9), fc.integer({ min: MIN_SAMPLES, max: 30 })),
  judgedAt: fc.integer({ min: 1, max: 20 }),
  avgResponseMs: fc.constantFrom(500, 1000, 2000),
  able: fc.constantFrom(
    ...Array.from({ length: 12 }, () => ({})),
    { fits: false },
    { ready: false },
    { pausedUntil: 1001 },
    { pausedUntil: 1000 },
    { enabled: false },
  ),
});

/** Up to `most` models of any standing and price, some of which cannot answer. */
export function anyCandidates(category: Category, most = 6): fc.Arbitrary<readonly RouteCandidate[]> {
  return fc.array(anySaid, { maxLength: most }).chain((all) =>
    fc
      .shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], {
        minLength: all.length,
        maxLength: all.length,
      })
      .map((names) =>
        all.map(({ price, avgResponseMs, able, ...said }, index) => {
          const enabled = !('enabled' in able);
          return candidate(
            names[index] ?? '',
            { ...said, ...able, usd: price.usd, model: { ...price.model, avgResponseMs, enabled } },
            category,
          );
        }),
      ),
  );
}

/** A situation in which something is to be routed. */
export interface Situation {
  readonly request: ModelRequest;
  readonly classification: { readonly category: Category; readonly confidence: number };
  readonly candidates: readonly RouteCandidate[];
  readonly settings: RouteSettings;
}

const anyLimit = fc.oneof(
  fc.constant(null),
  fc.constantFrom(0.1, 0.5, 1, 1.5, 2, 2.5, 3, 5).map((usd) => usd * 1e6),
);

/** @param fixed what the property needs as it says */
export function anySituation(
  fixed: {
    readonly category?: Category;
    readonly request?: Partial<ModelRequest>;
    readonly confidence?: number;
    /** False: neither the request nor the ledger limits money. */
    readonly limits?: boolean;
  } = {},
): fc.Arbitrary<Situation> {
  const limit = fixed.limits === false ? fc.constant(null) : anyLimit;
  const anyRequest = fc.record({
    qualityThreshold: fc.constantFrom(0, 0.5, 0.8, 0.9, 1),
    costLimitMicroUsd: limit,
    criticality: fc.constantFrom(null, 0.5, 0.8, 0.81, 1),
    strategy: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, fc.constantFrom(...STRATEGIES)),
    consent: fc.subarray<Consent>([...CONSENTS]),
  });
  const anyCategory =
    fixed.category === undefined ? fc.constantFrom(...CATEGORIES) : fc.constant(fixed.category);
  return anyCategory.chain((category) =>
    fc.record({
      request: anyRequest.map((some) => request({ ...some, ...fixed.request })),
      classification: fc.record({
        category: fc.constant(category),
        confidence:
          fixed.confidence === undefined
            ? fc.constantFrom(0.3, 0.49, 0.5, 0.7, 1)
            : fc.constant(fixed.confidence),
      }),
      candidates: anyCandidates(category),
      settings: fc
        .record({ draw: fc.constantFrom(0, 0.19, 0.2, 0.9), moneyLimitMicroUsd: limit })
        .map(({ draw, moneyLimitMicroUsd }) => settingsWith(draw, { moneyLimitMicroUsd })),
    }),
  );
}
