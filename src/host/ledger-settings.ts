import { workspace } from 'vscode';
import type { Disposable } from 'vscode';
import { PREDICTOR_SETTINGS } from '../core/budget/predict/asked-task.ts';
import { ledgerSettingsChanged } from '../protocol/ledger.ts';
import type { LedgerSettings } from '../protocol/ledger.ts';
import type { EngineClient } from './engine-client.ts';
import { SECTION } from './settings.ts';

/** As package.json declares them (spec C9, P4, P7, P13). */
export const LEDGER_DEFAULTS = {
  'prediction.method': PREDICTOR_SETTINGS.method,
  'prediction.budgetQuantile': PREDICTOR_SETTINGS.budgetQuantile,
  'prediction.rolloutPercent': 100,
  'history.retentionDays': 365,
  'history.maxRecords': 10_000,
  'history.keepText': false,
  'compute.levels': {},
  'compute.limit': null,
  'alerts.thresholds': {},
  'limits.countImports': false,
} as const;

const GROUPS = ['prediction', 'history', 'compute', 'alerts', 'limits'] as const;

/** What the user set about predicting, recording and limits. The engine checks the values. */
export function ledgerSettings(): LedgerSettings {
  const section = workspace.getConfiguration(SECTION);
  return {
    method: section.get('prediction.method', LEDGER_DEFAULTS['prediction.method']),
    budgetQuantile: section.get('prediction.budgetQuantile', LEDGER_DEFAULTS['prediction.budgetQuantile']),
    rolloutPercent: section.get('prediction.rolloutPercent', LEDGER_DEFAULTS['prediction.rolloutPercent']),
    // Null is a value here: it keeps all.
    retentionDays: section.get<number | null>(
      'history.retentionDays',
      LEDGER_DEFAULTS['history.retentionDays'],
    ),
    maxRecords: section.get<number | null>('history.maxRecords', LEDGER_DEFAULTS['history.maxRecords']),
    keepText: section.get<boolean>('history.keepText', LEDGER_DEFAULTS['history.keepText']),
    levels: plain(section.get<unknown>('compute.levels', LEDGER_DEFAULTS['compute.levels'])),
    alertThresholds: plain(section.get<unknown>('alerts.thresholds', LEDGER_DEFAULTS['alerts.thresholds'])),
    globalLimit: section.get<unknown>('compute.limit', LEDGER_DEFAULTS['compute.limit']),
    countImports: section.get<boolean>('limits.countImports', LEDGER_DEFAULTS['limits.countImports']),
    // The engine asks the machine: the first question would hold the extension host for 20 ms and more.
    localZone: '',
  };
}

/** The editor hands objects out as proxies, and no thread can be told of one. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}

/** Tells the engine at its start and after every change. */
export function tellLedgerSettings(engine: Pick<EngineClient, 'onStart' | 'tell'>): Disposable {
  const tell = (): void => engine.tell(ledgerSettingsChanged, ledgerSettings());
  const parts = [
    engine.onStart(tell),
    workspace.onDidChangeConfiguration((change) => {
      if (GROUPS.some((group) => change.affectsConfiguration(`${SECTION}.${group}`))) tell();
    }),
  ];
  return { dispose: () => parts.forEach((part) => part.dispose()) };
}
