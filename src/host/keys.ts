import { EventEmitter } from 'vscode';
import type { Disposable, Event, SecretStorage } from 'vscode';

/** Where a key comes from; null: there is none. */
export type KeyOrigin = 'stored' | 'environment' | null;

/** The keys of models, by the name that a model states: `DASHSCOPE_API_KEY`. They are held nowhere but in the storage. */
export interface Keys extends Disposable {
  /** Secret storage first, else the environment variable of that name. */
  of(name: string): Promise<string | null>;
  origin(name: string): Promise<KeyOrigin>;
  set(name: string, key: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** In whichever window it was changed. */
  readonly onChange: Event<void>;
}

const PREFIX = 'key:';

/** No other variable of the environment is ever handed out, whatever a configuration names. */
const NAME_OF_KEY = /^[A-Z][A-Z0-9_]{0,50}_API_KEY$/;

/** @param environment the variables of this process */
export function keysOf(
  secrets: SecretStorage,
  environment: Readonly<Record<string, string | undefined>>,
): Keys {
  const onChange = new EventEmitter<void>();
  const stored = async (name: string): Promise<string | null> =>
    blankAsNone(await secrets.get(PREFIX + name));
  const fromEnvironment = (name: string): string | null =>
    NAME_OF_KEY.test(name) ? blankAsNone(environment[name]) : null;
  const listening = secrets.onDidChange(({ key }) => {
    if (key.startsWith(PREFIX)) onChange.fire();
  });
  return {
    of: async (name) => (await stored(name)) ?? fromEnvironment(name),
    async origin(name) {
      if ((await stored(name)) !== null) return 'stored';
      return fromEnvironment(name) === null ? null : 'environment';
    },
    set: async (name, key) => secrets.store(PREFIX + name, key.trim()),
    remove: async (name) => secrets.delete(PREFIX + name),
    onChange: onChange.event,
    dispose() {
      listening.dispose();
      onChange.dispose();
    },
  };
}

function blankAsNone(key: string | undefined): string | null {
  const trimmed = key?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}
