import { type ComputeBudgeter, trackUsage } from '../../core/budget/compute/budgeter.ts';
import { EMPTY_LEDGER, type Ledger } from '../../core/budget/ledger/ledger.ts';
import { unitsOf } from '../../core/facts/amounts.ts';
import type { ModelProfile } from '../../core/facts/model-profile.ts';
import { type Failure, fail, ok, type Result } from '../../core/facts/result.ts';
import { ALERT_SETTINGS, type AlertSettings, readAlertSettings } from '../../core/history/alert-settings.ts';
import type { Disk } from '../../node/store/disk.ts';
import type { ModelRetention } from '../../node/store/workspace-history.ts';
import type {
  Alert,
  LedgerSettings,
  LedgerSnapshot,
  OpenLedger,
  TaskContext,
} from '../../protocol/ledger.ts';
import type { PlannedFit, TaskOutlook } from '../task-outlook.ts';
import type { TaskQuestion } from './asked.ts';
import { noStore, type OpenedStore, openStore } from './opened-store.ts';
import { type Foresight, type Knowledge, predictedTask } from './predicted-task.ts';
import { isOfLimit, LimitsTold } from './limits-told.ts';
import { budgeterOf, DEFAULT_LEDGER_SETTINGS, NO_CONTEXT, readSettings } from './settings.ts';
import { limitStandings } from './standings.ts';
import { troubleOf } from './trouble.ts';

/** What the keeper needs from its thread. */
export interface KeeperPorts {
  /** Epoch ms. */
  readonly now: () => number;
  /** A model by the name that a user gives. Error: `unknown_model`. */
  readonly model: (name: string) => Promise<Result<ModelProfile | null>>;
  /** All that are known. */
  readonly models: () => Promise<readonly ModelProfile[]>;
  readonly onSnapshot: (snapshot: LedgerSnapshot) => void;
  /** Raised by this process. */
  readonly onAlerts: (alerts: readonly Alert[]) => void;
  /** The answer to the task on show takes more or less than was said. */
  readonly onExpectation: () => void;
  /** After so long without a request the store is maintained; by default half a minute. */
  readonly idleMs?: number;
  readonly disk?: Disk;
  /** How long records of requests to models stay; by default as the store has it. */
  readonly modelRetention?: () => ModelRetention;
  /** After so long what the disk refused is tried again, ms. */
  readonly retryMs?: () => number;
}

/** A burst of changes makes one snapshot; typing is not disturbed (the views promise 250 ms after the plan). */
const SNAPSHOT_PAUSE_MS = 100;

/** After a store could not be read. */
const TRY_AGAIN_MS = 10_000;

const NOTHING_PLANNED: PlannedFit = Object.freeze({
  task: '',
  model: null,
  promptTokens: null,
  files: Object.freeze([]),
});

/**
 * The resident that knows what tasks take and may take: the open store, what was learned and used, and the task on show.
 * Requests that need more than the present state are in files of their own.
 */
export class Keeper implements TaskOutlook {
  readonly ports: KeeperPorts;
  readonly alerts = new LimitsTold();
  settings: LedgerSettings = DEFAULT_LEDGER_SETTINGS;
  context: TaskContext = NO_CONTEXT;
  /** When an outcome raises an alert. */
  alertSettings: AlertSettings = ALERT_SETTINGS;
  /** Why they are the defaults although something else is set. */
  #wrongAlerts: Failure | null = null;
  #store: OpenedStore | null = null;
  #closing: Promise<void> = Promise.resolve();
  readonly #nowhere = noStore();
  #isLive = false;
  #planned = NOTHING_PLANNED;
  /** Compute units that the tasks of this window used, hundredths. */
  #computeUsed = 0;
  /** Of the last snapshot. */
  #promised: Foresight | null = null;
  #revision = 0;
  #timer: NodeJS.Timeout | null = null;
  /** What was said of the task on show, and to the engine. */
  #expected: { readonly task: string; readonly model: ModelProfile; readonly tokens: number | null } | null =
    null;

  constructor(ports: KeeperPorts) {
    this.ports = ports;
  }

  open(place: OpenLedger | null): void {
    // without a folder there is still a window
    this.#isLive = place?.live ?? true;
    if (place !== null && JSON.stringify(this.#store?.place) === JSON.stringify(place)) return;
    this.#close();
    if (place !== null) {
      const { idleMs, disk, modelRetention, retryMs } = this.ports;
      this.#store = openStore({
        place,
        settings: () => this.settings,
        alerts: () => this.alertSettings,
        now: () => this.ports.now(),
        changed: () => this.#schedule(),
        raised: (alerts) => this.raise(alerts),
        ...(idleMs === undefined ? {} : { idleMs }),
        ...(disk === undefined ? {} : { disk }),
        ...(modelRetention === undefined ? {} : { modelRetention }),
        ...(retryMs === undefined ? {} : { retryMs }),
      });
      if (place.live) this.#begin(this.#store);
    }
    this.#schedule();
  }

  configure(settings: LedgerSettings): void {
    this.settings = readSettings(settings);
    const alerts = readAlertSettings(settings.alertThresholds);
    this.alertSettings = alerts.ok ? alerts.value : ALERT_SETTINGS;
    this.#wrongAlerts = alerts.ok ? null : alerts.error;
    this.#promised = null;
    this.#schedule();
  }

  describe(context: TaskContext): void {
    this.context = context;
    this.#schedule();
  }

  planned(fit: PlannedFit): void {
    this.#store?.busy();
    this.#planned = fit;
    this.#schedule();
  }

  expect(task: string, model: ModelProfile): Promise<number | null> {
    const expected = this.#expectation(task, model);
    this.#expected = { task, model, tokens: expected };
    return Promise.resolve(expected);
  }

  async expectSurely(task: string, model: ModelProfile): Promise<number | null> {
    await this.#store?.learning.learn();
    return this.expect(task, model);
  }

  /** The open store. Error: `no_store`. */
  get store(): Result<OpenedStore> {
    if (this.#store !== null) {
      this.#store.busy();
      return ok(this.#store);
    }
    return fail(
      'no_store',
      'No folder is open, so that there is no history. Open one, or name it by --store.',
    );
  }

  /** Everything that a prediction rests on. Errors: those of the settings' levels. */
  knowledge(): Result<Knowledge> {
    const budgeter = this.#budgeter();
    if (!budgeter.ok) return budgeter;
    const { learning, key } = this.#store ?? this.#nowhere;
    const { settings, ledger, ports } = this;
    const levelUses = this.#store?.levels.uses ?? [];
    return ok({
      learning,
      ledger,
      budgeter: budgeter.value,
      levelUses,
      settings,
      key: key(),
      now: ports.now(),
    });
  }

  get ledger(): Ledger {
    return this.#store?.limits.ledger ?? EMPTY_LEDGER;
  }

  /** The task on show; null without one. */
  get shown(): TaskQuestion | null {
    const { task, model, promptTokens, files } = this.#planned;
    if (task.trim() === '') return null;
    return { ...this.#question(task, model, files), promptTokens };
  }

  /** The task on show as it was shown: what was promised. */
  promised(question: TaskQuestion): Result<Foresight> {
    const shown = this.#promised;
    const isShown = shown !== null && JSON.stringify(shown.question) === JSON.stringify(question);
    return isShown ? ok(shown) : this.foresee(question);
  }

  /** A task, predicted by what is known now. */
  foresee(question: TaskQuestion): Result<Foresight> {
    const knowledge = this.knowledge();
    return knowledge.ok ? predictedTask(question, knowledge.value) : knowledge;
  }

  /** What the tasks of this window used of the compute units that they may take together. */
  useCompute(hundredths: number): void {
    this.#computeUsed += hundredths;
  }

  forgetCompute(): void {
    this.#computeUsed = 0;
  }

  /** Tells alerts that were raised here. */
  raise(alerts: readonly Alert[]): void {
    if (alerts.length === 0) return;
    this.alerts.add(alerts.filter(isOfLimit));
    this.ports.onAlerts(alerts);
    this.#schedule();
  }

  get trouble(): string | null {
    if (this.#store === null) return this.#wrongAlerts?.message ?? null;
    const { history, learning, limits } = this.#store;
    return troubleOf(history.status(), [learning.trouble, limits.trouble, this.#wrongAlerts], this.#isLive);
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#close();
    await this.#closing;
  }

  #close(): void {
    const store = this.#store;
    this.#store = null;
    this.#promised = null;
    this.alerts.clear();
    if (store !== null) this.#closing = Promise.all([this.#closing, store.close()]).then(() => undefined);
  }

  /** Start-up does not wait for it: what was there before is read when others have had their turn. */
  #begin(store: OpenedStore, pause = 0): void {
    setTimeout(() => {
      if (this.#store === store) void this.#read(store);
    }, pause).unref();
  }

  async #read(store: OpenedStore): Promise<void> {
    const [opened, learned] = await Promise.all([store.limits.opened(), store.learning.learn()]);
    await store.levels.opened();
    if (!opened.ok || !learned.ok) this.#begin(store, TRY_AGAIN_MS);
    this.#schedule();
  }

  #budgeter(): Result<ComputeBudgeter> {
    const fresh = budgeterOf(this.settings);
    return fresh.ok ? trackUsage(fresh.value, unitsOf(this.#computeUsed)) : fresh;
  }

  #question(task: string, model: ModelProfile | null, files: readonly string[]): TaskQuestion {
    const { more, level, tenant } = this.context;
    const known = { files, ...(model === null ? {} : { model: model.id }) };
    return { sources: [task, more, known], level, tenant, model, promptTokens: null };
  }

  #expectation(task: string, model: ModelProfile): number | null {
    if (task.trim() === '') return null;
    const foresight = this.foresee(this.#question(task, model, []));
    return foresight.ok ? foresight.value.answer.prediction.requestCap : null;
  }

  #schedule(): void {
    if (!this.#isLive || this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#tell();
    }, SNAPSHOT_PAUSE_MS).unref();
  }

  #tell(): void {
    const { ports, ledger } = this;
    const now = ports.now();
    this.alerts.see(ledger, now);
    ports.onSnapshot(this.#snapshot(now));
    const expected = this.#expected;
    if (expected === null) return;
    if (this.#expectation(expected.task, expected.model) !== expected.tokens) {
      // asked anew, the engine has the new one
      this.#expected = null;
      ports.onExpectation();
    }
  }

  #snapshot(now: number): LedgerSnapshot {
    const { shown, ledger } = this;
    const { learning } = this.#store ?? this.#nowhere;
    const foresight = shown === null ? null : this.foresee(shown);
    this.#promised = foresight?.ok === true ? foresight.value : null;
    return {
      revision: ++this.#revision,
      state: this.#store === null ? 'closed' : learning.isSettled ? 'ready' : 'loading',
      records: learning.records,
      trouble: this.trouble,
      task: foresight?.ok === true ? foresight.value.answer : null,
      failure: foresight?.ok === false ? foresight.error : null,
      standings: limitStandings(ledger, now),
      alerts: this.alerts.newest(learning.recent.alerts),
    };
  }
}
