import type { Ledger } from '../../core/budget/ledger/ledger.ts';
import { type LimitAlert, raiseLimitAlerts } from '../../core/budget/ledger/limit-alerts.ts';
import type { QueueExit } from '../../core/budget/ledger/queue.ts';
import type { LedgerRecord } from '../../core/facts/ledger-record.ts';
import { ok, type Result } from '../../core/facts/result.ts';
import type { Done, Operated, Operation } from './limit-operations.ts';

/** An operation that waits for its turn. */
export interface WaitingOperation {
  readonly taskId: string | null;
  readonly operate: (ledger: Ledger, now: number) => Result<Omit<Operated<unknown>, 'answer'>>;
  /** Tells whoever asked for it: the alerts that it raised, or why it was refused. */
  readonly settle: (result: Result<readonly LimitAlert[]>) => void;
  /** Tells of a bug. */
  readonly crashed: (error: unknown) => void;
}

/** @param told `settled` gets the answer of the operation with the alerts that it raised */
export function waitingOperation<A>(
  operation: Operation<A>,
  taskId: string | null,
  told: {
    readonly settled: (result: Result<Done<A>>) => void;
    readonly crashed: (error: unknown) => void;
  },
): WaitingOperation {
  let made: { readonly answer: A } | null = null;
  return {
    taskId,
    operate: (ledger, now) => {
      const operated = operation(ledger, now);
      made = operated.ok ? operated.value : null;
      return operated;
    },
    settle: (result) => {
      if (!result.ok) told.settled(result);
      else if (made !== null) told.settled(ok({ answer: made.answer, alerts: result.value }));
    },
    crashed: told.crashed,
  };
}

/** What operations that share a turn make of the ledger. */
export interface SharedTurn {
  readonly ledger: Ledger;
  /** To be appended before the ledger is saved. */
  readonly records: readonly LedgerRecord[];
  readonly left: readonly QueueExit[];
  /** In the order of the operations. */
  readonly results: readonly Result<readonly LimitAlert[]>[];
}

/** Each works on what those before it have left, as if each had a turn of its own; one that is refused changes nothing. */
export function inOneTurn(ledger: Ledger, operations: readonly WaitingOperation[], now: number): SharedTurn {
  let current = ledger;
  const records: LedgerRecord[] = [];
  const left: QueueExit[] = [];
  const results = operations.map(({ operate, taskId }): Result<readonly LimitAlert[]> => {
    const operated = operate(current, now);
    if (!operated.ok) return operated;
    const raised = raiseLimitAlerts(operated.value.ledger, now, taskId);
    current = raised.ledger;
    if (operated.value.record !== undefined) records.push(operated.value.record);
    left.push(...(operated.value.left ?? []));
    return ok(raised.alerts);
  });
  return { ledger: current, records, left, results };
}
