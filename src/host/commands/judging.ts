import { commands, QuickPickItemKind, Uri, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { CATEGORIES } from '../../core/facts/category.ts';
import type { CorrectionType } from '../../core/facts/model-record.ts';
import type { ModelResponse } from '../../core/facts/model-response.ts';
import type { Result } from '../../core/facts/result.ts';
import { giveFeedback } from '../../protocol/models.ts';
import type { AskAnswer, FeedbackGiven, FeedbackTaken } from '../../protocol/models.ts';
import { addressOf, ANSWER_SCHEME } from '../answer-documents.ts';
import { answersOf, CATEGORY_WORDS } from '../ask-words.ts';
import { seconds } from '../answer-text.ts';
import { CORRECTION_SCHEME } from '../corrections.ts';
import type { Correction } from '../corrections.ts';
import { jsonFromText } from '../../core/models/merge/json-from-text.ts';
import type { Command, CommandContext, Commands } from './context.ts';
import { confirm, say, showFailure } from './messages.ts';

interface Judged {
  readonly requestId: string;
  readonly answer: AskAnswer;
  /** The one that is shown alone, as in a comparison; null: the merged one. */
  readonly part: ModelResponse | null;
}

/** The answer that a command is about: a lens passes the request's id, a title button the address, the palette nothing. */
function judged(context: CommandContext, args: readonly unknown[]): Judged | null {
  const about = aboutOf(args[0]) ?? aboutOf(window.activeTextEditor?.document.uri);
  const asked = about === null ? context.requests.lastAnswered() : context.requests.find(about.requestId);
  if (asked?.outcome?.ok === true) {
    const answer = asked.outcome.value;
    const part = answer.responses.find(({ id }) => id === about?.responseId) ?? null;
    return { requestId: asked.requestId, answer, part };
  }
  say(
    'information',
    asked?.outcome === null ? 'The answer is still coming.' : 'There is no answer yet: ask models first.',
    asked === undefined || asked === null ? ['ask'] : [],
  );
  return null;
}

function aboutOf(given: unknown): ReturnType<typeof addressOf> | null {
  if (typeof given === 'string') return { requestId: given, responseId: null };
  return given instanceof Uri && given.scheme === ANSWER_SCHEME ? addressOf(given) : null;
}

async function give(context: CommandContext, feedback: FeedbackGiven): Promise<void> {
  const result = await context.engine.ask(giveFeedback, feedback);
  if (result.ok) confirm(`$(check) ${result.value.note}`);
  else showFailure(result.error);
}

const accept: Command = async (context, ...args) => {
  const found = judged(context, args);
  if (found === null) return;
  const { requestId, part } = found;
  await give(context, { requestId, verdict: 'accept', model: part?.model ?? null });
};

/** Of several answers one alone may be wrong. */
const reject: Command = async (context, ...args) => {
  const found = judged(context, args);
  if (found === null) return;
  const { requestId, answer, part } = found;
  const responses = answersOf(answer.responses);
  const made = answer.result.contributingModels.map((id) => nameOf(answer, id));
  const all = { label: 'The merged answer', description: made.join(', ') };
  const isOne = part !== null || responses.length < 2;
  const wrong = isOne
    ? part
    : await pickResponse('Reject Answer', 'Whose answer is wrong?', answer, responses, all);
  if (wrong !== undefined) await give(context, { requestId, verdict: 'reject', model: wrong?.model ?? null });
};

type ResponseItem = QuickPickItem & { readonly response: ModelResponse | null };

/** As people know the model; its id where the plan did not foresee it. */
function nameOf({ plan }: AskAnswer, model: string): string {
  return plan.models.find(({ id }) => id === model)?.name ?? model;
}

/** Null: the first item, which is no response; undefined when the question was left. */
async function pickResponse(
  title: string,
  placeHolder: string,
  answer: AskAnswer,
  responses: readonly ModelResponse[],
  first: QuickPickItem | null,
): Promise<ModelResponse | null | undefined> {
  const items: ResponseItem[] = [
    ...(first === null ? [] : [{ ...first, response: null }]),
    ...responses.map((response) => ({
      label: nameOf(answer, response.model),
      description: seconds(response.responseMs),
      detail: response.content.trim().split('\n', 1)[0] ?? '',
      response,
    })),
  ];
  const picked = await window.showQuickPick(items, { title, placeHolder });
  return picked?.response;
}

const CORRECTIONS: readonly (QuickPickItem & { readonly type: CorrectionType })[] = [
  { label: 'A value is wrong', type: 'value_correction' },
  { label: 'Something is missing', type: 'missing_data' },
  { label: 'The form is wrong', type: 'wrong_format' },
  { label: 'It is not usable at all', type: 'invalid_data' },
  { label: 'Partly right', description: 'counts less against the model', type: 'partial_correct' },
];

/** What the right answer is: the user edits a copy of the answer and saves it. */
const correct: Command = async (context, ...args) => {
  const found = judged(context, args);
  if (found === null) return;
  const responses = answersOf(found.answer.responses);
  const [only] = responses;
  const response =
    found.part !== null || responses.length === 1
      ? (found.part ?? only)
      : await pickResponse(
          'Correct Answer (1/2)',
          'Whose answer is to be corrected?',
          found.answer,
          responses,
          null,
        );
  if (response === undefined || response === null) return;
  const picked = await window.showQuickPick(CORRECTIONS, {
    title: responses.length === 1 ? 'Correct Answer' : 'Correct Answer (2/2)',
    placeHolder: 'What is wrong with it?',
  });
  if (picked === undefined) return;
  const data = found.answer.result.kind === 'json' ? jsonFromText(response.content) : undefined;
  await context.corrections.open(
    {
      requestId: found.requestId,
      model: response.model,
      type: picked.type,
      isJson: data !== undefined,
    },
    nameOf(found.answer, response.model),
    data === undefined ? response.content : `${JSON.stringify(data, null, 2)}\n`,
  );
  say('information', 'Edit the answer until it is right, then save: that is the correction.', []);
};

/** Saving is what hands a correction in; then its document has done its work. */
const useCorrection: Command = async () => {
  const document = window.activeTextEditor?.document;
  if (document?.uri.scheme !== CORRECTION_SCHEME) return;
  if (!document.isDirty) {
    say('information', 'Nothing is changed yet: edit the answer until it is right.', []);
    return;
  }
  // Where it could not be saved, the editor says why, and the document stays.
  if (await document.save()) await commands.executeCommand('workbench.action.closeActiveEditor');
};

/** Hands a correction in, and says what was learned. */
export async function giveCorrection(
  engine: CommandContext['engine'],
  { requestId, model, type }: Correction,
  correctedData: unknown,
): Promise<Result<FeedbackTaken>> {
  const result = await engine.ask(giveFeedback, {
    requestId,
    verdict: 'correct',
    model,
    type,
    correctedData,
    note: null,
  });
  if (result.ok) confirm(`$(check) ${result.value.note}`);
  return result;
}

const compare: Command = async (context, ...args) => {
  const found = judged(context, args);
  if (found === null) return;
  const responses = answersOf(found.answer.responses);
  if (responses.length < 2) {
    say('information', 'Only one model answered: there is nothing to compare.', []);
    return;
  }
  const pair = responses.length === 2 ? responses : await pickPair(found.answer, responses);
  const [left, right] = pair;
  if (left === undefined || right === undefined) return;
  const name = ({ model }: ModelResponse): string => nameOf(found.answer, model);
  const uri = (part: ModelResponse) => context.answers.partUri(found.requestId, part.id, name(part));
  await commands.executeCommand('vscode.diff', uri(left), uri(right), `${name(left)} ↔ ${name(right)}`);
};

async function pickPair(
  answer: AskAnswer,
  responses: readonly ModelResponse[],
): Promise<readonly ModelResponse[]> {
  const left = await pickResponse('Compare Answers (1/2)', 'Which answer?', answer, responses, null);
  if (left === undefined || left === null) return [];
  const others = responses.filter(({ id }) => id !== left.id);
  const right = await pickResponse(
    'Compare Answers (2/2)',
    `With which, beside ${nameOf(answer, left.model)}?`,
    answer,
    others,
    null,
  );
  return right === undefined || right === null ? [] : [left, right];
}

/** What kind of question it was: later ones like it go to the models that are good at it. */
const chooseCategory: Command = async (context, ...args) => {
  const found = judged(context, args);
  if (found === null) return;
  const { requestId, answer } = found;
  const items = [
    ...CATEGORIES.map((category) => ({
      label: CATEGORY_WORDS[category],
      description: category === answer.plan.category ? '(as classified)' : '',
      category,
    })),
    {
      label: 'Later questions like this one are classified by it',
      kind: QuickPickItemKind.Separator,
      category: null,
    },
  ];
  const picked = await window.showQuickPick(items, {
    title: 'Choose Category',
    placeHolder: 'What kind of question was it?',
  });
  if (picked === undefined || picked.category === null) return;
  await give(context, { requestId, verdict: 'category', category: picked.category });
};

export const judgeCommands: Commands = {
  'contextBudget.acceptAnswer': accept,
  'contextBudget.rejectAnswer': reject,
  'contextBudget.correctAnswer': correct,
  'contextBudget.useCorrection': useCorrection,
  'contextBudget.compareAnswers': compare,
  'contextBudget.chooseCategory': chooseCategory,
};
