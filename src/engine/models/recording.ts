import type { RequestRecord } from '../../core/facts/model-record.ts';
import { type Classification, keywordsOf } from '../../core/models/classify/classify.ts';
import { judgedAnswer } from '../../core/models/feedback/judged-answer.ts';
import { standsBehind } from '../../core/models/feedback/stands-behind.ts';
import type { Advisor, CachedResult } from './advisor.ts';
import type { Ask } from './ask.ts';
import { rulesOf } from './check-rules.ts';
import type { Planned } from './plan.ts';

/** What the history keeps of a request; what is not said did not come about. */
export function requestRecord(
  { request: { id, taskType } }: Ask,
  classification: Classification,
  rest: Pick<RequestRecord, 'at' | 'totalMs'> & Partial<RequestRecord>,
): RequestRecord {
  const { category, confidence, complexityScore } = classification;
  return Object.freeze({
    kind: 'request',
    id,
    category,
    confidence,
    taskType,
    classified: { keywords: keywordsOf(classification), complexityScore },
    models: [],
    strategy: null,
    firstResponseMs: null,
    costMicroUsd: null,
    tokenCount: 0,
    cached: false,
    flags: [],
    failure: null,
    ...rest,
  });
}

/** For a day its answers can be judged (spec M9). */
export function keepForFeedback(
  advisor: Advisor,
  ask: Ask,
  { config, classification, cacheKey }: Planned,
  { result, judged }: CachedResult,
): void {
  const { request } = ask;
  advisor.answers.keep({
    requestId: request.id,
    category: classification.category,
    answers: judged.map(judgedAnswer),
    behind: standsBehind(result),
    classified: {
      keywords: keywordsOf(classification),
      complexityScore: classification.complexityScore,
      taskType: request.taskType,
    },
    ruleSet: rulesOf(config, ask),
    cacheKey,
  });
}
