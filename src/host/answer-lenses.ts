import { CodeLens, EventEmitter, languages, Range } from 'vscode';
import type { Command, Disposable } from 'vscode';
import { addressOf, ANSWER_SCHEME } from './answer-documents.ts';
import { answersOf, CATEGORY_WORDS } from './ask-words.ts';
import type { AskedRequest, AskedRequests } from './asked-requests.ts';

/** What can be done with an answer, above its first line. */
export function answerLenses(requests: AskedRequests): Disposable {
  const changed = new EventEmitter<void>();
  /** Drawn anew when what can be done changes, not with every word that comes. */
  const states = new Map<string, boolean>();
  const parts = [
    changed,
    requests.onChange((requestId) => {
      const isOver = requests.find(requestId)?.outcome !== null;
      if (states.get(requestId) === isOver) return;
      states.set(requestId, isOver);
      changed.fire();
    }),
    languages.registerCodeLensProvider(
      { scheme: ANSWER_SCHEME },
      {
        onDidChangeCodeLenses: changed.event,
        provideCodeLenses: ({ uri }) => {
          const { requestId, responseId } = addressOf(uri);
          const asked = responseId === null ? requests.find(requestId) : undefined;
          if (asked === undefined) return [];
          const top = new Range(0, 0, 0, 0);
          return waysOn(asked).map((command) => new CodeLens(top, command));
        },
      },
    ),
  ];
  return { dispose: () => parts.forEach((part) => part.dispose()) };
}

function waysOn({ requestId, outcome, plan }: AskedRequest): readonly Command[] {
  const way = (title: string, name: string): Command => ({
    title,
    command: `contextBudget.${name}`,
    arguments: [requestId],
  });
  if (outcome === null) return [way('$(debug-stop) Cancel', 'cancelAsk')];
  if (!outcome.ok) return [];
  const isOne = answersOf(outcome.value.responses).length < 2;
  return [
    way('$(thumbsup) Accept', 'acceptAnswer'),
    way('$(edit) Correct…', 'correctAnswer'),
    way('$(thumbsdown) Reject', 'rejectAnswer'),
    ...(isOne ? [] : [way('$(git-compare) Compare', 'compareAnswers')]),
    way(`$(tag) Category: ${CATEGORY_WORDS[plan.category]}…`, 'chooseCategory'),
  ];
}
