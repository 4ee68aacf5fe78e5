import { workspace } from 'vscode';
import type { Disposable } from 'vscode';
import { modelsConfigChanged } from '../protocol/models.ts';
import type { EngineClient } from './engine-client.ts';
import { SECTION } from './settings.ts';

/**
 * What can be set about asking models (spec M13), as package.json declares it below `contextBudget.ask`. The same flat
 * names go to the engine, which checks the values.
 */
export const ASK_DEFAULTS: Readonly<Record<string, unknown>> = {
  qualityThreshold: 0.8,
  costLimitUsd: 1,
  minSamples: 10,
  decay: 0.95,
  smoothing: 0.7,
  verdictDays: 30,
  explorationRate: 0.2,
  'counts.simple': 1,
  'counts.dual': 2,
  'counts.triple': 3,
  timeoutMs: 30_000,
  retries: 3,
  retryBaseMs: 1000,
  caching: true,
  'cache.maxEntries': 1000,
  'cache.ttlSeconds': 3600,
  'retentionDays.metrics': 90,
  'storage.retryMs': 60_000,
  'feedback.keepCorrectedData': false,
  'anomaly.warnings': true,
  'anomaly.factor': 3,
  'anomaly.sigmas': 3,
  'anomaly.minSamples': 10,
  'anomaly.maxResponseMs': 60_000,
  'anomaly.maxCostUsd': 1,
  'anomaly.minScore': 0.5,
  'validation.enabled': true,
  'validation.gpu': null,
  'validation.token': null,
  'validation.grid_load': null,
  'merge.keys': {},
  'logging.level': 'info',
  'migration.stage': 'full',
  'migration.rolloutPercent': 100,
  'migration.rollbackEnabled': true,
};

export const ASK_SECTION = `${SECTION}.ask`;

/** The settings as they stand, unchecked, under their names without the section. */
export function askSettings(): Readonly<Record<string, unknown>> {
  const section = workspace.getConfiguration(ASK_SECTION);
  const fields = Object.entries(ASK_DEFAULTS).map(([name, otherwise]) => [
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
