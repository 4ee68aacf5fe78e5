import { catchUp } from '../../core/budget/ledger/catch-up.ts';
import { nextWake } from '../../core/budget/ledger/expire.ts';
import {
  EMPTY_LEDGER,
  type Ledger,
  type StoredLedger,
  storedLedger,
  withRecords,
} from '../../core/budget/ledger/ledger.ts';
import {
  cancelWaiting,
  resetUsage,
  trackUsage,
  type UnreservedUsage,
} from '../../core/budget/ledger/ledger-changes.ts';
import { type LimitAlert, limitAlerts, raiseLimitAlerts } from '../../core/budget/ledger/limit-alerts.ts';
import type { QueueExit } from '../../core/budget/ledger/queue.ts';
import { reserve, type ReserveRequest } from '../../core/budget/ledger/reserve.ts';
import { standings } from '../../core/budget/ledger/room.ts';
import { commit, release } from '../../core/budget/ledger/settle-reservation.ts';
import { NO_USAGE, settle } from '../../core/budget/ledger/usage-totals.ts';
import type { Amounts } from '../../core/facts/amounts.ts';
import type { LedgerRecord, Reservation } from '../../core/facts/ledger-record.ts';
import type { Scope } from '../../core/facts/limit.ts';
import { fail, type Failure, ok, type Result } from '../../core/facts/result.ts';
import type { History, HistoryNews } from '../../node/store/history.ts';
import type { SharedLedger } from '../../node/store/shared-ledger.ts';
import { isOfLedger, type WorkspaceRecord } from '../../node/store/workspace-record.ts';

/** Of pruned ones the ledger's own checkpoint tells. */
const LEDGER_RECORDS = { kinds: new Set(['usage', 'reset']), states: false };
/** A timer holds 24.8 days at most; nothing is lost by looking more often. */
const LONGEST_SLEEP_MS = 3_600_000;

/** What an operation makes of the ledger. */
export interface Operated<A> {
  readonly ledger: Ledger;
  readonly left?: readonly QueueExit[];
  /** To be appended before the ledger is saved. */
  readonly record?: LedgerRecord;
  readonly answer: A;
}

export type Operation<A> = (ledger: Ledger, now: number) => Result<Operated<A>>;

export interface Done<A> {
  readonly answer: A;
  /** Raised by this operation. */
  readonly alerts: readonly LimitAlert[];
}

export interface LimitsOptions {
  readonly history: History<WorkspaceRecord>;
  readonly shared: SharedLedger<StoredLedger>;
  /** Epoch ms. */
  readonly now: () => number;
  /** Whether changes of other processes are followed. */
  readonly follows: boolean;
  readonly changed: () => void;
  /** Alerts that nobody's request raised: of usage that other processes recorded. */
  readonly raised: (alerts: readonly LimitAlert[]) => void;
}

interface Waiter {
  readonly granted: (answer: Result<Reservation>) => void;
}

/**
 * The resident that owns what this process knows of limits, usage and reservations. Whatever decides on them runs under
 * the store's lock, on what every process has written by then (spec C6–C8).
 */
export class Limits {
  readonly #options: LimitsOptions;
  #ledger: Ledger = EMPTY_LEDGER;
  #pending: LedgerRecord[] = [];
  readonly #waiters = new Map<string, Waiter>();
  #opening: Promise<Result<null>> | null = null;
  readonly #stops: (() => unknown)[] = [];
  #timer: NodeJS.Timeout | null = null;
  #trouble: Failure | null = null;
  #isRefreshing = false;
  #isClosed = false;
  /** One operation after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: LimitsOptions) {
    this.#options = options;
  }

  /** As this process knows it; empty until `opened`. */
  get ledger(): Ledger {
    return this.#ledger;
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

  /** The ledger with everything that every process has written by now. Fails with `store_unreadable`. */
  fresh(): Promise<Result<Ledger>> {
    return this.#inTurn(async () => {
      const opened = await this.opened();
      if (!opened.ok) return opened;
      // what it finds is told, and pending then
      const looked = await this.#options.history.load();
      if (!looked.ok) return looked;
      if (this.#waiters.size === 0) await this.#takeIn();
      return ok(this.#ledger);
    });
  }

  /**
   * Runs an operation on the newest state and saves what it gives. Own failures: those of `SharedLedger.change`; what
   * was recorded by then counts all the same.
   */
  change<A>(operation: Operation<A>, taskId: string | null = null): Promise<Result<Done<A>>> {
    return this.#inTurn(async () => {
      const opened = await this.opened();
      if (!opened.ok) return opened;
      const { history, shared, now } = this.#options;
      const made: { after: Operated<A> | null; refused: boolean } = { after: null, refused: false };
      const done = await shared.change<Done<A>>(async (stored) => {
        // what others have recorded up to this moment
        await history.load();
        const at = now();
        const caught = this.#catchUp(stored, at);
        const operated = operation(caught, at);
        if (!operated.ok) {
          made.refused = true;
          return operated;
        }
        const { ledger, record, answer } = operated.value;
        if (record !== undefined) {
          const appended = await history.append(record);
          if (!appended.ok) return appended;
          // should the ledger's file refuse, the usage counts all the same
          this.#ledger = withRecords(caught, [record]);
        }
        const raised = raiseLimitAlerts(ledger, at, taskId);
        made.after = { ...operated.value, ledger: raised.ledger };
        return ok({ state: nextState(stored, raised.ledger), answer: { answer, alerts: raised.alerts } });
      });
      if (done.ok && made.after !== null) {
        this.#ledger = withRecords(made.after.ledger, this.#pending.splice(0));
        this.#answer(made.after.left ?? []);
      }
      this.#trouble = done.ok || made.refused ? null : done.error;
      this.#sleep();
      this.#options.changed();
      return done;
    });
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
    const tracked = trackUsage(this.#ledger, usage, at);
    if (!tracked.ok) return tracked;
    const appended = await history.append(tracked.value.record);
    if (!appended.ok) return appended;
    if (appended.value === 'known') return ok([]);
    this.#ledger = withRecords(this.#ledger, [tracked.value.record]);
    const due = this.#dueAlerts(taskId);
    if (due.length === 0 && this.#waiters.size === 0) return ok([]);
    const raised = await this.change((ledger) => ok({ ledger, answer: null }), taskId);
    if (raised.ok) return ok(raised.value.alerts);
    // the file refuses: they are told, and once by this process at least
    this.#ledger = raiseLimitAlerts(this.#ledger, at, taskId).ledger;
    return ok(due);
  }

  /**
   * Holds room for work to come (spec C7, C8). With `wait` it answers when the room is there: `wait_expired` and
   * `unknown_request` (cancelled) end the waiting.
   */
  async reserve(request: Omit<ReserveRequest, 'now'>): Promise<Result<Reservation>> {
    let waiting: Promise<Result<Reservation>> | null = null;
    const done = await this.change((ledger, now) => {
      const reserved = reserve(ledger, { ...request, now });
      if (!reserved.ok) return reserved;
      const { reservation, left } = reserved.value;
      if (reservation === null)
        waiting = new Promise((granted) => this.#waiters.set(request.id, { granted }));
      return ok({ ledger: reserved.value.ledger, left, answer: reservation });
    });
    if (!done.ok) {
      this.#waiters.delete(request.id);
      return done;
    }
    const { answer } = done.value;
    return answer === null ? (waiting ?? this.#notWaiting(request.id)) : ok(answer);
  }

  /** @returns what went beyond the reservation. Errors: those of `commit`. */
  commit(id: string, actual: Amounts, taskId: string | null): Promise<Result<Done<Amounts>>> {
    return this.change((ledger, now) => {
      const done = commit(ledger, id, actual, now);
      return done.ok ? ok({ ...done.value, answer: done.value.overrun }) : done;
    }, taskId);
  }

  /** Errors: those of `release`. */
  release(id: string): Promise<Result<Done<null>>> {
    return this.change((ledger, now) => {
      const done = release(ledger, id, now);
      return done.ok ? ok({ ...done.value, answer: null }) : done;
    });
  }

  /** Errors: `unknown_request`. */
  cancel(id: string): Promise<Result<Done<null>>> {
    return this.change((ledger, now) => {
      const done = cancelWaiting(ledger, id, now);
      return done.ok ? ok({ ...done.value, answer: null }) : done;
    });
  }

  reset(scope: Scope): Promise<Result<Done<null>>> {
    return this.change((ledger, now) => ok({ ...resetUsage(ledger, scope, now), answer: null }));
  }

  /** After the history was cleared. The marker tells those who still know what was used that it stopped counting. */
  forget(): Promise<Result<Done<null>>> {
    return this.change((ledger, now) => {
      const unused = Object.freeze({ ...ledger, usage: NO_USAGE, raised: [] });
      return ok({ ...resetUsage(unused, 'workspace', now), answer: null });
    });
  }

  /** What is older than a week goes into the checkpoint, so that its records may be pruned. */
  settle(): Promise<Result<Done<null>>> {
    return this.change((ledger, now) =>
      ok({ ledger: Object.freeze({ ...ledger, usage: settle(ledger.usage, now) }), answer: null }),
    );
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const closing = fail('cancelled', 'The workspace was closed.');
    for (const { granted } of this.#waiters.values()) granted(closing);
    this.#waiters.clear();
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
      this.#ledger = withRecords(this.#ledger, records);
    }
    if (follows && !this.#isClosed) this.#stops.push(shared.follow(() => this.#refresh()));
    this.#options.changed();
    this.#sleep();
    this.#refresh();
    return ok(null);
  }

  #take({ cleared, records }: HistoryNews<WorkspaceRecord>): void {
    if (cleared) {
      this.#ledger = Object.freeze({ ...this.#ledger, usage: NO_USAGE });
      this.#pending = [];
    }
    const news = records.filter(isOfLedger);
    this.#pending.push(...news);
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
    const { follows, raised } = this.#options;
    const needsLock = await this.#inTurn(async () => {
      this.#isRefreshing = false;
      const opened = await this.opened();
      if (!opened.ok || this.#isClosed) return false;
      if (this.#waiters.size > 0) return true;
      await this.#takeIn();
      return follows && this.#dueAlerts(null).length > 0;
    });
    if (!needsLock) return;
    const done = await this.change((ledger) => ok({ ledger, answer: null }));
    if (done.ok) raised(done.value.alerts);
  }

  async #takeIn(): Promise<void> {
    const { state, trouble } = await this.#options.shared.read();
    this.#trouble = trouble;
    this.#catchUp(state, this.#options.now());
    this.#sleep();
    this.#options.changed();
  }

  #dueAlerts(taskId: string | null): readonly LimitAlert[] {
    const at = this.#options.now();
    return limitAlerts(standings(this.#ledger, at), new Set(this.#ledger.raised), at, taskId);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  #catchUp(stored: StoredLedger, now: number): Ledger {
    const { ledger, left } = catchUp(this.#ledger, stored, this.#pending.splice(0), now);
    this.#ledger = ledger;
    this.#answer(left);
    return ledger;
  }

  #answer(left: readonly QueueExit[]): void {
    for (const exit of left) {
      const waiter = this.#waiters.get(exit.id);
      this.#waiters.delete(exit.id);
      if (exit.as === 'granted') waiter?.granted(ok(exit.reservation));
      else if (exit.as === 'wait_expired')
        waiter?.granted(fail('wait_expired', 'Its time to wait is over.', { id: exit.id }));
      else if (exit.because === 'exceeds_limit')
        waiter?.granted(
          fail('exceeds_limit', 'A limit was lowered below what it asks for.', { id: exit.id }),
        );
      else waiter?.granted(fail('cancelled', 'It does not wait any more.', { id: exit.id }));
    }
  }

  #notWaiting(id: string): Result<Reservation> {
    return fail('unknown_request', `No request ${id} waits.`, { id });
  }

  /** Wakes when something changes by time alone. */
  #sleep(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#isClosed || !(this.#options.follows || this.#waiters.size > 0)) return;
    const now = this.#options.now();
    const ends = standings(this.#ledger, now).map(({ period }) => period.end);
    const wake = Math.min(nextWake(this.#ledger, now) ?? Infinity, ...ends);
    const pause = Math.min(Math.max(1, wake - now), LONGEST_SLEEP_MS);
    this.#timer = setTimeout(() => this.#refresh(), pause).unref();
  }
}

/** The same state where nothing that the file holds has changed: then it is not written. */
function nextState(stored: StoredLedger, ledger: Ledger): StoredLedger {
  const next = storedLedger(ledger);
  return JSON.stringify(next) === JSON.stringify(stored) ? stored : next;
}
