import type { LimitAlert } from '../../core/budget/ledger/limit-alerts.ts';
import { hashKey, type HashKey } from '../../core/budget/predict/keyed-hash.ts';
import type { AlertSettings } from '../../core/history/alert-settings.ts';
import type { Result } from '../../core/facts/result.ts';
import { newSalt, saltIn } from '../../node/salt.ts';
import type { Disk } from '../../node/store/disk.ts';
import type { History } from '../../node/store/history.ts';
import {
  type HistorySettings,
  type ModelRetention,
  openWorkspaceHistory,
} from '../../node/store/workspace-history.ts';
import { openWorkspaceLedger } from '../../node/store/workspace-ledger.ts';
import type { WorkspaceRecord } from '../../node/store/workspace-record.ts';
import type { OpenLedger } from '../../protocol/ledger.ts';
import { learnedFold } from './learned-fold.ts';
import { Learning } from './learning.ts';
import { LevelEvidence } from './level-evidence.ts';
import { Limits } from './limits.ts';
import { Maintaining } from './maintaining.ts';

/** The store of a workspace with what is known of it. */
export interface OpenedStore {
  readonly place: OpenLedger;
  readonly history: History<WorkspaceRecord>;
  readonly learning: Learning;
  readonly limits: Limits;
  readonly levels: LevelEvidence;
  /** Of the store's salt, which is made with the first task. */
  readonly key: () => HashKey;
  /** Somebody asks: maintenance waits. */
  busy(): void;
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly place: OpenLedger;
  readonly settings: () => HistorySettings;
  readonly alerts: () => AlertSettings;
  /** Epoch ms. */
  readonly now: () => number;
  /** Something that is shown may be another now. */
  readonly changed: () => void;
  /** Alerts of limits that nobody's request raised. */
  readonly raised: (alerts: readonly LimitAlert[]) => void;
  /** Without a request, after which it is maintained; by default half a minute. */
  readonly idleMs?: number;
  readonly disk?: Disk;
  readonly modelRetention?: () => ModelRetention;
  readonly retryMs?: () => number;
}

/** Opens a store; nothing is read or made yet. */
export function openStore(options: StoreOptions): OpenedStore {
  const { place, settings, alerts, now, changed, raised, idleMs } = options;
  const disk = options.disk === undefined ? {} : { disk: options.disk };
  const { modelRetention, retryMs } = options;
  const storing = {
    ...disk,
    ...(modelRetention === undefined ? {} : { modelRetention }),
    ...(retryMs === undefined ? {} : { retryMs }),
  };
  const { store, live } = place;
  const history: History<WorkspaceRecord> = openWorkspaceHistory({
    store,
    settings,
    now,
    ...storing,
    outcomeFolds: [learnedFold],
    usageSettledBefore: () => limits.ledger.usage.settledBefore,
  });
  const shared = openWorkspaceLedger(history, { store, now, ...disk });
  const limits: Limits = new Limits({
    history,
    shared,
    now,
    follows: live,
    changed,
    seen: (records) => levels.see(records),
    raised,
  });
  const learning = new Learning(history, { changed, alerts, savesAtOnce: !live });
  const levels = new LevelEvidence(history, { now, changed, usageRead: () => limits.opened() });
  const stopStatus = history.onStatus(changed);
  const maintain = async (): Promise<Result<unknown>> => {
    // what is settled may be pruned
    const settled = await limits.settle();
    const maintained = settled.ok ? await history.maintain() : settled;
    await learning.save();
    return maintained;
  };
  // others only ask: their settings may be the default ones, which could remove what this user keeps
  const maintaining = live ? new Maintaining(maintain, idleMs) : null;
  let key: HashKey | null = null;
  return {
    place,
    history,
    learning,
    limits,
    levels,
    key: () => (key ??= hashKey(saltIn(store))),
    busy: () => maintaining?.busy(),
    close: async () => {
      maintaining?.close();
      stopStatus();
      learning.close();
      levels.close();
      await limits.close();
      await history.close();
    },
  };
}

/** Where there is no workspace: tasks are predicted, and nothing is known or kept. */
export interface NoStore {
  readonly learning: Learning;
  readonly key: () => HashKey;
}

export function noStore(): NoStore {
  const key = hashKey(newSalt());
  return { learning: new Learning(null, { changed: () => undefined, savesAtOnce: false }), key: () => key };
}
