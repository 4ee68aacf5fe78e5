import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import { CATEGORIES } from '../../core/facts/category.ts';
import { TASK_TYPES } from '../../core/facts/characteristics.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { classify } from '../../core/models/classify/classify.ts';
import * as message from '../../protocol/models.ts';
import { type Advising, offerModels } from './advising.ts';
import { askAnswer } from './ask-answer.ts';
import { readAsk } from './ask-request.ts';
import { askableList } from './askable-list.ts';
import { Facade } from './facade.ts';
import { takeFeedback } from './feedback-request.ts';
import { judgedDifficulty } from './judged-difficulty.ts';
import { planned } from './plan-request.ts';
import { processAsk } from './process.ts';
import { modelReportAsked } from './report-request.ts';
import { testModels } from './test-models.ts';
import { toldAsking } from './told-asking.ts';

/** Answers a door by the protocol of asking models. */
export function serveModels(connection: MessageConnection, advising: Advising): void {
  const { advisor } = advising;
  const facade = new Facade(advisor);

  connection.onNotification(message.modelsConfigChanged, ({ fields }) => {
    const refused = advisor.configure(fields);
    // the door may be gone already
    connection.sendNotification(message.modelsConfigRefused, refused).catch(() => undefined);
  });
  connection.onRequest(message.classifyPrompt, (asked) => classified(advising, asked));
  connection.onRequest(message.judgeDifficulty, (asked, token) =>
    judgedDifficulty(advising, asked, signalOf(token)),
  );
  connection.onRequest(message.planAsk, async (asked, token) => {
    await offerModels(advising);
    const ask = await readAsk(advising, asked, signalOf(token));
    return ask.ok ? planned(advisor, ask.value) : ask;
  });
  connection.onRequest(message.askModels, (asked, token) => answered(connection, advising, asked, token));
  connection.onRequest(message.giveFeedback, (given) => takeFeedback(advisor, given));
  connection.onRequest(message.listAskable, async () => {
    await offerModels(advising);
    return ok(await askableList(advisor));
  });
  connection.onRequest(message.testModels, async ({ models }, token) => {
    await offerModels(advising);
    return testModels(advisor, models, signalOf(token));
  });
  connection.onRequest(message.modelReport, (filter) => modelReportAsked(advisor, filter));
  connection.onRequest(message.forgetAnswers, (what) => ok({ entries: advisor.cache.forget(what) }));
  connection.onRequest(message.fetchData, async (request, token) => {
    await offerModels(advising);
    const { hasLegacy } = request;
    return facade.fetchData(
      request,
      ({ prompt, dataType, requestId, qualityThreshold, costLimit }) =>
        readAsk(
          advising,
          {
            ...PLAIN_ASK,
            prompt,
            dataType,
            requestId,
            ...(qualityThreshold === undefined ? {} : { qualityThreshold }),
            ...(costLimit === undefined ? {} : { costLimitUsd: costLimit }),
          },
          signalOf(token),
        ),
      hasLegacy ? (asked) => connection.sendRequest(message.askLegacy, asked, token) : null,
    );
  });
  connection.onRequest(message.migration, (fields) => facade.update(fields));
}

/** Nothing but a prompt. */
const PLAIN_ASK = {
  context: 'none',
  models: null,
  level: null,
  tenant: '',
  minResponses: null,
} as const;

async function answered(
  connection: MessageConnection,
  advising: Advising,
  asked: message.AskRequest & { readonly passLimits: boolean },
  token: CancellationToken,
): Promise<Result<message.AskAnswer>> {
  const { advisor } = advising;
  await offerModels(advising);
  const ask = await readAsk(advising, asked, signalOf(token));
  if (!ask.ok) return ask;
  const requestId = ask.value.request.id;
  const watch = toldAsking(requestId, {
    now: () => performance.now(),
    progress: (progress) =>
      void connection.sendNotification(message.askProgress, progress).catch(() => undefined),
    text: ({ callId, model }, text) => {
      const piece = { requestId, callId, model: model.id, text };
      connection.sendNotification(message.askText, piece).catch(() => undefined);
    },
  });
  try {
    const done = await processAsk(advisor, ask.value, watch);
    return done.ok ? ok(askAnswer(advisor, ask.value, done.value)) : done;
  } finally {
    watch.end();
  }
}

async function classified(
  { advisor }: Advising,
  asked: { readonly prompt: string; readonly category?: unknown; readonly taskType?: unknown },
): Promise<Result<message.ClassifiedPrompt>> {
  if (typeof asked.prompt !== 'string' || asked.prompt.trim() === '')
    return fail('invalid_prompt', 'There is nothing to classify: give a prompt.', { field: 'prompt' });
  const category = CATEGORIES.find((known) => known === asked.category) ?? null;
  if (category === null && asked.category !== undefined && asked.category !== null)
    return fail('invalid_category', `A category is one of ${CATEGORIES.join(', ')}.`, { field: 'category' });
  const taskType = TASK_TYPES.find((known) => known === asked.taskType) ?? null;
  const { keywords } = await advisor.past();
  return ok(classify(asked.prompt, { category, taskType, lists: keywords }));
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
