import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc';
import type { BudgetQuantile } from '../../core/budget/predict/asked-task.ts';
import { shownPath } from '../../core/context/render/shown-path.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import {
  type LedgerSettings,
  type ModelAdvice,
  modelForTask,
  type PredictedTask,
  type PredictRequest,
  predictTask,
} from '../../protocol/ledger.ts';
import type { JudgedDifficulty } from '../../protocol/models.ts';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { type JudgeAsked, type JudgeFlags, typedJudge, withJudge } from '../judged-task.ts';
import type { LedgerFlags } from '../ledger-session.ts';
import { modelAdviceText } from '../model-advice-text.ts';
import { BUDGET_QUANTILES, PREDICTOR_METHODS } from '../own-settings.ts';
import { predictedJson, predictedOutput, type PredictedForm, sectionOf } from '../predicted-output.ts';
import { predictionLine } from '../prediction-text.ts';
import { refuse, type Surroundings } from '../session.ts';
import { columnsText } from '../text-columns.ts';
import { type ModelFlags, type ModelWishes, typedModelChoice } from '../typed-model-choice.ts';
import { typedSpent } from '../typed-spent.ts';
import { type TaskFlags, typedTasks } from '../typed-task.ts';
import { STANDARD, textOf } from '../typed-text.ts';

export interface PredictFlags extends LedgerFlags, TaskFlags, ModelFlags, JudgeFlags {
  readonly model?: string;
  readonly method?: string;
  readonly quantile?: string;
  readonly promptSection?: boolean;
  /** File whose text goes before the section. */
  readonly prompt?: string;
  readonly summary?: boolean;
  readonly spent?: string;
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
  const form = await formOf(around, flags, tasks.length);
  if (!form.ok) return refuse(around.output, form.error, json);
  const judge = typedJudge(flags, tasks);
  if (!judge.ok) return refuse(around.output, judge.error, json);
  if (wishes.value !== null) {
    const [task] = tasks;
    if (task === undefined || tasks.length > 1) return refuse(around.output, ONE_TASK.error, json);
    const request = { ...wishes.value, ...askedBeside(flags), task };
    return adviseCommand(around, flags, {
      request,
      form: form.value,
      judge: judge.value,
      change: change.value,
    });
  }
  return withJudge(
    around,
    flags,
    judge.value,
    async (connection, token, judged) => {
      const answers = await answersTo(connection, token, tasks, { ...askedBeside(flags), ...saidOf(judged) });
      const [first] = answers;
      // One task has one answer; of a list every task has its own.
      return first?.ok === false && (!isList || first.error.code === 'cancelled')
        ? first
        : ok({ answers, judged });
    },
    ({ answers, judged }) => (isList ? showList : showOne)(around, { ...form.value, judged }, answers),
    change.value,
  );
}

const NO_TASK = fail('invalid_option', 'Say what is to be done, with --task, --task-file or --task-json.');

const ONE_TASK = fail('invalid_option', '--models chooses a model for one task: give one.');

interface AdviceAsked {
  readonly request: ModelWishes & PredictRequest;
  readonly form: PredictedForm;
  readonly judge: JudgeAsked | null;
  readonly change: Partial<LedgerSettings>;
}

/** `predict --models`: one model with a budget, and how all rank. */
function adviseCommand(
  around: Surroundings,
  flags: PredictFlags,
  { request, form, judge, change }: AdviceAsked,
): Promise<number> {
  return withJudge(
    around,
    flags,
    judge,
    async (connection, token, judged) => {
      const asked = { ...request, ...saidOf(judged) };
      const advice = await connection.sendRequest(modelForTask, asked, token);
      return advice.ok ? ok({ advice: advice.value, judged }) : advice;
    },
    ({ advice, judged }) => showAdvice(around, { ...form, judged }, advice),
    change,
  );
}

function showAdvice({ output }: Surroundings, form: PredictedForm, advice: ModelAdvice): number {
  const { task, ...modelAndBudget } = advice;
  if (form.as === 'json')
    output.result(`${JSON.stringify({ ...predictedJson(task, form), modelAndBudget })}\n`);
  else output.result(predictedOutput(task, form));
  if (form.as === 'text') output.result(`\n${modelAdviceText(advice)}`);
  noteQuestions(output, task);
  return EXIT.ok;
}

type Answers = readonly Result<PredictedTask>[];

async function answersTo(
  connection: MessageConnection,
  token: CancellationToken,
  tasks: readonly unknown[],
  beside: Omit<PredictRequest, 'task'>,
): Promise<Answers> {
  const answers: Result<PredictedTask>[] = [];
  for (const task of tasks) {
    const request = { ...beside, task };
    const answer = await connection.sendRequest(predictTask, request, token);
    if (!answer.ok && answer.error.code === 'cancelled') return [answer];
    answers.push(answer);
  }
  return answers;
}

function askedBeside({ model, level, tenant = '' }: PredictFlags): Omit<PredictRequest, 'task'> {
  return { level: level ?? null, model: model ?? null, tenant };
}

/** The estimate as it comes with a task. */
function saidOf(judged: JudgedDifficulty | null): Pick<PredictRequest, 'difficulty'> {
  if (judged === null) return {};
  const { level, score, confidence, reasoning } = judged;
  return { difficulty: { level, score, confidence, reasoning } };
}

function showOne({ output }: Surroundings, form: PredictedForm, answers: Answers): number {
  for (const answer of answers) {
    if (!answer.ok) continue;
    output.result(predictedOutput(answer.value, form));
    noteQuestions(output, answer.value);
  }
  return EXIT.ok;
}

function showList({ output }: Surroundings, form: PredictedForm, answers: Answers): number {
  const predicted = answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
  if (form.as === 'section') {
    output.result(`${predicted.map((task) => sectionOf(task, null)).join('\n\n')}\n`);
  } else if (form.as === 'summary') {
    output.result(predicted.map((task) => predictedOutput(task, form)).join(''));
  } else if (form.as === 'json') {
    const tasks = answers.map((answer) =>
      answer.ok ? predictedJson(answer.value, form) : { error: answer.error },
    );
    output.result(`${JSON.stringify({ tasks })}\n`);
  } else {
    output.result(columnsText([HEAD, ...predicted.map(predictionLine)], FIGURES));
  }
  for (const { taskId, ignored } of predicted)
    for (const sentence of ignored) output.note(shownPath(`${taskId}: ${sentence}`));
  const failed = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]));
  for (const { message } of failed) output.note(`context-budget: ${message}`);
  const [first] = failed;
  return first !== undefined && failed.length === answers.length ? exitCodeOf(first.code) : EXIT.ok;
}

const HEAD = ['output', '80 % range', 'confidence', 'task'];
/** The last column is text. */
const FIGURES = HEAD.length - 1;

function noteQuestions(output: Surroundings['output'], { ignored, questions, tight }: PredictedTask): void {
  // names of tenants and models are in them
  for (const sentence of [...ignored, ...questions, ...(tight === null ? [] : [tight])])
    output.note(shownPath(sentence));
}

/** Errors: `invalid_option`, `unreadable`. */
async function formOf(
  around: Surroundings,
  { json, promptSection, prompt, summary, spent, taskFile, taskJson }: PredictFlags,
  count: number,
): Promise<Result<PredictedForm>> {
  const finished = typedSpent(spent);
  if (!finished.ok) return finished;
  const only = prompt !== undefined ? '--prompt' : spent === undefined ? null : '--spent';
  if (only !== null && count > 1)
    return fail('invalid_option', `${only} goes with one task, not with a list.`);
  if (summary === true && (promptSection === true || prompt !== undefined))
    return fail('invalid_option', 'Give --summary or the section for a prompt, not both.');
  if (prompt === STANDARD && (taskFile === STANDARD || taskJson === STANDARD))
    return fail('invalid_option', 'Only one of --prompt and the task can come from stdin.');
  const base = prompt === undefined ? ok(null) : await textOf(around, '--prompt', prompt);
  if (!base.ok) return base;
  const isSection = promptSection === true || prompt !== undefined;
  const as = isSection ? 'section' : summary === true ? 'summary' : json === true ? 'json' : 'text';
  return ok({ as, basePrompt: base.value, spent: finished.value, judged: null });
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
