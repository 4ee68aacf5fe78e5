import { type Ledger, type StoredLedger, withRecords } from '../../core/budget/ledger/ledger.ts';
import { trackUsage, type UnreservedUsage } from '../../core/budget/ledger/ledger-changes.ts';
import { type LimitAlert, raiseLimitAlerts } from '../../core/budget/ledger/limit-alerts.ts';
import type { ReserveRequest } from '../../core/budget/ledger/reserve.ts';
import type { Amounts } from '../../core/facts/amounts.ts';
import type { LedgerRecord, Reservation } from '../../core/facts/ledger-record.ts';
import type { Scope } from '../../core/facts/limit.ts';
import { fail, type Failure, ok, type Result } from '../../core/facts/result.ts';
import type { History, HistoryNews } from '../../node/store/history.ts';
import { oneAtATime } from '../../node/store/one-at-a-time.ts';
import type { SharedLedger } from '../../node/store/shared-ledger.ts';
import { isOfLedger, type WorkspaceRecord } from '../../node/store/workspace-record.ts';
import { KnownLedger, toSave } from './known-ledger.ts';
import {
  cancelling,
  committing,
  type Done,
  forgetting,
  type Operation,
  releasing,
  reserving,
  resetting,
  settling,
  takingIn,
} from './limit-operations.ts';
import { inOneTurn, type SharedTurn, type WaitingOperation, waitingOperation } from './shared-turn.ts';
import { WaitingRequests } from './waiting-requests.ts';

/** Of pruned ones the ledger's own checkpoint tells. */
const LEDGER_RECORDS = { kinds: new Set(['usage', 'reset']), states: false };

export interface LimitsOptions {
  readonly history: History<WorkspaceRecord>;
  readonly shared: SharedLedger<StoredLedger>;
  /** Epoch ms. */
  readonly now: () => number;
  /** Whether changes of other processes are followed. */
  readonly follows: boolean;
  readonly changed: () => void;
  /** Tells every record of the ledger that comes by, those of the past at the opening. */
  readonly seen?: (records: readonly LedgerRecord[]) => void;
  /** Alerts that nobody's request raised: of usage that other processes recorded. */
  readonly raised: (alerts: readonly LimitAlert[]) => void;
}

/**
 * The resident that owns what this process knows of limits, usage and reservations. Whatever decides on them runs under
 * the store's lock, on what every process has written by then (spec C6–C8).
 */
export class Limits {
  readonly #options: LimitsOptions;
  readonly #known = new KnownLedger();
  readonly #waiting = new WaitingRequests();
  #opening: Promise<Result<null>> | null = null;
  readonly #stops: (() => unknown)[] = [];
  #timer: NodeJS.Timeout | null = null;
  #trouble: Failure | null = null;
  #isRefreshing = false;
  #isClosed = false;
  /** One turn after the other. */
  readonly #inTurn = oneAtATime();
  /** A look that has not begun. */
  #looking: Promise<Result<Ledger>> | null = null;
  /** Operations that share the next turn. */
  readonly #next: WaitingOperation[] = [];

  constructor(options: LimitsOptions) {
    this.#options = options;
  }

  /** As this process knows it; empty until `opened`. */
  get ledger(): Ledger {
    return this.#known.ledger;
  }

  /** Why the file cannot be used, or could not the last time; null: all is well. */
  get trouble(): Failure | null {
    return this.#trouble;
  }

  /** Reads file and records, if nobody has. Fails with `store_unreadable`. */
  opened(): Promise<Result<null>> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /**
   * The ledger with everything that every process has written by now; who asks before it is that one's turn shares it.
   * Fails with `store_unreadable`.
   */
  fresh(): Promise<Result<Ledger>> {
    this.#looking ??= this.#inTurn(async () => {
      this.#looking = null;
      const opened = await this.opened();
      if (!opened.ok) return opened;
      // what it finds is told, and pending then
      const looked = await this.#options.history.load();
      if (!looked.ok) return looked;
      if (this.#waiting.isEmpty) await this.#takeIn();
      return ok(this.ledger);
    });
    return this.#looking;
  }

  /**
   * Runs an operation on the newest state and saves what it gives; those that wait for their turn share one lock and one
   * write. Own failures: those of `SharedLedger.change`; what was recorded by then counts all the same.
   */
  change<A>(operation: Operation<A>, taskId: string | null = null): Promise<Result<Done<A>>> {
    return new Promise((resolve, reject) => {
      this.#next.push(waitingOperation(operation, taskId, { settled: resolve, crashed: reject }));
      // the first of them takes the others along
      if (this.#next.length === 1) void this.#inTurn(() => this.#takeTurn());
    });
  }

  async #takeTurn(): Promise<void> {
    const operations = this.#next.splice(0);
    try {
      await this.#changeAll(operations);
    } catch (error) {
      for (const { crashed } of operations) crashed(error);
    }
  }

  async #changeAll(operations: readonly WaitingOperation[]): Promise<void> {
    const opened = await this.opened();
    if (!opened.ok) {
      for (const { settle } of operations) settle(opened);
      return;
    }
    const { history, shared, now } = this.#options;
    let notRecorded = false;
    const done = await shared.change<SharedTurn>(async (stored) => {
      // what others have recorded up to this moment
      await history.load();
      const at = now();
      const caught = this.#catchUp(stored, at);
      const turn = inOneTurn(caught, operations, at);
      const appended = await Promise.all(
        turn.records.map(async (record) => ({ record, result: await history.append(record) })),
      );
      // should the ledger's file refuse, the usage counts all the same
      const recorded = appended.filter(({ result }) => result.ok).map(({ record }) => record);
      this.#known.replace(withRecords(caught, recorded));
      const failed = appended.find(({ result }) => !result.ok)?.result;
      if (failed?.ok === false) {
        notRecorded = true;
        return failed;
      }
      const isRefused = turn.results.every(({ ok }) => !ok);
      return ok({ state: isRefused ? stored : toSave(stored, turn.ledger), answer: turn });
    });
    if (notRecorded && operations.length > 1) {
      // one of them fails for itself alone; what the others recorded is known by its id
      for (const operation of operations) await this.#changeAll([operation]);
      return;
    }
    if (done.ok && done.value.results.some(({ ok }) => ok)) {
      this.#known.replace(done.value.ledger);
      this.#known.takeIn();
      this.#waiting.answer(done.value.left);
    }
    this.#trouble = done.ok ? null : done.error;
    this.#sleep();
    this.#options.changed();
    for (const [index, { settle }] of operations.entries())
      settle(done.ok ? (done.value.results[index] ?? ok([])) : done);
  }

  /**
   * Records usage that happened. Nothing can refuse it, so that it needs no lock: the record is appended, and only an
   * alert that is due, or somebody who waits, needs the ledger itself. A known id adds nothing. Errors:
   * `invalid_request`, `invalid_cost`.
   */
  async track(usage: UnreservedUsage, taskId: string): Promise<Result<readonly LimitAlert[]>> {
    await this.opened();
    const { history, now } = this.#options;
    const at = now();
    const tracked = trackUsage(this.ledger, usage, at);
    if (!tracked.ok) return tracked;
    const appended = await history.append(tracked.value.record);
    if (!appended.ok) return appended;
    if (appended.value === 'known') return ok([]);
    this.#known.add([tracked.value.record]);
    const due = this.#known.dueAlerts(now(), taskId);
    if (due.length === 0 && this.#waiting.isEmpty) return ok([]);
    const raised = await this.change(takingIn, taskId);
    if (raised.ok) return ok(raised.value.alerts);
    // the file refuses: they are told, and once by this process at least
    this.#known.replace(raiseLimitAlerts(this.ledger, at, taskId).ledger);
    return ok(due);
  }

  /**
   * Holds room for work to come (spec C7, C8). With `wait` it answers when the room is there: `wait_expired` and
   * `unknown_request` (cancelled) end the waiting.
   */
  async reserve(request: Omit<ReserveRequest, 'now'>): Promise<Result<Reservation>> {
    const operation = reserving(request);
    let waiting: Promise<Result<Reservation>> | null = null;
    const done = await this.change((ledger, now) => {
      const reserved = operation(ledger, now);
      if (reserved.ok && reserved.value.answer === null) waiting = this.#waiting.wait(request.id);
      return reserved;
    });
    if (!done.ok) {
      this.#waiting.forget(request.id);
      return done;
    }
    const { answer } = done.value;
    return answer === null
      ? (waiting ?? fail('unknown_request', `No request ${request.id} waits.`, { id: request.id }))
      : ok(answer);
  }

  /** @returns what went beyond the reservation. Errors: those of `commit`. */
  commit(id: string, actual: Amounts, taskId: string | null): Promise<Result<Done<Amounts>>> {
    return this.change(committing(id, actual), taskId);
  }

  /** Errors: those of `release`. */
  release(id: string): Promise<Result<Done<null>>> {
    return this.change(releasing(id));
  }

  /** Errors: `unknown_request`. */
  cancel(id: string): Promise<Result<Done<null>>> {
    return this.change(cancelling(id));
  }

  reset(scope: Scope): Promise<Result<Done<null>>> {
    return this.change(resetting(scope));
  }

  /** After the history was cleared. */
  forget(): Promise<Result<Done<null>>> {
    return this.change(forgetting);
  }

  /** So that records of usage that are older than a week may be pruned. */
  settle(): Promise<Result<Done<null>>> {
    return this.change(settling);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#waiting.close();
    await Promise.all(this.#stops.splice(0).map((stop) => stop()));
  }

  async #open(): Promise<Result<null>> {
    const { history, shared, follows } = this.#options;
    const loaded = await history.load();
    if (!loaded.ok) {
      // asked again, it tries again
      this.#opening = null;
      return loaded;
    }
    this.#stops.push(history.follow((news) => this.#take(news)));
    const replay = await history.replay(LEDGER_RECORDS);
    if (!replay.ok) {
      this.#opening = null;
      return replay;
    }
    const { state, trouble } = await shared.read();
    this.#trouble = trouble;
    // the checkpoint first: what it has settled is passed over
    this.#catchUp(state, this.#options.now());
    for await (const batch of replay.value.batches) {
      const records = batch.filter(isOfLedger);
      this.#known.add(records);
      this.#options.seen?.(records);
    }
    if (follows && !this.#isClosed) this.#stops.push(shared.follow(() => this.#refresh()));
    this.#options.changed();
    this.#sleep();
    this.#refresh();
    return ok(null);
  }

  #take({ cleared, records }: HistoryNews<WorkspaceRecord>): void {
    if (cleared) this.#known.forgetUsage();
    const news = records.filter(isOfLedger);
    this.#known.hear(news);
    this.#options.seen?.(news);
    if (cleared || news.length > 0) this.#refresh();
  }

  /** Takes in what others did, soon. */
  #refresh(): void {
    if (this.#isRefreshing || this.#isClosed) return;
    this.#isRefreshing = true;
    void this.#catchUpNow();
  }

  /** Who waits here may be granted room, and alerts may be due: that needs the lock. */
  async #catchUpNow(): Promise<void> {
    const { follows, now, raised } = this.#options;
    const needsLock = await this.#inTurn(async () => {
      this.#isRefreshing = false;
      const opened = await this.opened();
      if (!opened.ok || this.#isClosed) return false;
      if (!this.#waiting.isEmpty) return true;
      await this.#takeIn();
      return follows && this.#known.dueAlerts(now(), null).length > 0;
    });
    if (!needsLock) return;
    const done = await this.change(takingIn);
    if (done.ok) raised(done.value.alerts);
  }

  async #takeIn(): Promise<void> {
    const { state, trouble } = await this.#options.shared.read();
    this.#trouble = trouble;
    this.#catchUp(state, this.#options.now());
    this.#sleep();
    this.#options.changed();
  }

  #catchUp(stored: StoredLedger, now: number): Ledger {
    const left = this.#known.catchUp(stored, now);
    this.#waiting.answer(left);
    return this.ledger;
  }

  /** Wakes when something changes by time alone. */
  #sleep(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const { follows, now } = this.#options;
    if (this.#isClosed || !(follows || !this.#waiting.isEmpty)) return;
    this.#timer = setTimeout(() => this.#refresh(), this.#known.untilChange(now())).unref();
  }
}
