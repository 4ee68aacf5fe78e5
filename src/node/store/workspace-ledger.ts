import { checkCheckpoint } from '../../core/budget/ledger/check-checkpoint.ts';
import { DEFAULT_LIMITS } from '../../core/budget/ledger/default-limits.ts';
import type { StoredLedger } from '../../core/budget/ledger/ledger.ts';
import { checkpointOf, NO_USAGE } from '../../core/budget/ledger/usage-totals.ts';
import { isTimeZone } from '../../core/budget/ledger/wall-clock.ts';
import { checkLimit, checkReservation } from '../../core/facts/check-ledger.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import type { History } from './history.ts';
import type { LedgerSchema } from './ledger-file.ts';
import { openSharedLedger, type SharedLedger, type SharedLedgerOptions } from './shared-ledger.ts';
import { usageFold } from './usage-fold.ts';
import type { WorkspaceRecord } from './workspace-record.ts';

/** The small state of a workspace: limits, reservations, the checkpoint of its usage, alerts that were raised. */
export interface WorkspaceLedger extends StoredLedger {
  /** Keys of alerts: each is raised once, in one of the windows. */
  readonly raisedAlerts: readonly string[];
}

export const workspaceLedger: LedgerSchema<WorkspaceLedger> = {
  version: 1,
  check: checkWorkspaceLedger,
  empty: Object.freeze({
    limits: DEFAULT_LIMITS,
    reservations: Object.freeze([]),
    checkpoint: checkpointOf(NO_USAGE),
    raisedAlerts: Object.freeze([]),
  }),
};

/**
 * The ledger of a workspace. Should both its files be damaged, the usage is told from the history; limits are the
 * defaults then, and nothing is reserved.
 */
export function openWorkspaceLedger(
  history: History<WorkspaceRecord>,
  options: Omit<SharedLedgerOptions<WorkspaceLedger>, 'schema' | 'rebuild'>,
): SharedLedger<WorkspaceLedger> {
  return openSharedLedger({
    ...options,
    schema: workspaceLedger,
    rebuild: async () => {
      const replay = await history.replay({ kinds: new Set() });
      if (!replay.ok) return workspaceLedger.empty;
      await replay.value.close();
      const kept = replay.value.checkpoint?.states[usageFold.name];
      const checked = kept === undefined ? null : checkCheckpoint(kept.state);
      return checked?.ok === true
        ? { ...workspaceLedger.empty, checkpoint: checked.value }
        : workspaceLedger.empty;
    },
  });
}

function checkWorkspaceLedger(value: unknown): Result<WorkspaceLedger> {
  const { limits, reservations, checkpoint, raisedAlerts } = (
    typeof value === 'object' && value !== null ? value : {}
  ) as Readonly<Record<string, unknown>>;
  if (!Array.isArray(limits) || !Array.isArray(reservations) || !Array.isArray(raisedAlerts))
    return fail('invalid_ledger', 'The ledger has no limits, no reservations or no alerts.');
  const settled = checkCheckpoint(checkpoint);
  if (!settled.ok) return settled;
  const checkedLimits = all(limits, (limit) => checkLimit(limit, isTimeZone));
  if (!checkedLimits.ok) return checkedLimits;
  const checkedReservations = all(reservations, checkReservation);
  if (!checkedReservations.ok) return checkedReservations;
  const keys = raisedAlerts.filter((key: unknown) => typeof key === 'string');
  return ok(
    Object.freeze({
      limits: checkedLimits.value,
      reservations: checkedReservations.value,
      checkpoint: settled.value,
      raisedAlerts: Object.freeze(keys),
    }),
  );
}

function all<T>(values: readonly unknown[], check: (value: unknown) => Result<T>): Result<readonly T[]> {
  const checked: T[] = [];
  for (const value of values) {
    const result = check(value);
    if (!result.ok) return result;
    checked.push(result.value);
  }
  return ok(Object.freeze(checked));
}
