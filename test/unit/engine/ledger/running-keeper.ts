import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exactBy, type ModelProfile, type Price } from '../../../../src/core/facts/model-profile.ts';
import { fail, ok, type Result } from '../../../../src/core/facts/result.ts';
import { Keeper, type KeeperPorts } from '../../../../src/engine/ledger/keeper.ts';
import { recordReported } from '../../../../src/engine/ledger/record-request.ts';
import type {
  Alert,
  LedgerSnapshot,
  OpenLedger,
  OutcomeReport,
  RecordedOutcome,
} from '../../../../src/protocol/ledger.ts';

export function modelOf(id: string, price: Price, more: Partial<ModelProfile> = {}): ModelProfile {
  return {
    id,
    name: id.toUpperCase(),
    provider: 'test',
    counting: exactBy('o200k_base'),
    contextWindow: 200_000,
    maxInputTokens: null,
    maxOutputTokens: 64_000,
    price,
    sources: ['settings'],
    disagreements: [],
    ...more,
  };
}

export const PRICED = modelOf('priced', {
  kind: 'perToken',
  inputUsdPerMillion: 2,
  outputUsdPerMillion: 10,
  cachedInputUsdPerMillion: null,
});
export const UNPRICED = modelOf('unpriced', { kind: 'unknown' });
export const INCLUDED = modelOf('included', { kind: 'included' });
const MODELS = [PRICED, UNPRICED, INCLUDED];

export interface RunningKeeper {
  readonly keeper: Keeper;
  readonly snapshots: LedgerSnapshot[];
  readonly alerts: Alert[];
  /** How often it said that another room is to be kept free. */
  readonly expectations: () => number;
  /** The first snapshot that satisfies the condition, from now on or the newest. */
  until(condition: (snapshot: LedgerSnapshot) => boolean): Promise<LedgerSnapshot>;
}

export interface TestStore {
  readonly store: string;
  /** A keeper of its own process, as far as the store can tell. */
  run(ports?: Partial<KeeperPorts>, place?: Partial<OpenLedger>): RunningKeeper;
  close(): Promise<void>;
}

export function testStore(): TestStore {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'context-budget-keeper-')));
  const store = join(folder, 'store');
  const running: Keeper[] = [];
  return {
    store,
    run: (ports = {}, place = {}) => {
      const started = runKeeper(ports);
      running.push(started.keeper);
      started.keeper.open({ store, roots: [folder], live: true, ...place });
      return started;
    },
    close: async () => {
      await Promise.all(running.map((keeper) => keeper.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A keeper without a store. */
export function runKeeper(ports: Partial<KeeperPorts> = {}): RunningKeeper {
  const snapshots: LedgerSnapshot[] = [];
  const alerts: Alert[] = [];
  let expectations = 0;
  const keeper = new Keeper({
    now: Date.now,
    model: (name) => Promise.resolve(modelNamed(name)),
    models: () => Promise.resolve(MODELS),
    onSnapshot: (snapshot) => snapshots.push(snapshot),
    onAlerts: (raised) => alerts.push(...raised),
    onExpectation: () => expectations++,
    ...ports,
  });
  return {
    keeper,
    snapshots,
    alerts,
    expectations: () => expectations,
    until: async (condition) => {
      const end = Date.now() + 10_000;
      for (;;) {
        const last = snapshots.at(-1);
        if (last !== undefined && condition(last)) return last;
        if (Date.now() > end) throw new Error(`No such snapshot; the last is ${JSON.stringify(last)}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
}

function modelNamed(name: string): Result<ModelProfile | null> {
  const model = MODELS.find(({ id }) => id === name);
  return model === undefined ? fail('unknown_model', `There is no model ${name}.`) : ok(model);
}

/** Records the outcome of a task that is named. */
export async function recorded(
  { keeper }: RunningKeeper,
  report: Partial<OutcomeReport> = {},
): Promise<RecordedOutcome> {
  const done = await recordReported(keeper, {
    task: 'Fix the login',
    budgetUsed: 1_000,
    success: true,
    quality: 90,
    ...report,
  });
  return value(done);
}

export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

export function codeOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code;
}
