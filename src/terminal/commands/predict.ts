import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc';
import type { BudgetQuantile } from '../../core/budget/predict/asked-task.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import {
  type LedgerSettings,
  type ModelAdvice,
  modelForTask,
  type PredictedTask,
  type PredictRequest,
  predictTask,
} from '../../protocol/ledger.ts';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { type LedgerFlags, withLedger } from '../ledger-session.ts';
import { modelAdviceText } from '../model-advice-text.ts';
import { BUDGET_QUANTILES, PREDICTOR_METHODS } from '../own-settings.ts';
import { predictionLine, predictionText } from '../prediction-text.ts';
import { refuse, type Surroundings } from '../session.ts';
import { columnsText } from '../text-columns.ts';
import { type ModelFlags, type ModelWishes, typedModelChoice } from '../typed-model-choice.ts';
import { type TaskFlags, typedTasks } from '../typed-task.ts';

export interface PredictFlags extends LedgerFlags, TaskFlags, ModelFlags {
  readonly model?: string;
  readonly level?: string;
  readonly tenant?: string;
  readonly method?: string;
  readonly quantile?: string;
  readonly promptSection?: boolean;
}

/** `predict`: what a task will probably take, and whether the limits have room for it. Changes nothing. */
export async function predictCommand(around: Surroundings, flags: PredictFlags): Promise<number> {
  const json = flags.json ?? false;
  const change = changeOf(flags);
  if (!change.ok) return refuse(around.output, change.error, json);
  const wishes = typedModelChoice(flags);
  if (!wishes.ok) return refuse(around.output, wishes.error, json);
  const told = await typedTasks(around, flags);
  if (!told.ok) return refuse(around.output, told.error, json);
  if (told.value === null) return refuse(around.output, NO_TASK.error, json);
  const { tasks, isList } = told.value;
  if (wishes.value !== null) {
    const [task] = tasks;
    if (task === undefined || tasks.length > 1) return refuse(around.output, ONE_TASK.error, json);
    return adviseCommand(around, flags, { ...wishes.value, ...askedBeside(flags), task }, change.value);
  }
  return withLedger(
    around,
    flags,
    async (connection, token) => {
      const answers = await answersTo(connection, token, tasks, flags);
      const [first] = answers;
      // One task has one answer; of a list every task has its own.
      return first?.ok === false && (!isList || first.error.code === 'cancelled') ? first : ok(answers);
    },
    (answers) => (isList ? showList(around, flags, answers) : showOne(around, flags, answers)),
    change.value,
  );
}

const NO_TASK = fail('invalid_option', 'Say what is to be done, with --task, --task-file or --task-json.');

const ONE_TASK = fail('invalid_option', '--models chooses a model for one task: give one.');

/** `predict --models`: one model with a budget, and how all rank. */
function adviseCommand(
  around: Surroundings,
  flags: PredictFlags,
  request: ModelWishes & PredictRequest,
  change: Partial<LedgerSettings>,
): Promise<number> {
  return withLedger(
    around,
    flags,
    (connection, token) => connection.sendRequest(modelForTask, request, token),
    (advice) => showAdvice(around, flags, advice),
    change,
  );
}

function showAdvice(
  { output }: Surroundings,
  { json, promptSection }: PredictFlags,
  advice: ModelAdvice,
): number {
  const { task, ...choice } = advice;
  if (promptSection === true) output.result(`${task.promptSection.trimEnd()}\n`);
  else if (json === true) output.result(`${JSON.stringify({ ...flat(task), modelAndBudget: choice })}\n`);
  else output.result(`${predictionText(task)}\n${modelAdviceText(advice)}`);
  noteQuestions(output, task);
  return EXIT.ok;
}

type Answers = readonly Result<PredictedTask>[];

async function answersTo(
  connection: MessageConnection,
  token: CancellationToken,
  tasks: readonly unknown[],
  flags: PredictFlags,
): Promise<Answers> {
  const answers: Result<PredictedTask>[] = [];
  for (const task of tasks) {
    const request = { ...askedBeside(flags), task };
    const answer = await connection.sendRequest(predictTask, request, token);
    if (!answer.ok && answer.error.code === 'cancelled') return [answer];
    answers.push(answer);
  }
  return answers;
}

function askedBeside({ model, level, tenant = '' }: PredictFlags): Omit<PredictRequest, 'task'> {
  return { level: level ?? null, model: model ?? null, tenant };
}

function showOne({ output }: Surroundings, { json, promptSection }: PredictFlags, answers: Answers): number {
  for (const answer of answers) {
    if (!answer.ok) continue;
    if (promptSection === true) output.result(`${answer.value.promptSection.trimEnd()}\n`);
    else
      output.result(json === true ? `${JSON.stringify(flat(answer.value))}\n` : predictionText(answer.value));
    noteQuestions(output, answer.value);
  }
  return EXIT.ok;
}

function showList({ output }: Surroundings, { json, promptSection }: PredictFlags, answers: Answers): number {
  if (promptSection === true) {
    const sections = answers.flatMap((answer) => (answer.ok ? [answer.value.promptSection.trimEnd()] : []));
    output.result(`${sections.join('\n\n')}\n`);
  } else if (json === true) {
    const tasks = answers.map((answer) => (answer.ok ? flat(answer.value) : { error: answer.error }));
    output.result(`${JSON.stringify({ tasks })}\n`);
  } else {
    const rows = answers.flatMap((answer) => (answer.ok ? [predictionLine(answer.value)] : []));
    output.result(columnsText([HEAD, ...rows], FIGURES));
  }
  const failed = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]));
  for (const { message } of failed) output.note(`context-budget: ${message}`);
  const [first] = failed;
  return first !== undefined && failed.length === answers.length ? exitCodeOf(first.code) : EXIT.ok;
}

const HEAD = ['output', '80 % range', 'confidence', 'task'];
/** The last column is text. */
const FIGURES = HEAD.length - 1;

/** The fields of a prediction (spec P4), and beside them what is known of model, price and limits. */
function flat({ taskId, prediction, ...rest }: PredictedTask): Readonly<Record<string, unknown>> {
  return { taskId, ...prediction, ...rest };
}

function noteQuestions(output: Surroundings['output'], { questions, tight }: PredictedTask): void {
  for (const question of questions) output.note(question);
  if (tight !== null) output.note(tight);
}

function changeOf({ method, quantile }: PredictFlags): Result<Partial<LedgerSettings>> {
  const by = PREDICTOR_METHODS.find((each) => each === method);
  if (method !== undefined && by === undefined)
    return fail('invalid_option', `--method must be ${PREDICTOR_METHODS.join(' or ')}.`);
  const share = BUDGET_QUANTILES.find((each): each is BudgetQuantile => each === Number(quantile));
  if (quantile !== undefined && share === undefined)
    return fail('invalid_option', `--quantile must be one of ${BUDGET_QUANTILES.join(', ')}.`);
  return ok({
    ...(by === undefined ? {} : { method: by }),
    ...(share === undefined ? {} : { budgetQuantile: share }),
  });
}
