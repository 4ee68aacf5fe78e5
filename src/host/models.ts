import { lm } from 'vscode';
import type { CancellationToken, Disposable, LanguageModelChat } from 'vscode';
import { modelsChanged } from '../protocol/models-offered.ts';
import type { EngineClient } from './engine-client.ts';
import type { Log } from './log.ts';
import type { Settings } from './settings.ts';

/** The editor's language models. Forks of the editor may have no such API. */
export interface EditorModels {
  all(): readonly LanguageModelChat[];
  /** Tokens of a text by the model's own counter; null when it is not to be had. */
  count(model: string, text: string, token: CancellationToken): Promise<number | null>;
  /** Tells the engine which models there are, now and whenever they change. */
  tellTo(engine: EngineClient, settings: Settings): Disposable;
}

export function editorModels(log: Log): EditorModels {
  let known: readonly LanguageModelChat[] = [];

  const select = async (): Promise<void> => {
    if (typeof lm?.selectChatModels !== 'function') return;
    try {
      known = await lm.selectChatModels();
    } catch (error) {
      // None offered, or a provider failed: the same to us, and the next change asks again.
      log.warn(`the editor's models could not be listed: ${String(error)}`);
      known = [];
    }
  };
  return {
    all: () => known,
    async count(model, text, token) {
      if (known.length === 0) await select();
      const found = known.find((offered) => namesOf(offered).includes(model.toLowerCase()));
      if (found === undefined) return null;
      try {
        return await found.countTokens(text, token);
      } catch (error) {
        log.warn(`${model} did not count: ${String(error)}`);
        return null;
      }
    },
    tellTo(engine, settings) {
      const tell = (): void => {
        const editor = known.map(({ id, name, vendor, family, maxInputTokens }) => ({
          id,
          name,
          vendor,
          family,
          maxInputTokens,
        }));
        engine.tell(modelsChanged, { editor, own: settings.ownModels() });
      };
      const refresh = async (): Promise<void> => {
        await select();
        tell();
      };
      const parts: Disposable[] = [
        engine.onStart(() => {
          // The user's own entries at once; the editor's may have to wait for their extensions.
          tell();
          void refresh();
        }),
        settings.onModels(tell),
      ];
      if (typeof lm?.onDidChangeChatModels === 'function')
        parts.push(lm.onDidChangeChatModels(() => void refresh()));
      return { dispose: () => parts.forEach((part) => part.dispose()) };
    },
  };
}

/** The engine's ids are lower case; a second offer of one name is `vendor/id`. */
function namesOf({ id, vendor }: LanguageModelChat): readonly string[] {
  return [id, `${vendor}/${id}`].map((name) => name.toLowerCase());
}
