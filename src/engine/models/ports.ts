import type { LimitAlert } from '../../core/budget/ledger/limit-alerts.ts';
import type { AskableModel } from '../../core/facts/askable-model.ts';
import { DEFAULT_RETRY_SETTINGS, type RetrySettings } from '../../core/models/execute-rules/retry.ts';
import type { Adapter } from '../../node/providers/adapter.ts';
import type { Disk } from '../../node/store/disk.ts';
import type { History } from '../../node/store/history.ts';
import type { WorkspaceRecord } from '../../node/store/workspace-record.ts';
import type { Limits } from '../ledger/limits.ts';

/** Time, chance and names, as calls need them; tests bring their own. */
export interface CallPorts {
  /** Epoch ms. */
  readonly now: () => number;
  /** In [0, 1): spreads retries. */
  readonly random: () => number;
  /** Ends after so many ms, or when the signal is aborted, whichever is first; never fails. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A fresh unique id. */
  readonly newId: () => string;
  /** Null: it was removed. */
  readonly adapterOf: (model: AskableModel) => Adapter | null;
  /** Tokens of a text for a model; need not be exact. */
  readonly count: (model: AskableModel, text: string) => number;
  /** A server asked to be left alone until then (epoch ms). */
  readonly pause: (model: AskableModel, until: number) => void;
}

/** How often and how patiently one model is asked (spec M6, M13). */
export interface CallSettings extends RetrySettings {
  /** Time limit of models that state none, ms; null: their adapter's. */
  readonly timeoutMs: number | null;
}

export const DEFAULT_CALL_SETTINGS: CallSettings = Object.freeze({
  ...DEFAULT_RETRY_SETTINGS,
  timeoutMs: null,
});

export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

/** The store of a workspace, as far as requests to models need it. */
export interface ModelStore {
  readonly history: History<WorkspaceRecord>;
  readonly limits: Pick<Limits, 'fresh' | 'ledger' | 'reserve' | 'commit' | 'release' | 'track'>;
  /** Absolute folder. */
  readonly folder: string;
  readonly disk: Disk;
  /** Tells alerts of limits that a request raised. */
  readonly raised: (alerts: readonly LimitAlert[]) => void;
}
