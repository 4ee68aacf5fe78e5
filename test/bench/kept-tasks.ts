import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { ok } from '../../src/core/facts/result.ts';
import { Keeper } from '../../src/engine/ledger/keeper.ts';
import { Learning } from '../../src/engine/ledger/learning.ts';
import { predictAsked } from '../../src/engine/ledger/predict-request.ts';
import { recordReported } from '../../src/engine/ledger/record-request.ts';
import { DEFAULT_LEDGER_SETTINGS } from '../../src/engine/ledger/settings.ts';
import { openWorkspaceHistory } from '../../src/node/store/workspace-history.ts';
import type { LedgerSnapshot } from '../../src/protocol/ledger.ts';
import { seededChance } from '../fault/seeded-chance.ts';
import { BENCH_SALT, madeOutcome, madeText } from './made-outcome.ts';

const PREDICTED = 500;
const RECORDED = 200;
const TOGETHER = 500;
const KEEP_ALL = { ...DEFAULT_LEDGER_SETTINGS, retentionDays: null, maxRecords: null };

/** The engine's resident on histories of different sizes: opening, learning, predicting, recording. */
export async function keptTasks(sizes: readonly number[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-kept-'));
  writeFileSync(join(folder, 'salt'), BENCH_SALT, { mode: 0o600 });
  const chance = seededChance(2);
  const rows: Record<string, string>[] = [];
  let made = 0;
  try {
    for (const size of sizes) {
      const history = openWorkspaceHistory({
        store: folder,
        outcomeFolds: [],
        usageSettledBefore: () => Infinity,
        settings: () => KEEP_ALL,
      });
      for (let from = made; from < size; from += TOGETHER) {
        const count = Math.min(TOGETHER, size - from);
        const batch = Array.from({ length: count }, (_, n) => madeOutcome(from + n, chance));
        await Promise.all(batch.map((record) => history.append(record)));
      }
      await history.close();
      rows.push(await measured(folder, size, chance));
      made = size + RECORDED;
    }
    console.table(rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(store: string, size: number, chance: () => number): Promise<Record<string, string>> {
  const snapshots: LedgerSnapshot[] = [];
  const keeper = new Keeper({
    now: Date.now,
    model: () => Promise.resolve(ok(null)),
    models: () => Promise.resolve([]),
    onSnapshot: (snapshot) => snapshots.push(snapshot),
    onAlerts: () => undefined,
    onExpectation: () => undefined,
  });
  const until = async (condition: (snapshot: LedgerSnapshot) => boolean): Promise<void> => {
    while (!snapshots.some(condition)) await pause(2);
  };
  keeper.configure(KEEP_ALL);
  const first = await firstLearned(store);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  keeper.open({ store, roots: [], live: true });
  keeper.planned({ task: madeText(chance), model: null, promptTokens: 1_000, files: [] });
  const opened = performance.now() - start;
  await until(({ task }) => task !== null);
  const shown = performance.now() - start;
  await until(({ state }) => state === 'ready');
  const ready = performance.now() - start;
  delay.disable();
  const predictions: number[] = [];
  for (let n = 0; n < PREDICTED; n++) {
    const asked = { task: madeText(chance), level: null, model: null, tenant: '' };
    predictions.push(await timed(() => predictAsked(keeper, asked)));
  }
  // from the report to its acknowledgement: outcome and usage are with the operating system
  const records: number[] = [];
  // what is then learned of it, as long as which another request would wait at most
  const lessons: number[] = [];
  for (let n = 0; n < RECORDED; n++) {
    snapshots.length = 0;
    keeper.planned({ task: madeText(chance), model: null, promptTokens: n, files: [] });
    await until(({ task }) => task?.promptTokens === n);
    const report = { budgetUsed: 1 + Math.floor(9_000 * chance()), success: true, quality: 90 };
    records.push(await timed(() => recordReported(keeper, report)));
    lessons.push(await timed(() => Promise.resolve(learnedBy(keeper))));
  }
  await keeper.close();
  return {
    records: String(size),
    'first learned ms': first.toFixed(0),
    'open ms': opened.toFixed(1),
    'first answer ms': shown.toFixed(0),
    'learned again ms': ready.toFixed(0),
    'longest block p99 / max ms': `${(delay.percentile(99) / 1e6).toFixed(0)} / ${(delay.max / 1e6).toFixed(0)}`,
    'predict p50 ms': at(predictions, 0.5),
    'predict p95 ms': at(predictions, 0.95),
    'record p50 ms': at(records, 0.5),
    'record p99 ms': at(records, 0.99),
    'learn p50 / p99 ms': `${at(lessons, 0.5)} / ${at(lessons, 0.99)}`,
  };
}

function learnedBy({ store }: Keeper): number {
  return store.ok ? store.value.learning.records : 0;
}

/** As a terminal opens it: all is learned, and kept for the next start. */
async function firstLearned(store: string): Promise<number> {
  const history = openWorkspaceHistory({
    store,
    outcomeFolds: [],
    usageSettledBefore: () => Infinity,
    settings: () => KEEP_ALL,
  });
  const learning = new Learning(history, { changed: () => undefined, savesAtOnce: true });
  const first = await timed(() => learning.learn());
  learning.close();
  await history.close();
  return first;
}

async function timed(step: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await step();
  return performance.now() - start;
}

function at(times: readonly number[], share: number): string {
  const sorted = times.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(2);
}
