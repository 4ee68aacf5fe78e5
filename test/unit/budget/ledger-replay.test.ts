import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  EMPTY_LEDGER,
  openLedger,
  storedLedger,
  withRecords,
  withStored,
} from '../../../src/core/budget/ledger/ledger.ts';
import { mergeReservations } from '../../../src/core/budget/ledger/merge-reservations.ts';
import { standings } from '../../../src/core/budget/ledger/room.ts';
import { commit } from '../../../src/core/budget/ledger/settle-reservation.ts';
import {
  addRecords,
  checkpointOf,
  NO_USAGE,
  recentEntries,
  settle,
  totalsFrom,
  usedIn,
  type UsageTotals,
  withCheckpoint,
} from '../../../src/core/budget/ledger/usage-totals.ts';
import { checkCheckpoint } from '../../../src/core/budget/ledger/check-checkpoint.ts';
import { checkLedgerRecord, checkReservation } from '../../../src/core/facts/check-ledger.ts';
import type { LedgerRecord, Reservation, UsageEntry } from '../../../src/core/facts/ledger-record.ts';
import { LIMIT_PERIODS, type Scope } from '../../../src/core/facts/limit.ts';
import { calendarPeriod, isWithin } from '../../../src/core/budget/ledger/calendar-period.ts';
import {
  after,
  asking,
  codeOf,
  DAY,
  inFile,
  ledgerWith,
  limit,
  NOW,
  remaining,
  TWENTY_A_DAY,
  value,
} from './ledger-steps.ts';

const SCOPE = fc.constantFrom<Scope>('workspace', { tenant: 'a' }, { tenant: '' });
/** As JSON gives it: with the usual prototype. */
const PLAIN = { noNullPrototype: true } as const;
const AGE = fc.integer({ min: 0, max: 60 * DAY });

const ENTRY: fc.Arbitrary<UsageEntry> = fc.record(
  {
    kind: fc.constant('usage' as const),
    id: fc.uuid(),
    at: AGE.map((age) => NOW - age),
    periodAt: AGE.map((age) => NOW - age),
    tenant: fc.constantFrom('', 'a', 'b'),
    amounts: fc.record(
      { computeUnits: fc.nat(1000), outputTokens: fc.nat(1000), microUsd: fc.nat(1000) },
      { requiredKeys: [], ...PLAIN },
    ) as fc.Arbitrary<UsageEntry['amounts']>,
    reservationId: fc.constant(null),
    reserved: fc.constant(null),
    level: fc.constant(null),
    requestId: fc.constant(null),
    consented: fc.boolean(),
    late: fc.boolean(),
  },
  PLAIN,
);
const MARKER: fc.Arbitrary<LedgerRecord> = fc.record(
  {
    kind: fc.constant('reset' as const),
    id: fc.uuid(),
    at: AGE.map((age) => NOW - age),
    scope: SCOPE,
  },
  PLAIN,
);
const RECORDS: fc.Arbitrary<readonly LedgerRecord[]> = fc
  .tuple(fc.array(ENTRY, { maxLength: 40 }), fc.array(MARKER, { maxLength: 2 }))
  .map((parts) => parts.flat());

const LIMITS = [
  limit('hour', 10, { period: 'hour' }),
  limit('day', 10, { timeZone: 'Asia/Kathmandu' }),
  limit('week', 10, { period: 'week', unit: 'outputTokens' }),
  limit('month', 10, { period: 'month', timeZone: 'Europe/Berlin', scope: { tenant: 'a' } }),
  limit('total', 10, { period: 'total', unit: 'microUsd' }),
  limit('nobody', 10, { period: 'total', scope: { tenant: '' } }),
];
const EMPTY = ledgerWith(...LIMITS);
/** The periods of the limits, now and next month. */
const PERIODS = [NOW, NOW + 12 * DAY].flatMap((now) => standings(EMPTY, now));

/** What the limits show. */
function shown(usage: UsageTotals): readonly number[] {
  return PERIODS.map(({ limit: each, period }) => usedIn(usage, each, period));
}

describe('the records of the ledger', () => {
  it('C14.9 give the same totals from the start and from any checkpoint; pruning changes none', () => {
    fc.assert(
      fc.property(RECORDS, AGE, AGE, (records, first, second) => {
        const whole = addRecords(NO_USAGE, records);
        const early = records.filter(({ at }) => at < NOW - Math.max(first, second));
        const settled = settle(addRecords(NO_USAGE, records), NOW - first);
        assert.deepEqual(shown(settled), shown(whole));
        assert.deepEqual(shown(settle(settled, NOW - second)), shown(whole));
        // Through the file, with every record that is still there …
        const checkpoint = value(checkCheckpoint(JSON.parse(JSON.stringify(checkpointOf(settled)))));
        assert.deepEqual(checkpoint, checkpointOf(settled));
        assert.deepEqual(shown(addRecords(totalsFrom(checkpoint), records)), shown(whole));
        // … and with those alone that were not pruned.
        const kept = records.filter(({ at }) => at >= checkpoint.settledBefore);
        assert.deepEqual(shown(addRecords(totalsFrom(checkpoint), kept)), shown(whole));
        // A checkpoint of a time when only the early ones existed.
        const then = settle(addRecords(NO_USAGE, early), NOW - Math.max(first, second));
        assert.deepEqual(shown(addRecords(then, records)), shown(whole));
      }),
      { numRuns: 200 },
    );
  });

  it('C14.9 give the same totals in any order, in any pieces, read twice', () => {
    fc.assert(
      fc.property(
        RECORDS.chain((records) =>
          fc.tuple(
            fc.constant(records),
            fc.shuffledSubarray([...records], { minLength: records.length }),
            fc.nat(40),
          ),
        ),
        ([records, shuffled, cut]) => {
          const whole = addRecords(NO_USAGE, records);
          const pieces = addRecords(addRecords(NO_USAGE, shuffled.slice(0, cut)), shuffled.slice(cut));
          assert.deepEqual(shown(pieces), shown(whole));
          assert.deepEqual(shown(addRecords(pieces, shuffled)), shown(whole));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('C14.9 join with the checkpoint of another process that settled more', () => {
    fc.assert(
      fc.property(RECORDS, AGE, AGE, (records, mine, theirs) => {
        const own = settle(addRecords(NO_USAGE, records), NOW - mine);
        const other = checkpointOf(settle(addRecords(NO_USAGE, records), NOW - theirs));
        assert.deepEqual(shown(withCheckpoint(own, other)), shown(own));
      }),
      { numRuns: 100 },
    );
  });

  it('C14.9 sum to the entries of every current period, by any clock, however often they were settled', () => {
    const zones = fc.constantFrom(
      'utc',
      'Pacific/Kiritimati',
      'Etc/GMT+12',
      'Asia/Kathmandu',
      'Europe/Berlin',
    );
    const settings = fc.record({
      zone: zones,
      period: fc.constantFrom(...LIMIT_PERIODS),
      now: fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-01-01') }),
      ages: fc.array(fc.integer({ min: 0, max: 40 * DAY }), { maxLength: 60 }),
      pauses: fc.array(fc.integer({ min: 0, max: 20 * DAY }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(settings, ({ zone, period: kind, now, ages, pauses }) => {
        const entries = ages.map((age, index): UsageEntry => ({
          ...sample(),
          id: `${index}`,
          at: now - age,
          periodAt: now - age,
        }));
        let usage = addRecords(NO_USAGE, entries);
        for (const pause of pauses.toSorted((a, b) => b - a)) usage = settle(usage, now - pause);
        const [each] = ledgerWith(limit('l', 9, { period: kind, timeZone: zone })).limits;
        assert.ok(each !== undefined);
        const period = calendarPeriod(kind, now, zone);
        const within = entries.filter(({ periodAt }) => isWithin(period, periodAt));
        assert.equal(usedIn(usage, each, period), 5 * within.length);
      }),
      { numRuns: 300 },
    );
  });

  it('keep the checkpoint small: a year of usage is a month of days and what came before', () => {
    const records = Array.from({ length: 365 * 24 }, (_, hour): UsageEntry => ({
      ...sample(),
      id: `${hour}`,
      at: NOW - hour * (DAY / 24),
      periodAt: NOW - hour * (DAY / 24),
    }));
    const settled = settle(addRecords(NO_USAGE, records), NOW);
    const { buckets } = settled;
    assert.ok(buckets.length <= 36 + 5 * 24, `${buckets.length} buckets`);
    assert.ok(recentEntries(settled).length <= 7 * 24 + 1);
  });

  it('come back from JSON as they were, and nothing else does', () => {
    fc.assert(
      fc.property(fc.oneof(ENTRY, MARKER), (record) => {
        assert.deepEqual(value(checkLedgerRecord(JSON.parse(JSON.stringify(record)))), record);
      }),
      { numRuns: 100 },
    );
    const entry = sample();
    for (const wrong of [
      { id: '' },
      { at: '2026' },
      { kind: 'usages' },
      { periodAt: null },
      { tenant: 3 },
      { amounts: { computeUnits: -1 } },
      { reservationId: 3 },
      { reserved: [] },
      { level: 3 },
      { requestId: 3 },
      { consented: 'no' },
      { late: null },
    ]) {
      const refused = checkLedgerRecord({ ...entry, ...wrong });
      assert.ok(!refused.ok);
      assert.deepEqual(
        [refused.error.code, refused.error.details],
        ['invalid_record', { field: Object.keys(wrong)[0] }],
      );
    }
    const marker = { kind: 'reset', id: 'r', at: NOW, scope: { tenant: 3 } };
    for (const wrong of [marker, null, [], 'x'])
      assert.equal(codeOf(checkLedgerRecord(wrong)), 'invalid_record');
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        assert.equal(checkLedgerRecord(json).ok, false);
        assert.equal(checkReservation(json).ok, false);
        assert.equal(checkCheckpoint(json).ok, false);
      }),
      { numRuns: 300 },
    );
  });

  it('refuse a checkpoint that is not one', () => {
    const bucket = { start: 0, tenant: '', amounts: {} };
    const marker = { kind: 'reset', id: 'r', at: NOW, scope: 'workspace' };
    const right = { settledBefore: NOW, buckets: [bucket], resets: [marker] };
    assert.deepEqual(value(checkCheckpoint(right)), right);
    assert.deepEqual(value(checkCheckpoint(checkpointOf(NO_USAGE))), checkpointOf(NO_USAGE));
    for (const wrong of [
      { settledBefore: null },
      { buckets: {} },
      { buckets: [{ ...bucket, start: '0' }] },
      { buckets: [{ ...bucket, tenant: null }] },
      { buckets: [{ ...bucket, amounts: { euros: 1 } }] },
      { buckets: [3] },
      { resets: null },
      { resets: [sample()] },
    ]) {
      assert.equal(codeOf(checkCheckpoint({ ...right, ...wrong })), 'invalid_ledger');
    }
  });
});

describe('reservations of several processes', () => {
  const RESERVATION: fc.Arbitrary<Reservation> = fc.record(
    {
      id: fc.constantFrom('1', '2', '3'),
      tenant: fc.constant(''),
      amounts: fc.constant({ computeUnits: 100 }),
      priority: fc.constant('normal' as const),
      at: fc.constant(NOW),
      ttlMs: fc.constant(5),
      consented: fc.boolean(),
      level: fc.constant(null),
      requestId: fc.constant(null),
      state: fc.constantFrom('open', 'committed', 'released', 'expired'),
      closedAt: fc.option(fc.integer({ min: NOW, max: NOW + 3 })),
    },
    PLAIN,
  );
  const SOME = fc.uniqueArray(RESERVATION, { selector: ({ id }) => id });

  it('come to the same in any order of joining, and joining twice changes nothing', () => {
    fc.assert(
      fc.property(SOME, SOME, SOME, (a, b, c) => {
        const left = mergeReservations(mergeReservations(a, b), c);
        assert.deepEqual(mergeReservations(a, mergeReservations(c, b)), left);
        assert.deepEqual(mergeReservations(left, b), left);
      }),
      { numRuns: 200 },
    );
  });

  it('are committed when their usage was recorded, though the process ended before it closed them', () => {
    const open = after(TWENTY_A_DAY, asking('1', 500));
    const { record } = value(commit(open, '1', { computeUnits: 400 }, NOW));
    const restarted = openLedger(inFile(open), [record]);
    assert.deepEqual(remaining(restarted), [1600]);
    assert.equal(codeOf(commit(restarted, '1', {}, NOW)), 'reservation_closed');
    // A second window that read the entry first and the file, with the reservation still open, later.
    const window = withStored(withRecords(open, [record]), storedLedger(open));
    assert.deepEqual(remaining(window), [1600]);
  });

  it('come back from JSON as they were', () => {
    const { reservations } = after(TWENTY_A_DAY, asking('1', 500, { level: 'hard' }));
    const [open] = JSON.parse(JSON.stringify(reservations)) as Reservation[];
    assert.deepEqual(value(checkReservation(open)), reservations[0]);
    const closed = { ...open, state: 'released', closedAt: NOW };
    assert.deepEqual(value(checkReservation(closed)), closed);
    for (const wrong of [
      { id: ' ' },
      { tenant: null },
      { amounts: null },
      { priority: 'x' },
      { at: 'now' },
      { ttlMs: 0 },
      { consented: 1 },
      { level: 1 },
      { requestId: 1 },
      { state: 'lost' },
    ]) {
      assert.equal(codeOf(checkReservation({ ...open, ...wrong })), 'invalid_record');
    }
    assert.equal(codeOf(checkReservation({ ...open, state: 'released' })), 'invalid_record');
  });

  it('share a ledger across two windows: what one reserves the other sees, and neither overspends', () => {
    let file = storedLedger(TWENTY_A_DAY);
    let [one, other] = [EMPTY_LEDGER, EMPTY_LEDGER];
    one = after(withStored(one, file), asking('1', 1500));
    file = storedLedger(one);
    other = withStored(other, file);
    assert.deepEqual(remaining(other), [500]);
    const waiting = after(other, asking('2', 1000, { wait: true }));
    assert.equal(storedLedger(waiting).reservations.length, 1);
  });
});

function sample(): UsageEntry {
  return {
    kind: 'usage',
    id: 'u',
    at: NOW,
    periodAt: NOW,
    tenant: '',
    amounts: { computeUnits: 5 },
    reservationId: '1',
    reserved: { computeUnits: 9 },
    level: 'hard',
    requestId: 'q',
    consented: false,
    late: false,
  };
}
