import { workspace } from 'vscode';
import type { Disposable } from 'vscode';
import { DEFAULT_MODELS_CONFIG } from '../core/models/config.ts';
import { modelsConfigChanged } from '../protocol/models.ts';
import type { EngineClient } from './engine-client.ts';
import { SECTION } from './settings.ts';

export const ASK_SECTION = `${SECTION}.ask`;

/** The settings as they stand (spec M13), unchecked, under their names without the section. */
export function askSettings(): Readonly<Record<string, unknown>> {
  const section = workspace.getConfiguration(ASK_SECTION);
  const fields = Object.entries(DEFAULT_MODELS_CONFIG).map(([name, otherwise]) => [
    name,
    section.get<unknown>(name, otherwise),
  ]);
  // The editor hands objects out as proxies, and no thread can be told of one.
  return JSON.parse(JSON.stringify(Object.fromEntries(fields))) as Readonly<Record<string, unknown>>;
}

/** Tells the engine at its start and after every change; running requests keep what they began with. */
export function tellAskSettings(engine: Pick<EngineClient, 'onStart' | 'tell'>): Disposable {
  const tell = (): void => engine.tell(modelsConfigChanged, { origin: 'settings', fields: askSettings() });
  const parts = [
    engine.onStart(tell),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(ASK_SECTION)) tell();
    }),
  ];
  return { dispose: () => parts.forEach((part) => part.dispose()) };
}
