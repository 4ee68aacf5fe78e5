import { hashKey } from '../../../../src/core/budget/predict/keyed-hash.ts';
import { textFeatures } from '../../../../src/core/budget/predict/text-features.ts';
import type { UsageEntry } from '../../../../src/core/facts/ledger-record.ts';
import { describeTask } from '../../../../src/core/task/describe.ts';
import { systemDisk } from '../../../../src/node/store/disk.ts';
import type { History } from '../../../../src/node/store/history.ts';
import {
  DEFAULT_HISTORY_SETTINGS,
  type HistorySettings,
  type ModelRetention,
  openWorkspaceHistory,
} from '../../../../src/node/store/workspace-history.ts';
import type { Fold } from '../../../../src/node/store/stored-record.ts';
import {
  outcomeEntry,
  type OutcomeEntry,
  type WorkspaceRecord,
} from '../../../../src/node/store/workspace-record.ts';

export const KEY = hashKey('00112233445566778899aabbccddeeff');
export const OTHER_KEY = hashKey('ffeeddccbbaa99887766554433221100');

export function outcome(id: string, at: number, text = `Fix the parser of ${id}`): OutcomeEntry {
  return outcomeEntry({
    id,
    taskId: id,
    at,
    characteristics: describeTask({ description: text }).characteristics,
    prediction: null,
    budgetAllocated: 1_000,
    budgetUsed: 800,
    thinkingTokens: null,
    outcome: { success: true, quality: 90, completedInTime: true, requiredReflection: false },
    features: textFeatures(text, {}, KEY),
    costMicroUsd: null,
    text,
  });
}

export function usage(id: string, at: number, outputTokens: number): UsageEntry {
  return {
    kind: 'usage',
    id,
    at,
    periodAt: at,
    tenant: '',
    amounts: { outputTokens },
    reservationId: null,
    reserved: null,
    level: null,
    requestId: null,
    consented: false,
    late: false,
  };
}

/** Counts the outcomes that were pruned. */
const outcomeCount: Fold<OutcomeEntry> = {
  name: 'outcomes',
  version: 1,
  begin: (state) => {
    let count = Number(state ?? 0);
    return { take: ({ kind }) => void (count += Number(kind === 'outcome')), end: () => count };
  },
};

export function openWorkspace(
  store: string,
  settings: Partial<HistorySettings> = {},
  settledBefore = -Infinity,
  disk = systemDisk,
  more: { readonly modelRetention?: ModelRetention; readonly now?: () => number } = {},
): History<WorkspaceRecord> {
  const { modelRetention, now } = more;
  return openWorkspaceHistory({
    store,
    disk,
    outcomeFolds: [outcomeCount],
    settings: () => ({ ...DEFAULT_HISTORY_SETTINGS, ...settings }),
    usageSettledBefore: () => settledBefore,
    ...(modelRetention === undefined ? {} : { modelRetention: () => modelRetention }),
    ...(now === undefined ? {} : { now }),
  });
}

export async function recordsIn(history: History<WorkspaceRecord>): Promise<readonly WorkspaceRecord[]> {
  const replay = await history.replay();
  if (!replay.ok) throw new Error(replay.error.message);
  const records: WorkspaceRecord[] = [];
  for await (const batch of replay.value.batches) records.push(...batch);
  return records;
}
