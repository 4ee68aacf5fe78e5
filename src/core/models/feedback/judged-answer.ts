import type { Category } from '../../facts/category.ts';
import type { ResponseRecord, VerdictRecord } from '../../facts/model-record.ts';
import type { ModelResponse } from '../../facts/model-response.ts';

/** The request whose answers are judged, and what a verdict needs beside them. */
export interface Judging {
  readonly requestId: string;
  readonly category: Category;
  /** When the verdicts are given, epoch ms. */
  readonly at: number;
  /** A fresh id for each record. */
  readonly newId: () => string;
}

/** A response as it can be judged. */
export interface JudgedAnswer {
  readonly responseId: string;
  readonly model: string;
  /** Epoch ms of its end. */
  readonly at: number;
  readonly success: boolean;
  /** Null: it is gone from memory (spec M9), or never was. */
  readonly content: string | null;
  readonly responseMs: number;
  readonly costMicroUsd: number | null;
  readonly tokenCount: number;
}

/** Verdicts, and the answers that could not be judged because they are gone. */
export interface Judgement {
  readonly verdicts: readonly VerdictRecord[];
  /** Models of those answers, each once: what gives `answers_gone`. */
  readonly gone: readonly string[];
}

/** A response whose answer is at hand. */
export function judgedAnswer(response: ModelResponse): JudgedAnswer {
  const { id, model, at, success, content, responseMs, costMicroUsd, tokenCount } = response;
  return { responseId: id, model, at, success, content, responseMs, costMicroUsd, tokenCount };
}

/** A response of which the history alone is left. */
export function answerGone(record: ResponseRecord): JudgedAnswer {
  const { id, model, at, success, responseMs, costMicroUsd, tokenCount } = record;
  return { responseId: id, model, at, success, content: null, responseMs, costMicroUsd, tokenCount };
}

/** A verdict on one answer. */
export function verdictOn(
  answer: JudgedAnswer,
  { requestId, category, at, newId }: Judging,
  said: Pick<VerdictRecord, 'wasCorrect' | 'weight' | 'source'> & Partial<Pick<VerdictRecord, 'correction'>>,
): VerdictRecord {
  const { responseId, model, responseMs, costMicroUsd, tokenCount } = answer;
  return Object.freeze({
    kind: 'verdict',
    id: newId(),
    at,
    requestId,
    responseId,
    model,
    category,
    correction: null,
    ...said,
    responseMs,
    costMicroUsd,
    tokenCount,
  });
}

/** Judges each answer that there is by itself; failed ones said nothing that could be right or wrong. */
export function judgeEach(
  answers: readonly JudgedAnswer[],
  judging: Judging,
  isRight: (content: string) => boolean,
): Judgement {
  const verdicts: VerdictRecord[] = [];
  const gone = new Set<string>();
  for (const answer of answers) {
    if (!answer.success) continue;
    if (answer.content === null) gone.add(answer.model);
    else {
      const wasCorrect = isRight(answer.content);
      verdicts.push(verdictOn(answer, judging, { wasCorrect, weight: 1, source: 'validation' }));
    }
  }
  return { verdicts, gone: [...gone] };
}
