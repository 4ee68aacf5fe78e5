import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc';
import { checkOwnEntry } from '../core/models/own-entry.ts';
import { fail, type Failure, type Result } from '../core/facts/result.ts';
import type { LedgerSettings } from '../protocol/ledger.ts';
import {
  askEditorModel,
  type EditorAnswer,
  keyOf,
  modelsConfigChanged,
  modelsConfigRefused,
  modelsLog,
} from '../protocol/models.ts';
import { type LedgerFlags, withLedger } from './ledger-session.ts';
import type { OwnConfig } from './own-config.ts';
import { ownModelsOf } from './own-models.ts';
import type { Surroundings } from './session.ts';

/** The section of the configuration file that is about asking models (spec M13). */
export const ASK_SECTION = 'ask';

/** No other variable of the environment is ever handed out, whatever a configuration names. */
const NAME_OF_KEY = /^[A-Z][A-Z0-9_]{0,50}_API_KEY$/;

/** A call that failed or is tried again: its line of progress says so, and the table of `models test`. */
const TOLD_BY_PROGRESS = /^execute: /;

const NO_EDITOR: EditorAnswer = {
  ok: false,
  code: 'adapter_unavailable',
  message:
    'Models of the editor can be asked in VS Code only. At the terminal, use one with an adapter: see `context-budget models`.',
  text: '',
};

/** One command's talk with the engine about models. */
export interface Asking {
  readonly connection: MessageConnection;
  readonly token: CancellationToken;
  /** The user's own entries, as they stand in the configuration file. */
  readonly models: readonly unknown[];
  /**
   * What is refused of the configuration: model entries at once, settings once any request was answered. A wrong value
   * ends the command before anything is sent to a model.
   */
  readonly configRefusal: () => Result<never> | null;
}

/**
 * Runs requests about models on the history of the workspace, with the settings of the configuration file and the keys
 * of the environment. A failure is written and becomes the exit code.
 */
export function withAsking<T>(
  around: Surroundings,
  flags: LedgerFlags,
  ask: (asking: Asking) => Promise<Result<T>>,
  show: (value: T) => number | Promise<number>,
  change: Partial<LedgerSettings> = {},
): Promise<number> {
  const refused: Failure[] = [];
  let file = '';
  let models: readonly unknown[] = [];
  const configRefusal = (): Result<never> | null => {
    const [first] = refused;
    return first === undefined ? null : fail(first.code, `${file}: ${first.message}`, first.details);
  };
  return withLedger(
    around,
    flags,
    async (connection, token) => {
      const wrong = configRefusal();
      if (wrong !== null) return wrong;
      const answer = await ask({ connection, token, models, configRefusal });
      return configRefusal() ?? answer;
    },
    show,
    change,
    async (connection, own) => {
      file = own.name;
      const entries = ownModelsOf(own);
      if (entries.ok) models = entries.value;
      for (const [at, entry] of models.entries()) {
        const checked = checkOwnEntry(entry, at);
        if (!checked.ok) refused.push(checked.error);
      }
      connection.onRequest(keyOf, ({ name }) => keyIn(around.env, name));
      connection.onRequest(askEditorModel, (): EditorAnswer => NO_EDITOR);
      connection.onNotification(modelsConfigRefused, (failures) => void refused.push(...failures));
      connection.onNotification(modelsLog, ({ level, text }) => {
        if (level !== 'info' && !TOLD_BY_PROGRESS.test(text)) around.output.note(`context-budget: ${text}`);
      });
      await connection.sendNotification(modelsConfigChanged, settingsOf(own));
    },
  );
}

/** The engine checks names and values, and refuses by name. */
function settingsOf({ name, fields }: OwnConfig) {
  const section = fields[ASK_SECTION] ?? {};
  const isSection = typeof section === 'object' && section !== null && !Array.isArray(section);
  return {
    origin: name,
    fields: isSection ? { ...section } : { [ASK_SECTION]: section },
  };
}

/** Null when the environment has no such key, or an empty one. */
function keyIn(env: Surroundings['env'], name: string): string | null {
  const key = NAME_OF_KEY.test(name) ? (env[name]?.trim() ?? '') : '';
  return key === '' ? null : key;
}
