import { answerDocument } from '../../core/models/answer-document.ts';
import type { AskAnswer } from '../../protocol/models.ts';
import type { Advisor } from './advisor.ts';
import type { Ask } from './ask.ts';
import { shownPlan } from './plan-request.ts';
import type { Answered } from './process.ts';

/** An answer as doors take it, with its document. */
export function askAnswer(advisor: Advisor, ask: Ask, answered: Answered): AskAnswer {
  const { planned, result, responses, validation, totalMs, costMicroUsd, cached } = answered;
  const plan = shownPlan(advisor, ask, planned);
  const names = new Map(planned.calls.map(({ call: { model } }) => [model.id, model.name]));
  for (const { model } of planned.further.values()) names.set(model.id, model.name);
  const document = answerDocument({
    prompt: ask.request.prompt,
    category: plan.category,
    strategy: plan.strategy,
    result,
    responses,
    validation,
    totalMs,
    costMicroUsd,
    cached,
    nameOf: (id) => names.get(id) ?? id,
  });
  // whether it was there before it was asked
  return {
    plan: { ...plan, cached },
    result,
    responses,
    validation,
    totalMs,
    costMicroUsd,
    cached,
    document,
  };
}
