import { CORRECTION_TYPES, type CorrectionType, type VerdictRecord } from '../../facts/model-record.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import { boundedData } from '../bounded-data.ts';
import { jsonFromText } from '../merge/json-from-text.ts';
import type { RuleSet } from '../validate/rule-set.ts';
import { validate } from '../validate/validate.ts';
import { answerEqualToTruth } from './equal-to-truth.ts';
import { judgeEach, type JudgedAnswer, type Judgement, type Judging, verdictOn } from './judged-answer.ts';

/** What answers are judged by when nobody says which is right. */
export type Yardstick = { readonly truth: unknown } | { readonly ruleSet: RuleSet };

/**
 * `recordValidation` (spec M9): a verdict for each model on its own answer, against the ground truth, else by the rules;
 * weight 1, source validation. A model that answered more than once is judged by its newest answer: it is not proven by
 * one request.
 */
export function judgeByValidation(
  answers: readonly JudgedAnswer[],
  yardstick: Yardstick,
  judging: Judging,
): Judgement {
  const own = newestOfEach(answers);
  if ('truth' in yardstick)
    return judgeEach(own, judging, (content) => answerEqualToTruth(content, yardstick.truth));
  return judgeEach(own, judging, (content) => {
    const data = jsonFromText(content);
    return validate(data === undefined ? content : data, yardstick.ruleSet, judging.category).isValid;
  });
}

/** One answer a model, in the order in which the models come first; of those that failed too. */
function newestOfEach(answers: readonly JudgedAnswer[]): readonly JudgedAnswer[] {
  const newest = new Map<string, JudgedAnswer>();
  for (const answer of answers) {
    const known = newest.get(answer.model);
    const isNewer = known === undefined || (answer.success && (!known.success || answer.at >= known.at));
    if (isNewer) newest.set(answer.model, answer);
  }
  return [...newest.values()];
}

/** What a user says of one model's answer. */
export interface Correction {
  readonly model: string;
  /** One of several answers of that model; its newest when absent. */
  readonly responseId?: string;
  /** Unchecked: one of `CORRECTION_TYPES`. */
  readonly type: unknown;
  /** The ground truth; undefined when the user only says that the answer is wrong. */
  readonly correctedData: unknown;
  readonly note: string | null;
  /** `feedback.keepCorrectedData`: whether the truth is stored with the verdict. */
  readonly keepData: boolean;
}

/** A user's own word weighs more than a rule's (spec M4); of an answer that was right in part it weighs the same. */
const USER_WEIGHT = 1.5;
const PARTIAL_WEIGHT = 1;

/**
 * `recordCorrection` (spec M9): the model named was wrong, weight 1.5, or 1 for `partial_correct`; the corrected data
 * are the ground truth by which the request's other answers are judged, weight 1. The user's verdict comes first, and
 * is there even when the answers are gone.
 *
 * Errors: `invalid_correction_type`; `invalid_value` for corrected data that JSON cannot say; `unknown_model` when the
 * model gave no answer.
 */
export function judgeByCorrection(
  answers: readonly JudgedAnswer[],
  correction: Correction,
  judging: Judging,
): Result<Judgement> {
  const type = CORRECTION_TYPES.find((known) => known === correction.type);
  if (type === undefined) {
    return fail(
      'invalid_correction_type',
      `The type of a correction must be one of ${CORRECTION_TYPES.join(', ')}.`,
    );
  }
  const truth = correction.correctedData === undefined ? undefined : boundedData(correction.correctedData);
  if (truth === undefined && correction.correctedData !== undefined)
    return fail('invalid_value', 'The corrected data must be plain JSON of at most 64 levels.');
  const named = answerOf(answers, correction);
  if (!named.ok) return named;
  const own = verdictOn(named.value, judging, {
    wasCorrect: false,
    weight: type === 'partial_correct' ? PARTIAL_WEIGHT : USER_WEIGHT,
    source: 'user',
    correction: correctionRecord(type, correction.note, correction.keepData ? truth : undefined),
  });
  const others = answers.filter((answer) => answer !== named.value);
  if (truth === undefined) return ok({ verdicts: [own], gone: [] });
  const { verdicts, gone } = judgeEach(others, judging, (content) => answerEqualToTruth(content, truth));
  return ok({ verdicts: [own, ...verdicts], gone });
}

function correctionRecord(
  type: CorrectionType,
  note: string | null,
  data: unknown,
): NonNullable<VerdictRecord['correction']> {
  const text = note?.trim() ?? '';
  return Object.freeze({ type, note: text === '' ? null : text, ...(data === undefined ? {} : { data }) });
}

/**
 * `recordConfirmation` (spec M9): the model named was right, weight 1.5. The others are not judged: they may be right
 * too.
 *
 * Errors: `unknown_model` when the model gave no answer.
 */
export function judgeByConfirmation(
  answers: readonly JudgedAnswer[],
  confirmed: { readonly model: string; readonly responseId?: string },
  judging: Judging,
): Result<Judgement> {
  const named = answerOf(answers, confirmed);
  if (!named.ok) return named;
  const said = { wasCorrect: true, weight: USER_WEIGHT, source: 'user' } as const;
  return ok({ verdicts: [verdictOn(named.value, judging, said)], gone: [] });
}

/**
 * A user's word against a model without saying what would be right (Reject): wrong, weight 1.5.
 *
 * Errors: `unknown_model` when the model gave no answer.
 */
export function judgeByRejection(
  answers: readonly JudgedAnswer[],
  rejected: { readonly model: string; readonly responseId?: string },
  judging: Judging,
): Result<Judgement> {
  const named = answerOf(answers, rejected);
  if (!named.ok) return named;
  const said = { wasCorrect: false, weight: USER_WEIGHT, source: 'user' } as const;
  return ok({ verdicts: [verdictOn(named.value, judging, said)], gone: [] });
}

/** The answer that a user means: the newest of the model when it gave several. */
function answerOf(
  answers: readonly JudgedAnswer[],
  { model, responseId }: { readonly model: string; readonly responseId?: string },
): Result<JudgedAnswer> {
  const own = answers.filter(
    (answer) =>
      answer.success &&
      answer.model === model &&
      (responseId === undefined || answer.responseId === responseId),
  );
  const newest = own.reduce<JudgedAnswer | null>(
    (best, answer) => (best === null || answer.at >= best.at ? answer : best),
    null,
  );
  return newest === null
    ? fail('unknown_model', 'That model gave no answer to this request.', { model })
    : ok(newest);
}
