import { addAmounts, type Amounts, sumOf, UNITS } from '../../core/facts/amounts.ts';
import { fail, type FailureCode, ok, type Result } from '../../core/facts/result.ts';
import type { ModelStore } from './ports.ts';

/** Room that is held for a request until what it took is known (spec C7). */
export interface Spending {
  /**
   * Holds room for more than was planned: an answer that was cut off, a model in place of one that failed.
   * @param spent by now, where every call has ended; null while some run: then all that was held may yet be needed
   */
  more(extra: Amounts, spent: Amounts | null): Promise<boolean>;
  /** What was really used takes the reservation's place. */
  settle(actual: Amounts): Promise<void>;
  /** Nothing was used. */
  release(): Promise<void>;
}

export interface SpendingRequest {
  readonly requestId: string;
  /** Unique: a request that is asked again under its id is held and counted again. */
  readonly id: string;
  readonly tenant: string;
  readonly amounts: Amounts;
  /** Of the compute budget. */
  readonly level: string | null;
  readonly passLimits: boolean;
  /** Of the request itself, micro-USD; null: none. */
  readonly costLimitMicroUsd: number | null;
}

/** The storage's faults: a request is answered all the same (spec M10), and what it used is recorded without a reservation. */
const OF_STORAGE: ReadonlySet<FailureCode> = new Set([
  'store_busy',
  'store_newer',
  'store_unreadable',
  'store_damaged',
  'write_failed',
  'no_store',
]);

/**
 * Holds room for a request in all its units. Without a store there are no limits but its own.
 * Errors: `budget_exhausted`, `exceeds_limit`, `duplicate_reservation`, each with what would allow it.
 * @param warn told of a storage that fails
 */
export async function reserveSpending(
  store: ModelStore | null,
  request: SpendingRequest,
  now: () => number,
  warn: (text: string) => void,
): Promise<Result<Spending>> {
  const { requestId, tenant, amounts, level, passLimits } = request;
  const id = `ask:${request.id}`;
  const begin = now();
  const asking = { tenant, requestId, consent: passLimits, ...(level === null ? {} : { level }) };
  const reserved = store === null ? null : await store.limits.reserve({ ...asking, id, amounts });
  if (reserved?.ok === false) {
    const { code, message, details } = reserved.error;
    if (!OF_STORAGE.has(code)) return fail(code, message, { ...details, consent: 'pass_limits' });
    warn(`Limits cannot be held (${code}): what is used is recorded without a reservation.`);
  }
  const limits = store !== null && reserved?.ok === true ? store.limits : null;
  let held = amounts;
  const extras: string[] = [];
  const releaseExtras = async (): Promise<void> => {
    for (const extra of extras.splice(0)) await limits?.release(extra);
  };
  return ok({
    more: async (extra, spent) => {
      const total = (spent ?? held).microUsd ?? 0;
      const limit = request.costLimitMicroUsd;
      if (limit !== null && sumOf(total, extra.microUsd ?? 0) > limit) return false;
      const needed = beyond(held, spent, extra);
      if (limits !== null && Object.values(needed).some((amount) => amount > 0)) {
        const more = `${id}:more:${extras.length}`;
        const granted = await limits.reserve({ ...asking, id: more, amounts: needed });
        if (!granted.ok) return false;
        extras.push(more);
      }
      held = addAmounts(held, needed);
      return true;
    },
    settle: async (actual) => {
      if (limits !== null) {
        const done = await limits.commit(id, actual, requestId);
        // in this order: for a moment too much is held, never too little
        await releaseExtras();
        if (done.ok) {
          store?.raised(done.value.alerts);
          return;
        }
        warn(`What was used cannot take its reservation's place (${done.error.code}).`);
      }
      if (store === null) return;
      // by the id that a commit gives it: should it be written already, it counts once
      const at = reserved?.ok === true ? reserved.value.at : begin;
      const usage = { id: `usage:${id}:${at}`, tenant, amounts: actual, requestId, periodAt: at };
      const tracked = await store.limits.track(usage, requestId);
      if (tracked.ok) store.raised(tracked.value);
      else warn(`What was used cannot be recorded (${tracked.error.code}).`);
    },
    release: async () => {
      await limits?.release(id);
      await releaseExtras();
    },
  });
}

/** What is not held yet of what may be needed now. */
function beyond(held: Amounts, spent: Amounts | null, extra: Amounts): Amounts {
  const needed: Record<string, number> = {};
  for (const unit of UNITS) {
    const more = extra[unit];
    if (more === undefined) continue;
    const free = spent === null ? 0 : Math.max(0, (held[unit] ?? 0) - (spent[unit] ?? 0));
    needed[unit] = Math.max(0, more - free);
  }
  return needed;
}
