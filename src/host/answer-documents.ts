import { EventEmitter, TabInputText, Uri, window, workspace } from 'vscode';
import type { Disposable } from 'vscode';
import { failedText, runningText, titleOf } from './answer-text.ts';
import { modelsNow } from './asking-state.ts';
import type { AskedRequest, AskedRequests } from './asked-requests.ts';
import { paced } from './paced.ts';
import type { Timers } from './paced.ts';

/** Scheme of the read-only documents of answers; they are never candidates. */
export const ANSWER_SCHEME = 'context-budget-answer';

/** The whole text goes to the editor at every change. */
const REDRAW_PAUSE_MS = 250;

const GONE = 'This answer is not kept any more: ask again.';

export interface AnswerDocuments extends Disposable {
  /** The merged answer, or what has come of it. */
  show(requestId: string): Promise<void>;
  /** The answer of one model, by the id of its response. */
  partUri(requestId: string, responseId: string, name: string): Uri;
}

/** Result documents: they fill as answers come, and end as the engine's report of who said what. */
export function answerDocuments(requests: AskedRequests, timers: Timers): AnswerDocuments {
  const changed = new EventEmitter<Uri>();
  const waiting = new Set<string>();
  const pace = paced(
    REDRAW_PAUSE_MS,
    () => {
      for (const requestId of waiting) {
        const asked = requests.find(requestId);
        if (asked !== undefined) changed.fire(answerUri(asked));
      }
      waiting.clear();
    },
    timers,
  );
  const parts = [
    changed,
    workspace.registerTextDocumentContentProvider(ANSWER_SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => {
        const { requestId, responseId } = addressOf(uri);
        const asked = requests.find(requestId);
        if (asked === undefined) return GONE;
        return responseId === null ? answerText(asked, timers.now()) : (partText(asked, responseId) ?? GONE);
      },
    }),
    requests.onChange((requestId) => {
      waiting.add(requestId);
      pace.ask();
    }),
  ];
  return {
    async show(requestId) {
      const asked = requests.find(requestId);
      if (asked === undefined) return;
      const uri = answerUri(asked);
      const open = window.tabGroups.all
        .flatMap(({ tabs, viewColumn }) => tabs.map((tab) => ({ tab, viewColumn })))
        .find(
          ({ tab: { input } }) => input instanceof TabInputText && input.uri.toString() === uri.toString(),
        );
      const document = await workspace.openTextDocument(uri);
      await window.showTextDocument(document, {
        preview: false,
        ...(open !== undefined && { viewColumn: open.viewColumn }),
      });
    },
    partUri: (requestId, responseId, name) =>
      Uri.from({
        scheme: ANSWER_SCHEME,
        path: `/${fileName(name)}.md`,
        query: `${requestId}${BETWEEN}${responseId}`,
      }),
    dispose() {
      pace.stop();
      parts.forEach((part) => part.dispose());
    },
  };
}

const BETWEEN = '&';

/** Of the whole answer: `responseId` is null. */
export function addressOf({ query }: Uri): {
  readonly requestId: string;
  readonly responseId: string | null;
} {
  const [requestId = '', responseId = null] = query.split(BETWEEN, 2);
  return { requestId, responseId };
}

function answerUri({ prompt, requestId }: AskedRequest): Uri {
  return Uri.from({ scheme: ANSWER_SCHEME, path: `/${fileName(titleOf(prompt))}.md`, query: requestId });
}

function answerText(asked: AskedRequest, now: number): string {
  const running = { ...asked, models: modelsNow(asked, now) };
  if (asked.outcome === null) return runningText(running);
  return asked.outcome.ok ? asked.outcome.value.document : failedText(running, asked.outcome.error);
}

function partText({ outcome }: AskedRequest, responseId: string): string | undefined {
  if (outcome?.ok !== true) return undefined;
  return outcome.value.responses.find(({ id }) => id === responseId)?.content;
}

/** A tab shows the end of a path: nothing of a prompt or a name may look like a folder. */
export function fileName(title: string): string {
  const name = title
    .replaceAll(/[\\/:*?"<>|#&]+/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  return name === '' ? 'Answer' : name;
}
