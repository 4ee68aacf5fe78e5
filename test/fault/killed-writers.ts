import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { build } from 'esbuild';
import { type History, openHistory } from '../../src/node/store/history.ts';
import { openSharedLedger } from '../../src/node/store/shared-ledger.ts';
import {
  amountOf,
  type CampaignRecord,
  campaignFold,
  campaignLedger,
  campaignRecords,
  campaignRetention,
  type CampaignTotal,
} from './campaign-record.ts';
import { seededChance } from './seeded-chance.ts';

/** Rounds on one store; then a fresh one, so that a round costs the same however many there are. */
const ROUNDS_PER_STORE = 20;
const WRITERS = 2;
const LONGEST_LIFE_MS = 150;
const SHARE_KILLED_AT_START = 0.1;
const SHARE_OF_TORN_LINES = 0.2;

export interface FaultReport {
  readonly rounds: number;
  readonly acknowledged: number;
  /** There although nobody was told: written, and killed before the answer. */
  readonly unacknowledged: number;
  readonly ledgerChanges: number;
  /** Pruned into checkpoints while all this went on. */
  readonly pruned: number;
}

/**
 * Rounds in which two processes record, change the ledger and compact in one store, and are killed (SIGKILL) at
 * random. After every round: each acknowledged record is there exactly once, nothing is there that nobody wrote,
 * totals are those of the records, a window that looked on all the time and a fresh one agree, and no
 * acknowledged change of the ledger is lost. Throws an assertion error with the seed.
 */
export async function killWriters(rounds: number, seed: number): Promise<FaultReport> {
  const folder = mkdtempSync(join(tmpdir(), 'killed-writers-'));
  const script = join(folder, 'writer.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'writer.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: script,
    logLevel: 'error',
  });
  const report = { rounds: 0, acknowledged: 0, unacknowledged: 0, ledgerChanges: 0, pruned: 0 };
  try {
    for (let begun = 0; begun < rounds; begun += ROUNDS_PER_STORE) {
      const store = join(folder, `store-${begun}`);
      mkdirSync(store, { mode: 0o700 });
      const count = Math.min(ROUNDS_PER_STORE, rounds - begun);
      const part = await campaign(store, script, count, seed + begun);
      report.rounds += count;
      report.acknowledged += part.acknowledged;
      report.unacknowledged += part.unacknowledged;
      report.ledgerChanges += part.ledgerChanges;
      report.pruned += part.pruned;
      rmSync(store, { recursive: true, force: true });
    }
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function campaign(
  store: string,
  script: string,
  rounds: number,
  seed: number,
): Promise<Omit<FaultReport, 'rounds'>> {
  const chance = seededChance(seed);
  const window = openReader(store);
  await window.load();
  const seen = new Set<string>();
  window.follow(({ records }) => {
    for (const { id } of records) seen.add(id);
  });
  let last: Omit<FaultReport, 'rounds'> = { acknowledged: 0, unacknowledged: 0, ledgerChanges: 0, pruned: 0 };
  const told: Told = { ids: new Set(), changes: new Map() };
  try {
    for (let round = 0; round < rounds; round++) {
      const names = Array.from({ length: WRITERS }, (_, n) => `w${round}-${n}`);
      await Promise.all(names.map((name) => live(store, script, name, chance)));
      for (const name of names) readAcknowledged(store, name, told);
      if (chance() < SHARE_OF_TORN_LINES) tearLine(store, chance);
      last = await check(store, window, seen, told, `seed ${seed}, round ${round}`);
    }
    return last;
  } finally {
    await window.close();
  }
}

interface Told {
  readonly ids: Set<string>;
  readonly changes: Map<string, number>;
}

async function live(store: string, script: string, name: string, chance: () => number): Promise<void> {
  const seed = String(Math.floor(chance() * 1e9));
  const life = chance() * LONGEST_LIFE_MS;
  const atStart = chance() < SHARE_KILLED_AT_START;
  const child = spawn(process.execPath, [script, store, name, acknowledgedPath(store, name), seed], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  if (!atStart) await started(child);
  await setTimeout(life);
  assert.equal(child.exitCode, null, `${name} ended by itself`);
  child.kill('SIGKILL');
  await ended;
}

async function started(child: ChildProcess): Promise<void> {
  if (child.stdout !== null) await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
}

function acknowledgedPath(store: string, name: string): string {
  return `${store}.${name}`;
}

function readAcknowledged(store: string, name: string, { ids, changes }: Told): void {
  const path = acknowledgedPath(store, name);
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // killed before it made the file
  }
  changes.set(name, 0);
  // what follows the last newline was cut by the kill
  for (const line of text.split('\n').slice(0, -1)) {
    if (line.startsWith('r ')) ids.add(line.slice(2));
    if (line === 'l') changes.set(name, (changes.get(name) ?? 0) + 1);
  }
  rmSync(path, { force: true });
}

/** The start of a line at the end of a segment, as a crash of the machine may leave it. */
function tearLine(store: string, chance: () => number): void {
  const folder = join(store, 'records-1');
  const names = readdirSync(folder).filter((name) => /^\d.*\.jsonl$/.test(name));
  const name = names[Math.floor(chance() * names.length)];
  if (name !== undefined) appendFileSync(join(folder, name), '["01234567","r",{"id":"torn","ki');
}

function openReader(store: string): History<CampaignRecord> {
  return openHistory({
    store,
    schema: campaignRecords,
    folds: [campaignFold],
    retention: campaignRetention,
    pollMs: 50,
  });
}

async function check(
  store: string,
  window: History<CampaignRecord>,
  seen: ReadonlySet<string>,
  told: Told,
  where: string,
): Promise<Omit<FaultReport, 'rounds'>> {
  const fresh = openReader(store);
  const found = await totalOf(fresh, where);
  const looking = await totalOf(window, where);
  await fresh.close();
  const ids = new Set(found.ids);
  assert.equal(ids.size, found.ids.length, `${where}: a record counts twice`);
  for (const id of told.ids) assert.ok(ids.has(id), `${where}: ${id} was acknowledged and is lost`);
  assert.equal(found.amount, sum(found.ids), `${where}: the total is not that of the records`);
  assert.deepEqual(looking, found, `${where}: two windows see different histories`);
  for (const id of seen) assert.ok(ids.has(id), `${where}: ${id} was told and is gone`);

  const ledger = openSharedLedger({ store, schema: campaignLedger });
  const { state, trouble } = await ledger.read();
  assert.equal(trouble, null, where);
  let changes = 0;
  for (const [name, known] of told.changes) {
    const kept = state[name] ?? 0;
    changes += known;
    assert.ok(kept >= known, `${where}: the ledger lost a change of ${name}`);
    // at most the one that it was killed in
    assert.ok(kept <= known + 1, `${where}: the ledger counts a change of ${name} twice`);
  }
  return {
    acknowledged: told.ids.size,
    unacknowledged: ids.size - told.ids.size,
    ledgerChanges: changes,
    pruned: found.pruned,
  };
}

async function totalOf(
  history: History<CampaignRecord>,
  where: string,
): Promise<CampaignTotal & { readonly pruned: number }> {
  const replay = await history.replay();
  assert.ok(replay.ok, where);
  const { checkpoint, trouble, batches } = replay.value;
  assert.equal(trouble, null, where);
  const folding = campaignFold.begin(checkpoint?.states[campaignFold.name]?.state ?? null);
  for await (const batch of batches) for (const record of batch) folding.take(record);
  return { ...(folding.end() as CampaignTotal), pruned: checkpoint?.count ?? 0 };
}

function sum(ids: readonly string[]): number {
  return ids.reduce((total, id) => total + amountOf(id), 0);
}
