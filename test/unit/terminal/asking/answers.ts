import type { ModelResponse } from '../../../../src/core/facts/model-response.ts';
import type { AskAnswer, AskPlan, PlannedModel } from '../../../../src/protocol/models.ts';

export const REQUEST_ID = '7d8a3c0e-5a51-4a0e-9f35-0f1f2a9a1c11';

export function planned(more: Partial<PlannedModel> = {}): PlannedModel {
  return {
    id: 'house',
    name: 'House',
    role: 'qualified',
    score: 0.91,
    proven: true,
    estimateMicroUsd: 20_000,
    priceKind: 'perToken',
    ...more,
  };
}

export function plan(more: Partial<AskPlan> = {}): AskPlan {
  return {
    requestId: REQUEST_ID,
    category: 'complex_reasoning',
    confidence: 0.82,
    strategy: 'dual_validation',
    models: [planned(), planned({ id: 'lab', name: 'Lab', proven: false, score: 0.5, role: 'exploration' })],
    estimateMicroUsd: 40_000,
    pricedMicroUsd: 40_000,
    answers: 2,
    verifications: 0,
    refinements: 0,
    promptTokens: 1_234,
    requestCap: 4_000,
    warnings: [],
    reason: 'House has earned it; lab is tried.',
    cached: false,
    passes: [],
    ...more,
  };
}

function response(model: string, content: string): ModelResponse {
  return {
    id: `r-${model}`,
    model,
    content,
    finish: 'stop',
    responseMs: 850,
    inputTokens: 1_234,
    outputTokens: 12,
    cachedInputTokens: 0,
    reasoningTokens: 0,
    tokenCount: 1_246,
    costMicroUsd: 1_500,
    at: 1_700_000_000_000,
    success: true,
    estimated: false,
  };
}

export function answer(more: Partial<AskAnswer> = {}, text = 'It is the cache.'): AskAnswer {
  return {
    plan: plan(),
    result: {
      kind: 'text',
      data: text,
      contributingModels: ['house'],
      scores: { house: 0.91, lab: 0.5 },
      provenance: {},
      alternatives: [{ model: 'lab', score: 0.5, content: 'The disk.' }],
      metadata: {
        asked: 2,
        succeeded: 2,
        meanScore: 0.7,
        agreement: 0.5,
        meanMs: 850,
        costMicroUsd: 3_000,
        missingModels: [],
      },
      flags: [],
      flaggedForReview: false,
      stale: false,
      incomplete: false,
    },
    responses: [response('house', text), response('lab', 'The disk.')],
    validation: null,
    totalMs: 3_400,
    costMicroUsd: 3_000,
    cached: false,
    document: `# Answer\n\n${text}\n`,
    ...more,
  };
}
