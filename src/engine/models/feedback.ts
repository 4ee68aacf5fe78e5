import { CATEGORIES, type Category } from '../../core/facts/category.ts';
import type { CategoryRecord, ResponseRecord, VerdictRecord } from '../../core/facts/model-record.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import {
  judgeByConfirmation,
  judgeByCorrection,
  judgeByRejection,
  judgeByValidation,
} from '../../core/models/feedback/judge.ts';
import {
  answerGone,
  type JudgedAnswer,
  type Judgement,
  type Judging,
} from '../../core/models/feedback/judged-answer.ts';
import { scoreAnomaly } from '../../core/history/models/anomalies.ts';
import { NOTABLE_CHANGE } from '../../core/models/scores/model-score.ts';
import { anomalySettings } from './anomaly-settings.ts';
import type { Advisor } from './advisor.ts';
import type { KeptRequest } from './kept-answers.ts';

/** A score that a verdict has moved. */
export interface ScoreMove {
  readonly model: string;
  readonly category: Category;
  readonly before: number;
  readonly after: number;
}

/** What was learned. */
export interface Learned {
  readonly verdicts: readonly VerdictRecord[];
  readonly moves: readonly ScoreMove[];
  /** Models whose answers could not be judged any more. */
  readonly gone: readonly string[];
}

/** A request whose answers are judged, as far as it is still known. */
interface Judged {
  readonly kept: KeptRequest | null;
  readonly answers: readonly JudgedAnswer[];
  readonly judging: Judging;
}

/**
 * A verdict for each model on its own answer (spec M9): against the ground truth, else by the rules of the request.
 * Errors: `unknown_request`, `answers_gone`, `invalid_rule_set` (neither truth nor rules).
 */
export async function recordValidation(
  advisor: Advisor,
  requestId: string,
  groundTruth?: { readonly truth: unknown },
): Promise<Result<Learned>> {
  const found = await judged(advisor, requestId);
  if (!found.ok) return found;
  const { kept, answers, judging } = found.value;
  if (kept === null) return answersGone(requestId);
  const yardstick = groundTruth ?? (kept.ruleSet === null ? null : { ruleSet: kept.ruleSet });
  if (yardstick === null)
    return fail('invalid_rule_set', 'There are no rules to judge these answers by: say what would be right.');
  return ok(await learned(advisor, found.value, judgeByValidation(answers, yardstick, judging)));
}

/** What a user says is wrong with a model's answer, unchecked. */
export interface CorrectionGiven {
  readonly type: unknown;
  /** The ground truth; undefined: the user only says that it is wrong. */
  readonly correctedData: unknown;
  readonly note: string | null;
}

/**
 * The model named was wrong; other answers of the request are judged against the corrected data (spec M9).
 * Errors: `unknown_request`, `unknown_model`, `invalid_correction_type`, `invalid_value`.
 */
export async function recordCorrection(
  advisor: Advisor,
  requestId: string,
  model: string,
  given: CorrectionGiven,
): Promise<Result<Learned>> {
  const found = await judged(advisor, requestId);
  if (!found.ok) return found;
  const { answers, judging } = found.value;
  const keepData = advisor.config['feedback.keepCorrectedData'];
  const judgement = judgeByCorrection(answers, { model, ...given, keepData }, judging);
  return judgement.ok ? ok(await learned(advisor, found.value, judgement.value)) : judgement;
}

/**
 * The model named was right, weight 1.5 (spec M9). Null: the models that stand behind the merged answer.
 * Errors: `unknown_request`, `unknown_model`, `answers_gone` (null, and it is not known any more).
 */
export function recordConfirmation(
  advisor: Advisor,
  requestId: string,
  model: string | null,
): Promise<Result<Learned>> {
  return byUser(advisor, requestId, model, judgeByConfirmation);
}

/** The model named was wrong, without saying what would be right. Errors: those of `recordConfirmation`. */
export function recordRejection(
  advisor: Advisor,
  requestId: string,
  model: string | null,
): Promise<Result<Learned>> {
  return byUser(advisor, requestId, model, judgeByRejection);
}

async function byUser(
  advisor: Advisor,
  requestId: string,
  model: string | null,
  judge: typeof judgeByConfirmation,
): Promise<Result<Learned>> {
  const found = await judged(advisor, requestId);
  if (!found.ok) return found;
  const { kept, answers, judging } = found.value;
  const models = model === null ? (kept?.behind ?? []) : [model];
  if (models.length === 0) return answersGone(requestId);
  const verdicts: VerdictRecord[] = [];
  for (const named of models) {
    const judgement = judge(answers, { model: named }, judging);
    if (!judgement.ok) return judgement;
    verdicts.push(...judgement.value.verdicts);
  }
  return ok(await learned(advisor, found.value, { verdicts, gone: [] }));
}

/**
 * The right category of a request: later prompts are classified by it (spec M3.6).
 * Errors: `invalid_category`, `unknown_request`, `answers_gone` (what it was classified by is not known any more).
 */
export async function recordCategory(
  advisor: Advisor,
  requestId: string,
  given: unknown,
): Promise<Result<CategoryRecord>> {
  const category = CATEGORIES.find((known) => known === given);
  if (category === undefined)
    return fail('invalid_category', `A category is one of ${CATEGORIES.join(', ')}.`, { field: 'category' });
  const past = await advisor.past();
  const classified = advisor.answers.of(requestId)?.classified ?? (await past.classifiedOf(requestId));
  if (classified === undefined) return unknownRequest(requestId);
  if (classified === null)
    return fail('answers_gone', 'It is not known any more what that request was classified by.', {
      id: requestId,
    });
  const { now, newId } = advisor.ports;
  const record: CategoryRecord = {
    kind: 'category',
    id: newId(),
    at: now(),
    requestId,
    category,
    ...classified,
  };
  await past.append(record);
  log(advisor, requestId, 'info', `It was ${category}, as its user says.`);
  return ok(record);
}

async function judged(advisor: Advisor, requestId: string): Promise<Result<Judged>> {
  const kept = advisor.answers.of(requestId);
  const judging = { requestId, at: advisor.ports.now(), newId: advisor.ports.newId };
  if (kept !== null)
    return ok({ kept, answers: kept.answers, judging: { ...judging, category: kept.category } });
  const past = await advisor.past();
  const responses = await past.responsesOf(requestId);
  const [first] = responses;
  if (first === undefined) return unknownRequest(requestId);
  const answers = responses.map((response: ResponseRecord) => answerGone(response));
  return ok({ kept: null, answers, judging: { ...judging, category: first.category } });
}

/** Appends the verdicts and tells what they moved. A wrong one drops the request's cached answer. */
async function learned(advisor: Advisor, { kept }: Judged, { verdicts, gone }: Judgement): Promise<Learned> {
  const past = await advisor.past();
  const moves: ScoreMove[] = [];
  for (const verdict of verdicts) {
    const { model, category, requestId } = verdict;
    const score = (): number => past.scores(advisor.ports.now()).of(model, category).score;
    const before = score();
    await past.append(verdict);
    const after = score();
    moves.push({ model, category, before, after });
    tellMove(advisor, requestId, { model, category, before, after });
  }
  if (kept !== null && verdicts.some(({ wasCorrect }) => !wasCorrect)) advisor.cache.drop(kept.cacheKey);
  return { verdicts, moves, gone };
}

function tellMove(advisor: Advisor, requestId: string, move: ScoreMove): void {
  const { model, category, before, after } = move;
  const text = `${model} for ${category}: ${before.toFixed(3)} → ${after.toFixed(3)}.`;
  if (Math.abs(after - before) > NOTABLE_CHANGE) log(advisor, requestId, 'info', `Score moved, ${text}`);
  const { config } = advisor;
  if (!config['anomaly.warnings']) return;
  const unusual = scoreAnomaly({ ...move, requestId }, anomalySettings(config));
  if (unusual !== null) log(advisor, requestId, 'warn', `${model}: ${unusual.message}`);
}

function log(advisor: Advisor, requestId: string, level: 'info' | 'warn', text: string): void {
  advisor.ports.log({ level, requestId, stage: 'feedback', ms: null, text });
}

function unknownRequest(requestId: string) {
  const message = `No request ${requestId} is known: it is too old, or was never asked.`;
  return fail('unknown_request', message, { id: requestId });
}

function answersGone(requestId: string) {
  const message =
    'The answers are kept for a day, and not over a restart: name the model to say whether it was right.';
  return fail('answers_gone', message, { id: requestId });
}
