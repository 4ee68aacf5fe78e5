import type { AskedModel } from '../../src/protocol/models.ts';
import type { AskingState } from '../../src/protocol/plan-view.ts';

const asked = (name: string, more: Partial<AskedModel>): AskedModel => ({
  callId: name,
  model: name.toLowerCase(),
  name,
  work: 'answer',
  state: 'asking',
  ms: 0,
  outputTokens: null,
  costMicroUsd: null,
  error: null,
  ...more,
});

const RUNNING: AskingState = {
  requestId: 'one',
  state: 'running',
  stage: 'execute',
  models: [
    asked('gpt-5', { state: 'answered', ms: 3412, outputTokens: 1204, costMicroUsd: 12_345 }),
    asked('qwen3-max', { state: 'answering', ms: 8120, outputTokens: 340 }),
    asked('Claude Sonnet 4.5', { state: 'retrying', ms: 8120 }),
  ],
  sentence: '',
  toReview: false,
};

const FAILED: AskedModel = asked('deepseek-v3.2', {
  state: 'failed',
  ms: 30_000,
  error: { code: 'adapter_timeout', message: 'It did not answer within 30 s.' },
});

/** Requests to models as the Plan view shows them. */
export const ASKINGS: Readonly<Record<string, AskingState>> = {
  'asking-begun': { ...RUNNING, stage: 'fit', models: [asked('gpt-5', { state: 'waiting' })] },
  asking: RUNNING,
  'asking-verified': {
    ...RUNNING,
    models: [
      asked('gpt-5', { callId: '1', state: 'answered', ms: 3412, outputTokens: 1204, costMicroUsd: 12_345 }),
      asked('gpt-5', { callId: '2', state: 'answered', ms: 4100, outputTokens: 980, costMicroUsd: 9900 }),
      asked('qwen3-max', { callId: '3', work: 'verification', state: 'answering', ms: 900 }),
      asked('gpt-5', { callId: '4', work: 'refinement', state: 'waiting' }),
      asked('a-model-with-a-name-that-is-much-longer-than-the-view-is-wide', {
        callId: '5',
        state: 'answering',
        ms: 128_000,
        outputTokens: 24_100,
        costMicroUsd: 1_200_000,
      }),
    ],
  },
  asked: {
    ...RUNNING,
    state: 'answered',
    stage: 'record',
    models: [...RUNNING.models.slice(0, 1), FAILED],
    sentence: '1 of 2 models answered in 30.0 s, $0.012. Look at it: too few answered.',
    toReview: true,
  },
  'asked-in-vain': {
    ...RUNNING,
    state: 'failed',
    models: [FAILED],
    sentence: 'No model answered: deepseek-v3.2 did not answer within 30 s.',
  },
};
