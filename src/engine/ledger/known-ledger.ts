import { catchUp } from '../../core/budget/ledger/catch-up.ts';
import { nextWake } from '../../core/budget/ledger/expire.ts';
import {
  EMPTY_LEDGER,
  type Ledger,
  type StoredLedger,
  storedLedger,
  withRecords,
} from '../../core/budget/ledger/ledger.ts';
import { type LimitAlert, limitAlerts } from '../../core/budget/ledger/limit-alerts.ts';
import type { QueueExit } from '../../core/budget/ledger/queue.ts';
import { standings } from '../../core/budget/ledger/room.ts';
import { NO_USAGE } from '../../core/budget/ledger/usage-totals.ts';
import type { LedgerRecord } from '../../core/facts/ledger-record.ts';

/** A timer holds 24.8 days at most; nothing is lost by looking more often. */
const LONGEST_SLEEP_MS = 3_600_000;

/** What this process knows of the ledger, and the records that it heard of since. */
export class KnownLedger {
  #ledger: Ledger = EMPTY_LEDGER;
  #heard: LedgerRecord[] = [];

  get ledger(): Ledger {
    return this.#ledger;
  }

  /** Records that count from the next operation on. */
  hear(records: readonly LedgerRecord[]): void {
    this.#heard.push(...records);
  }

  /** Records that count at once. */
  add(records: readonly LedgerRecord[]): void {
    this.#ledger = withRecords(this.#ledger, records);
  }

  /** The history was cleared. */
  forgetUsage(): void {
    this.#ledger = Object.freeze({ ...this.#ledger, usage: NO_USAGE });
    this.#heard = [];
  }

  replace(ledger: Ledger): void {
    this.#ledger = ledger;
  }

  /** Takes in what was heard. */
  takeIn(): void {
    this.add(this.#heard.splice(0));
  }

  /** Takes in what was heard, and what others saved. @returns who has left the queue by that */
  catchUp(stored: StoredLedger, now: number): readonly QueueExit[] {
    const { ledger, left } = catchUp(this.#ledger, stored, this.#heard.splice(0), now);
    this.#ledger = ledger;
    return left;
  }

  /** Alerts that nobody has raised. */
  dueAlerts(now: number, taskId: string | null): readonly LimitAlert[] {
    return limitAlerts(standings(this.#ledger, now), new Set(this.#ledger.raised), now, taskId);
  }

  /** Ms until something changes by time alone, or it is time to look all the same. */
  untilChange(now: number): number {
    const ends = standings(this.#ledger, now).map(({ period }) => period.end);
    const change = Math.min(nextWake(this.#ledger, now) ?? Infinity, ...ends);
    return Math.min(Math.max(1, change - now), LONGEST_SLEEP_MS);
  }
}

/** What goes into the file: the same state where nothing that it holds has changed, as that is not written. */
export function toSave(stored: StoredLedger, ledger: Ledger): StoredLedger {
  const next = storedLedger(ledger);
  return JSON.stringify(next) === JSON.stringify(stored) ? stored : next;
}
