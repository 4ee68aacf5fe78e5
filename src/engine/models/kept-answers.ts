import { LRUCache } from 'lru-cache';
import type { Category } from '../../core/facts/category.ts';
import type { CategoryRecord } from '../../core/facts/model-record.ts';
import type { JudgedAnswer } from '../../core/models/feedback/judged-answer.ts';
import type { RuleSet } from '../../core/models/validate/rule-set.ts';

/** A request whose answers can still be judged (spec M9). */
export interface KeptRequest {
  readonly requestId: string;
  readonly category: Category;
  readonly answers: readonly JudgedAnswer[];
  /** Models that a word on the merged answer is about. */
  readonly behind: readonly string[];
  /** What learning needs of the prompt in place of its text (spec M3.6). */
  readonly classified: Pick<CategoryRecord, 'keywords' | 'complexityScore' | 'taskType'>;
  readonly ruleSet: RuleSet | null;
  readonly cacheKey: string;
}

/** Spec M9. */
const KEPT_MS = 86_400_000;
/** All kept answers together; the oldest go first. A day of a busy window has a hundredth of it. */
const MOST_CHARACTERS = 64_000_000;

/** Answers in memory, and nowhere else, for a day. */
export interface KeptAnswers {
  keep(request: KeptRequest): void;
  /** Null: unknown, or its answers are gone. */
  of(requestId: string): KeptRequest | null;
}

export function keptAnswers(now: () => number): KeptAnswers {
  const requests = new LRUCache<string, { readonly request: KeptRequest; readonly at: number }>({
    maxSize: MOST_CHARACTERS,
    sizeCalculation: ({ request }) =>
      1 + request.answers.reduce((sum, { content }) => sum + (content?.length ?? 0), 0),
  });
  return {
    keep: (request) => void requests.set(request.requestId, { request, at: now() }),
    of: (requestId) => {
      const kept = requests.get(requestId);
      if (kept === undefined) return null;
      if (now() - kept.at < KEPT_MS) return kept.request;
      requests.delete(requestId);
      return null;
    },
  };
}
