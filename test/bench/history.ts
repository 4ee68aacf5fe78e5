/**
 * `npm run bench:history`: what a record costs while the history grows, and how long it takes to read it all, beside a
 * plain JSON file that is parsed and written as a whole.
 * Then what the engine takes to open such a history, to predict from it and to record (`--only store|tasks`).
 * `npm run bench:history -- --rounds 200 [--seed N]`: the fault suite, in which two writers are killed at random.
 */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ok } from '../../src/core/facts/result.ts';
import {
  openWorkspaceHistory,
  type WorkspaceHistoryOptions,
} from '../../src/node/store/workspace-history.ts';
import { openWorkspaceLedger } from '../../src/node/store/workspace-ledger.ts';
import type { OutcomeEntry } from '../../src/node/store/workspace-record.ts';
import { killWriters } from '../fault/killed-writers.ts';
import { seededChance } from '../fault/seeded-chance.ts';
import { keptTasks } from './kept-tasks.ts';
import { madeOutcome } from './made-outcome.ts';

const SIZES = [1_000, 10_000, 100_000];
const MEASURED = 1_000;
const MEASURED_OF_BASELINE = 5;
const LEDGER_CHANGES = 100;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    seed: { type: 'string', default: '1' },
    most: { type: 'string', default: '100000' },
    only: { type: 'string' },
  },
});

const rounds = Number(values.rounds ?? 0);
if (rounds > 0) await faults(rounds, Number(values.seed));
else {
  const sizes = SIZES.filter((size) => size <= Number(values.most));
  if (values.only !== 'tasks') await speed(sizes);
  if (values.only !== 'store') await keptTasks(sizes);
}

async function faults(count: number, seed: number): Promise<void> {
  const began = performance.now();
  const report = await killWriters(count, seed);
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`${count} rounds with two writers killed at random: nothing lost, totals agree (${seconds} s)`);
  console.table([report]);
}

async function speed(sizes: readonly number[]): Promise<void> {
  const chance = seededChance(1);
  const folder = mkdtempSync(join(tmpdir(), 'bench-history-'));
  const rows: Record<string, string>[] = [];
  try {
    let made = 0;
    const make = (): OutcomeEntry => madeOutcome(made++, chance);
    let history = openWorkspaceHistory(optionsOf(folder));
    const kept: OutcomeEntry[] = [];
    for (const size of sizes) {
      while (kept.length < size) {
        const batch = Array.from({ length: Math.min(500, size - kept.length) }, make);
        await Promise.all(batch.map((record) => history.append(record)));
        kept.push(...batch);
      }
      await history.close();

      history = openWorkspaceHistory(optionsOf(folder));
      const heapBefore = heap();
      const load = await timed(() => history.load());
      const index = heap() - heapBefore;
      const replay = await timed(async () => {
        const all = await history.replay();
        let count = 0;
        if (all.ok) for await (const batch of all.value.batches) count += batch.length;
        if (count !== kept.length) throw new Error(`${count} of ${kept.length} records were read`);
      });
      const appends: number[] = [];
      // what the thread cannot do anything else meanwhile
      const calls: number[] = [];
      for (let n = 0; n < MEASURED; n++) {
        const record = make();
        kept.push(record);
        const start = performance.now();
        const appended = history.append(record);
        calls.push(performance.now() - start);
        await appended;
        appends.push(performance.now() - start);
      }

      const lines = join(folder, 'lines.jsonl');
      const plain: number[] = [];
      for (const record of kept.slice(-MEASURED)) {
        const line = `${JSON.stringify(record)}\n`;
        plain.push(await timed(() => appendFile(lines, line)));
      }
      rmSync(lines);

      const path = join(folder, 'plain.json');
      const write = await timed(() => writeFileSync(path, JSON.stringify(kept)));
      const read = await timed(() => void (JSON.parse(readFileSync(path, 'utf8')) as unknown));
      // the largest takes seconds each time
      const more = size < 100_000 ? MEASURED_OF_BASELINE : 0;
      const rewrites: number[] = [];
      for (let n = 0; n < more; n++)
        rewrites.push(await timed(() => writeFileSync(path, JSON.stringify(kept))));
      const rewrite = quantile([...rewrites, write], 0.5);
      const mega = (statSync(path).size / 1e6).toFixed(0);
      rmSync(path);
      const p50 = quantile(appends, 0.5);
      rows.push({
        records: String(size),
        'MB as JSON': mega,
        'call p99 ms': quantile(calls, 0.99).toFixed(3),
        'append p50 ms': p50.toFixed(3),
        p99: quantile(appends, 0.99).toFixed(3),
        'appendFile p50 / p99': `${quantile(plain, 0.5).toFixed(3)} / ${quantile(plain, 0.99).toFixed(3)}`,
        'JSON file: write ms': rewrite.toFixed(1),
        'times an append': (rewrite / p50).toFixed(0),
        'load ms': load.toFixed(0),
        'replay ms': replay.toFixed(0),
        'JSON file: read ms': read.toFixed(0),
        'load/read': (load / read).toFixed(2),
        'index MB': (index / 1e6).toFixed(0),
      });
    }
    console.table(rows);
    const ledger = openWorkspaceLedger(history, { store: folder });
    const changes: number[] = [];
    for (let n = 0; n < LEDGER_CHANGES; n++)
      changes.push(
        await timed(() =>
          ledger.change((state) => ok({ state: { ...state, raised: [String(n)] }, answer: null })),
        ),
      );
    await history.close();
    const [p50, p99] = [quantile(changes, 0.5), quantile(changes, 0.99)];
    console.log(`ledger, a change under the lock: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function optionsOf(store: string): WorkspaceHistoryOptions {
  return {
    store,
    outcomeFolds: [],
    usageSettledBefore: () => Infinity,
    settings: () => ({ retentionDays: null, maxRecords: null, keepText: false }),
  };
}

async function timed(step: () => unknown): Promise<number> {
  const start = performance.now();
  await step();
  return performance.now() - start;
}

function quantile(numbers: readonly number[], p: number): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? 0;
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
