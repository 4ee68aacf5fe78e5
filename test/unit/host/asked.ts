import type { ModelResponse } from '../../../src/core/facts/model-response.ts';
import type { AskAnswer, AskedModel, AskPlan, PlannedModel } from '../../../src/protocol/models.ts';

export const PLANNED: PlannedModel = {
  id: 'first',
  name: 'First',
  role: 'qualified',
  score: 0.91,
  proven: true,
  estimateMicroUsd: 20_000,
  priceKind: 'perToken',
};

export const PLAN: AskPlan = {
  requestId: 'one',
  category: 'complex_reasoning',
  confidence: 0.82,
  strategy: 'dual_validation',
  models: [PLANNED, { ...PLANNED, id: 'second', name: 'Second', estimateMicroUsd: 30_000 }],
  estimateMicroUsd: 50_000,
  pricedMicroUsd: 50_000,
  answers: 2,
  verifications: 0,
  refinements: 0,
  promptTokens: 24_112,
  requestCap: 4000,
  warnings: [],
  reason: 'The two best for reasoning.',
  cached: false,
  passes: [],
};

export const ASKED_MODEL: AskedModel = {
  callId: 'a',
  model: 'first',
  name: 'First',
  work: 'answer',
  state: 'answering',
  ms: 2100,
  outputTokens: 1204,
  costMicroUsd: 20_000,
  error: null,
};

const RESPONSE: ModelResponse = {
  id: 'r1',
  model: 'first',
  content: 'yes',
  finish: 'stop',
  responseMs: 3400,
  inputTokens: 10,
  outputTokens: 1,
  cachedInputTokens: 0,
  reasoningTokens: 0,
  tokenCount: 11,
  costMicroUsd: 20_000,
  at: 0,
  success: true,
  estimated: false,
};

export const ANSWER: AskAnswer = {
  plan: PLAN,
  result: {
    kind: 'text',
    data: 'yes',
    contributingModels: ['first', 'second'],
    scores: { first: 0.91, second: 0.9 },
    provenance: {},
    alternatives: [],
    metadata: {
      asked: 2,
      succeeded: 2,
      meanScore: 0.9,
      agreement: 1,
      meanMs: 3000,
      costMicroUsd: 40_000,
      missingModels: [],
    },
    flags: [],
    flaggedForReview: false,
    stale: false,
    incomplete: false,
  },
  responses: [RESPONSE, { ...RESPONSE, id: 'r2', model: 'second' }],
  validation: null,
  totalMs: 3412,
  costMicroUsd: 40_000,
  cached: false,
  document: '# Answer\n',
};
