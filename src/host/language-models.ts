import { LanguageModelChatMessage, lm } from 'vscode';
import type { CancellationToken, LanguageModelChat } from 'vscode';
import type { AdapterErrorCode } from '../core/facts/model-response.ts';
import type { EditorAnswer, EditorCall } from '../protocol/models.ts';

/** Asks a model of the editor; `piece` gets the text as it comes, in order. Never rejects. */
export type AskEditorModel = (
  call: EditorCall,
  piece: (text: string) => void,
  token: CancellationToken,
) => Promise<EditorAnswer>;

/** Said by the editor when it asks the user whether we may use a model. */
const JUSTIFICATION = 'Context Budget sends your task to the models that you chose.';

/** A provider's own words are shown, as far as they are a sentence and not a page. */
const LONGEST_REASON = 160;

/** What the editor says (`LanguageModelError.code`, spec M2), and what it means to the user. */
const CODES: Readonly<Record<string, readonly [code: AdapterErrorCode, sentence: string]>> = {
  NotFound: ['adapter_unavailable', 'The editor does not offer it any more.'],
  NoPermissions: [
    'adapter_no_permission',
    'The editor did not allow it: agree when it asks, or look at “Manage Language Model Access”.',
  ],
  Blocked: ['adapter_blocked', 'Its provider blocked the request: by a quota, or by a filter.'],
};

/** The editor's own language models. Forks of the editor may have no such API. */
export const askEditorModel: AskEditorModel = async (call, piece, token) => {
  let text = '';
  const refuse = (code: AdapterErrorCode, message: string): EditorAnswer => ({
    ok: false,
    code,
    message,
    text,
  });
  const cancelled = (): EditorAnswer => refuse('adapter_cancelled', 'It was called off.');
  const ask = async (): Promise<EditorAnswer> => {
    try {
      const model = await find(call);
      if (model === null) return refuse('adapter_unavailable', 'The editor does not offer it.');
      const messages = messagesOf(call);
      const response = await model.sendRequest(messages, optionsOf(call), token);
      for await (const part of response.text) {
        if (token.isCancellationRequested) return cancelled();
        text += part;
        piece(part);
      }
      if (token.isCancellationRequested) return cancelled();
      if (text.trim() === '') return refuse('adapter_invalid_response', 'It answered nothing.');
      const asked = call.system === null ? call.prompt : `${call.system}\n${call.prompt}`;
      const [inputTokens, outputTokens] = await Promise.all([
        count(model, asked, token),
        count(model, text, token),
      ]);
      return { ok: true, text, inputTokens, outputTokens };
    } catch (error) {
      if (token.isCancellationRequested) return cancelled();
      return refuse(...reasonOf(error));
    }
  };
  // A provider may not listen to the token: who called it off does not wait for it.
  return Promise.race([ask(), whenCancelled(token).then(cancelled)]);
};

async function find({ vendor, family, id }: EditorCall): Promise<LanguageModelChat | null> {
  if (typeof lm?.selectChatModels !== 'function') return null;
  const offered = await lm.selectChatModels(vendor === '' ? {} : { vendor });
  const named = offered.filter((model) => model.id.toLowerCase() === id.toLowerCase());
  return named.find((model) => model.family === family) ?? named[0] ?? null;
}

/** The editor's API has no system message: instructions are the first thing that the user says. */
function messagesOf({ system, prompt }: EditorCall): LanguageModelChatMessage[] {
  return [...(system === null ? [] : [system]), prompt].map((text) => LanguageModelChatMessage.User(text));
}

/** `max_tokens` and `temperature` are what the providers that take options call them. */
function optionsOf({ maxOutputTokens, temperature }: EditorCall): {
  readonly justification: string;
  readonly modelOptions: Record<string, number>;
} {
  return {
    justification: JUSTIFICATION,
    modelOptions: { max_tokens: maxOutputTokens, ...(temperature !== null && { temperature }) },
  };
}

/** Null where it does not count: then the engine does. */
async function count(
  model: LanguageModelChat,
  text: string,
  token: CancellationToken,
): Promise<number | null> {
  try {
    const tokens = await model.countTokens(text, token);
    return Number.isSafeInteger(tokens) && tokens >= 0 ? tokens : null;
  } catch {
    return null;
  }
}

function reasonOf(error: unknown): readonly [code: AdapterErrorCode, message: string] {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    const known = CODES[error.code];
    if (known !== undefined) return known;
  }
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
  // Whatever went wrong in the extension behind it, another try may go well.
  return ['adapter_server', `The extension that offers it failed: ${first.slice(0, LONGEST_REASON)}`];
}

async function whenCancelled(token: CancellationToken): Promise<void> {
  await new Promise<void>((resolve) => {
    if (token.isCancellationRequested) resolve();
    else token.onCancellationRequested(() => resolve());
  });
}
