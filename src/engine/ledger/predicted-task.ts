import { type ComputeBudgeter, checkBudget } from '../../core/budget/compute/budgeter.ts';
import { consentQuestion, type RoomFor, roomFor } from '../../core/budget/ledger/room-for.ts';
import type { Ledger } from '../../core/budget/ledger/ledger.ts';
import { limitText } from '../../core/budget/ledger/limit-text.ts';
import type { HashKey } from '../../core/budget/predict/keyed-hash.ts';
import { explainPrediction } from '../../core/budget/predict/explain-prediction.ts';
import { isApplied } from '../../core/budget/predict/rollout.ts';
import { budgetHeader, budgetSummary } from '../../core/budget/prompt/budget-summary.ts';
import { enhancePrompt } from '../../core/budget/prompt/enhance-prompt.ts';
import { computeUnitsText, unitsOf, type Amounts } from '../../core/facts/amounts.ts';
import type { ModelProfile } from '../../core/facts/model-profile.ts';
import type { Prediction } from '../../core/facts/prediction.ts';
import { exactCount } from '../../core/facts/readable-number.ts';
import { ok, type Result } from '../../core/facts/result.ts';
import { costMicroUsd } from '../../core/models/price.ts';
import type { ComputeAnswer, LedgerSettings, PredictedTask, PriceRange } from '../../protocol/ledger.ts';
import { readQuestion, type ReadQuestion, stableHash, type TaskQuestion } from './asked.ts';
import { computeAnswer, type ComputeKnowledge } from './compute-answer.ts';
import type { Learning } from './learning.ts';

/** What is known when a task is asked about. */
export interface Knowledge extends ComputeKnowledge {
  readonly learning: Pick<Learning, 'predict'>;
  readonly ledger: Ledger;
  readonly settings: LedgerSettings;
  readonly key: HashKey;
}

/** A prediction with what it was made of, for the record of its outcome. */
export interface Foresight {
  readonly question: TaskQuestion;
  readonly read: ReadQuestion;
  readonly answer: PredictedTask;
}

/**
 * What a task will probably take, what it may use, what that costs, and whether there is room for it. Changes nothing.
 * Errors: `invalid_override`, `unknown_level`.
 */
export function predictedTask(question: TaskQuestion, knowledge: Knowledge): Result<Foresight> {
  const { learning, ledger, budgeter, settings, key, now } = knowledge;
  const { model, promptTokens, tenant } = question;
  const read = readQuestion(question, key);
  const predicted = learning.predict(read.asked, now, settings);
  if (!predicted.ok) return predicted;
  const prediction = predicted.value;
  const compute = computeAnswer(read.described, question, knowledge);
  if (!compute.ok) return compute;
  const amounts = plannedAmounts(prediction, compute.value, model, promptTokens);
  const room = roomFor(ledger, { amounts, tenant }, now);
  if (!room.ok) return room;
  const applied = isApplied(read.taskId, settings.rolloutPercent, stableHash);
  const answer: PredictedTask = {
    taskId: read.taskId,
    prediction,
    explanation: explainPrediction(prediction),
    ignored: read.described.ignored.map(({ reason }) => reason),
    applied,
    compute: compute.value,
    model: model?.id ?? null,
    promptTokens,
    price: priceRange(prediction, model, promptTokens),
    priceKind: model?.price.kind ?? 'unknown',
    tight: tightWindow(prediction, model, promptTokens),
    room: room.value,
    questions: applied ? questionsOf(room.value, model, compute.value, budgeter) : [],
    promptSection: promptSection(read, prediction, model),
    summary: summaryOf(read, prediction),
  };
  return ok({ question, read, answer });
}

/** As spec P2 rates them: a critical task, or one about security, data loss and the like. */
const CRITICAL_ABOVE = 0.8;

export function isCriticalTask(criticality: number): boolean {
  return criticality > CRITICAL_ABOVE;
}

/** What tells an agent its budget (spec P10), without the prompt that it goes behind. */
function promptSection(
  { described }: ReadQuestion,
  prediction: Prediction,
  model: ModelProfile | null,
): string {
  const { agent } = described.task;
  const { complexity, criticality } = prediction.characteristics;
  return enhancePrompt({
    basePrompt: '',
    prediction,
    complexity,
    isCritical: isCriticalTask(criticality),
    model: model?.name ?? 'any model',
    ...(agent === null ? {} : { agentName: agent }),
  }).trimStart();
}

/** Spec P10, for who shows an agent's work. */
function summaryOf({ described }: ReadQuestion, prediction: Prediction): string {
  const { agent } = described.task;
  return agent === null ? budgetSummary(prediction) : budgetHeader(agent, prediction);
}

/** What would be reserved for the task (spec C7): all of it, or none. */
function plannedAmounts(
  { recommended }: Prediction,
  { costHundredths }: ComputeAnswer,
  model: ModelProfile | null,
  promptTokens: number | null,
): Amounts {
  const money = model === null ? null : costMicroUsd(model.price, promptTokens ?? 0, recommended);
  return {
    computeUnits: costHundredths,
    outputTokens: recommended,
    ...(promptTokens === null ? {} : { contextTokens: promptTokens }),
    ...(money === null ? {} : { microUsd: money }),
  };
}

/** Without a prompt it is the price of the answer. */
function priceRange(
  { typical, interval }: Prediction,
  model: ModelProfile | null,
  promptTokens: number | null,
): PriceRange | null {
  const priced = (output: number): number | null =>
    model === null ? null : costMicroUsd(model.price, promptTokens ?? 0, output);
  const [mean, low, high] = [priced(typical), priced(interval.low), priced(interval.high)];
  return mean === null || low === null || high === null ? null : { typical: mean, low, high };
}

/** Spec P11: from this share of the window on a request comes close to it. */
const CLOSE_SHARE = 0.9;

function tightWindow(
  { requestCap }: Prediction,
  model: ModelProfile | null,
  promptTokens: number | null,
): string | null {
  const window = model?.contextWindow ?? null;
  if (model === null || window === null || promptTokens === null) return null;
  const together = promptTokens + requestCap;
  if (together <= CLOSE_SHARE * window) return null;
  const figures = `Prompt and answer may take ${exactCount(together)} of the ${exactCount(window)} tokens of ${model.name}`;
  return together > window
    ? `${figures}: the answer may be cut off. Lower the budget of the prompt.`
    : `${figures}.`;
}

/** What is asked before a limit is passed (spec P12). */
function questionsOf(
  { obstacles, moneyUnnamed }: RoomFor,
  model: ModelProfile | null,
  { costHundredths, level }: ComputeAnswer,
  budgeter: ComputeBudgeter,
): readonly string[] {
  const questions = obstacles.map(consentQuestion);
  const [money] = moneyUnnamed;
  if (money !== undefined && model?.price.kind === 'unknown')
    questions.push(
      `The price of ${model.name} is unknown, and there is a limit of ${limitText(money)}. Use it all the same?`,
    );
  const checked = checkBudget(budgeter, unitsOf(costHundredths));
  if (!checked.ok) {
    const cost = computeUnitsText(costHundredths);
    questions.push(
      `Level ${level} may use ${cost} compute units. ${checked.error.message} Pass the window's limit?`,
    );
  }
  return questions;
}
