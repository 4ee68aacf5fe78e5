import { readAmounts } from '../../facts/amounts.ts';
import { checkLedgerRecord } from '../../facts/check-ledger.ts';
import { isObject } from '../../facts/json-value.ts';
import type { ResetMarker } from '../../facts/ledger-record.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import type { UsageBucket } from './usage-buckets.ts';
import type { UsageCheckpoint } from './usage-totals.ts';

/** A checkpoint as it comes back from the ledger. Errors: `invalid_ledger`: totals are folded anew from the records. */
export function checkCheckpoint(value: unknown): Result<UsageCheckpoint> {
  if (!isObject(value)) return wrong('it is no object');
  const { settledBefore, buckets, resets } = value;
  if (typeof settledBefore !== 'number' || !Number.isFinite(settledBefore)) return wrong('"settledBefore"');
  if (!Array.isArray(buckets) || !Array.isArray(resets)) return wrong('it has no buckets or no resets');
  const read: UsageBucket[] = [];
  for (const bucket of buckets as unknown[]) {
    const checked = readBucket(bucket);
    if (checked === null) return wrong('a bucket of usage');
    read.push(checked);
  }
  const markers: ResetMarker[] = [];
  for (const marker of resets as unknown[]) {
    const checked = checkLedgerRecord(marker);
    if (!checked.ok || checked.value.kind !== 'reset') return wrong('a reset marker');
    markers.push(checked.value);
  }
  return ok(Object.freeze({ settledBefore, buckets: Object.freeze(read), resets: Object.freeze(markers) }));
}

function readBucket(value: unknown): UsageBucket | null {
  if (!isObject(value)) return null;
  const { start, tenant } = value;
  const amounts = readAmounts(value['amounts']);
  return typeof start === 'number' && Number.isFinite(start) && typeof tenant === 'string' && amounts.ok
    ? Object.freeze({ start, tenant, amounts: amounts.value })
    : null;
}

function wrong(what: string) {
  return fail('invalid_ledger', `The checkpoint of the usage cannot be used: ${what}.`);
}
