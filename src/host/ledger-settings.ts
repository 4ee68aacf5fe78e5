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
} as const;

const GROUPS = ['prediction', 'history', 'compute'] as const;

/** What the user set about predicting, recording and limits. The engine checks the values. */
export function ledgerSettings(): LedgerSettings {
  const section = workspace.getConfiguration(SECTION);
  const read = <T>(name: keyof typeof LEDGER_DEFAULTS): T =>
    section.get<T>(name) ?? (LEDGER_DEFAULTS[name] as T);
  /** Null is a value here: it keeps all. */
  const readOrNull = (name: keyof typeof LEDGER_DEFAULTS): number | null => {
    const value = section.get<number | null>(name);
    return value === undefined ? (LEDGER_DEFAULTS[name] as number | null) : value;
  };
  return {
    method: read('prediction.method'),
    budgetQuantile: read('prediction.budgetQuantile'),
    rolloutPercent: read('prediction.rolloutPercent'),
    retentionDays: readOrNull('history.retentionDays'),
    maxRecords: readOrNull('history.maxRecords'),
    keepText: read('history.keepText'),
    levels: read('compute.levels'),
    globalLimit: readOrNull('compute.limit'),
    localZone: localZone(),
  };
}

/** IANA name of the machine's zone. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
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
