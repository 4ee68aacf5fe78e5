import { isObject } from '../../core/facts/json-value.ts';
import type { Limit, Scope } from '../../core/facts/limit.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { readLimit, readLimitWords } from '../../core/budget/ledger/read-limit.ts';
import type { Ledger } from '../../core/budget/ledger/ledger.ts';
import { removeLimit, setLimit } from '../../core/budget/ledger/ledger-changes.ts';
import type { LimitStanding } from '../../protocol/ledger.ts';
import type { Keeper } from './keeper.ts';
import { limitStandings } from './standings.ts';

/** How the limits of the workspace stand now. Errors: `no_store`, `store_unreadable`. */
export async function listLimits(keeper: Keeper): Promise<Result<readonly LimitStanding[]>> {
  const { store } = keeper;
  if (!store.ok) return store;
  const fresh = await store.value.limits.fresh();
  return fresh.ok ? ok(standingsNow(keeper)) : fresh;
}

/**
 * Adds a limit, or puts it in the place of another one. Errors: `no_store`, `invalid_limit`, and those of the ledger's
 * file; then nothing has changed.
 *
 * @param given words, or an object with the fields of a limit
 * @param id of the limit whose place it takes; null: by unit, period and scope
 */
export async function setLimitAsked(
  keeper: Keeper,
  given: unknown,
  id: string | null,
): Promise<Result<LimitStanding>> {
  const { store } = keeper;
  if (!store.ok) return store;
  const limit = readGiven(given, id, keeper.settings.localZone);
  if (!limit.ok) return limit;
  const done = await store.value.limits.change((ledger, now) => {
    const set = setLimit(ledger, warningAsBefore(limit.value, given, ledger), now);
    return set.ok ? ok({ ...set.value, answer: null }) : set;
  });
  if (!done.ok) return done;
  keeper.raise(done.value.alerts);
  const standing = standingsNow(keeper).find(({ limit: one }) => one.id === limit.value.id);
  return standing === undefined
    ? fail('unknown_limit', 'Another process has removed the limit at once.', { id: limit.value.id })
    : ok(standing);
}

/** Errors: `no_store`, `unknown_limit`, and those of the ledger's file. */
export async function removeLimitAsked(keeper: Keeper, id: string): Promise<Result<null>> {
  const { store } = keeper;
  if (!store.ok) return store;
  const done = await store.value.limits.change((ledger, now) => {
    const removed = removeLimit(ledger, id, now);
    return removed.ok ? ok({ ...removed.value, answer: null }) : removed;
  });
  return done.ok ? ok(null) : done;
}

/** What the scope used so far stops counting. Errors: `no_store`, and those of the ledger's file. */
export async function resetUsageAsked(
  keeper: Keeper,
  scope: Scope,
): Promise<Result<readonly LimitStanding[]>> {
  const { store } = keeper;
  if (!store.ok) return store;
  const done = await store.value.limits.reset(scope);
  if (!done.ok) return done;
  if (scope === 'workspace') keeper.forgetCompute();
  return ok(standingsNow(keeper));
}

function readGiven(given: unknown, id: string | null, localZone: string): Result<Limit> {
  if (typeof given === 'string') {
    const read = readLimitWords(given, localZone);
    return read.ok && id !== null ? ok(Object.freeze({ ...read.value, id })) : read;
  }
  return readLimit(isObject(given) && id !== null ? { ...given, id } : given, localZone);
}

/** A new amount is no word about the warning: where none is said, the limit in whose place it comes has its say. */
function warningAsBefore(limit: Limit, given: unknown, { limits }: Ledger): Limit {
  const before = limits.find(({ id }) => id === limit.id);
  const isSaid = isObject(given) && given['warnShare'] !== undefined;
  return before === undefined || isSaid ? limit : { ...limit, warnShare: before.warnShare };
}

function standingsNow(keeper: Keeper): readonly LimitStanding[] {
  return limitStandings(keeper.ledger, keeper.ports.now());
}
