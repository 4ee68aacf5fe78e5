import type { AskedModel } from '../protocol/models.ts';
import type { AskingState } from '../protocol/plan-view.ts';
import type { AskedRequest } from './asked-requests.ts';
import { answeredSentence } from './ask-words.ts';

const RUNNING: ReadonlySet<AskedModel['state']> = new Set(['asking', 'answering', 'retrying']);

/** A request as the Plan view shows it. No vscode. */
export function askingState(asked: AskedRequest, now: number): AskingState {
  const { requestId, stage, outcome } = asked;
  const models = modelsNow(asked, now);
  if (outcome === null) return { requestId, state: 'running', stage, models, sentence: '', toReview: false };
  if (outcome.ok) {
    const { result, validation } = outcome.value;
    const toReview = result.flaggedForReview || validation?.isValid === false;
    const sentence = answeredSentence(outcome.value);
    return { requestId, state: 'answered', stage, models, sentence, toReview };
  }
  const state = outcome.error.code === 'cancelled' ? 'cancelled' : 'failed';
  return { requestId, state, stage, models, sentence: outcome.error.message, toReview: false };
}

/** Before the engine has spoken, those of the plan; their clocks go on between what the engine says. */
export function modelsNow(
  { plan, models, heardAt, outcome }: AskedRequest,
  now: number,
): readonly AskedModel[] {
  if (models.length === 0)
    return plan.models.map(({ id, name }) => ({
      callId: id,
      model: id,
      name,
      work: 'answer',
      state: outcome === null ? 'waiting' : outcome.ok ? 'answered' : 'cancelled',
      ms: 0,
      outputTokens: null,
      costMicroUsd: null,
      error: null,
    }));
  if (outcome !== null) return models;
  const since = Math.max(0, now - heardAt);
  return models.map((asked) => (RUNNING.has(asked.state) ? { ...asked, ms: asked.ms + since } : asked));
}
