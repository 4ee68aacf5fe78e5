import assert from 'node:assert/strict';
import fc from 'fast-check';
import { calendarPeriod, earlierPeriods, isWithin } from '../../../src/core/budget/ledger/calendar-period.ts';
import { isTimeZone, wallClockOf } from '../../../src/core/budget/ledger/wall-clock.ts';
import type { LimitPeriod } from '../../../src/core/facts/limit.ts';

const HOUR = 3_600_000;

function written(kind: LimitPeriod, at: string, zone: string): readonly string[] {
  const { start, end } = calendarPeriod(kind, Date.parse(at), zone);
  return [start, end].map((time) => new Date(time).toISOString().slice(0, 16));
}

describe('a period of a limit', () => {
  it('is a day of 23 hours when Berlin puts its clocks on (golden)', () => {
    assert.deepEqual(written('day', '2026-03-29T12:00Z', 'Europe/Berlin'), [
      '2026-03-28T23:00',
      '2026-03-29T22:00',
    ]);
  });

  it('is a week from Monday (golden)', () => {
    assert.deepEqual(written('week', '2026-11-20T15:00Z', 'utc'), ['2026-11-16T00:00', '2026-11-23T00:00']);
    assert.deepEqual(written('week', '1969-12-31T15:00Z', 'utc'), ['1969-12-29T00:00', '1970-01-05T00:00']);
  });

  it('is an hour from :00, a month from the 1st, all time', () => {
    assert.deepEqual(written('hour', '2026-11-20T15:59:59.999Z', 'utc'), [
      '2026-11-20T15:00',
      '2026-11-20T16:00',
    ]);
    assert.deepEqual(written('month', '2026-12-31T23:30Z', 'utc'), ['2026-12-01T00:00', '2027-01-01T00:00']);
    assert.deepEqual(written('month', '2026-12-31T23:30Z', 'Europe/Berlin'), [
      '2026-12-31T23:00',
      '2027-01-31T23:00',
    ]);
    assert.ok(isWithin(calendarPeriod('total', 0, 'utc'), Date.parse('2026-11-20')));
  });

  it('keeps to the wall clock where zones are odd', () => {
    const odd: readonly (readonly [LimitPeriod, string, string, string, string])[] = [
      // Half an hour off the full hour.
      ['hour', '2026-06-01T12:10Z', 'Asia/Kolkata', '2026-06-01T11:30', '2026-06-01T12:30'],
      // The hour that Berlin shows twice is two hours, and the day has 25.
      ['hour', '2026-10-25T00:30Z', 'Europe/Berlin', '2026-10-25T00:00', '2026-10-25T01:00'],
      ['hour', '2026-10-25T01:30Z', 'Europe/Berlin', '2026-10-25T01:00', '2026-10-25T02:00'],
      ['day', '2026-10-25T12:00Z', 'Europe/Berlin', '2026-10-24T22:00', '2026-10-25T23:00'],
      // Lord Howe Island changes by half an hour: 02:00 is followed by 01:30.
      ['hour', '2026-04-04T14:45Z', 'Australia/Lord_Howe', '2026-04-04T14:00', '2026-04-04T15:00'],
      ['hour', '2026-04-04T15:10Z', 'Australia/Lord_Howe', '2026-04-04T15:00', '2026-04-04T15:30'],
      // Havana shows midnight twice; the day begins with the first.
      ['day', '2026-11-01T12:00Z', 'America/Havana', '2026-11-01T04:00', '2026-11-02T05:00'],
      // Beirut skips midnight: the day begins at 01:00.
      ['day', '2026-03-29T12:00Z', 'Asia/Beirut', '2026-03-28T22:00', '2026-03-29T21:00'],
      // Samoa skipped a whole day.
      ['day', '2011-12-30T09:00Z', 'Pacific/Apia', '2011-12-29T10:00', '2011-12-30T10:00'],
      ['day', '2011-12-30T11:00Z', 'Pacific/Apia', '2011-12-30T10:00', '2011-12-31T10:00'],
      // The year the clocks went back over midnight: 00:01 was followed by 23:01 of the day before.
      ['day', '2006-10-29T02:45Z', 'America/St_Johns', '2006-10-29T02:30', '2006-10-30T03:30'],
    ];
    for (const [kind, at, zone, start, end] of odd) {
      assert.deepEqual(written(kind, at, zone), [start, end], `${kind} of ${at} in ${zone}`);
    }
  });

  it('knows which zones there are', () => {
    assert.deepEqual(
      ['utc', 'Europe/Berlin', 'UTC', 'local', '', 'Europe/Nowhere', 'Europe/Berlin\n'].map(isTimeZone),
      [true, true, true, false, false, false, false],
    );
  });

  it('looks back over complete periods only', () => {
    const days = earlierPeriods('day', Date.parse('2026-03-30T10:00Z'), 'Europe/Berlin', 3);
    assert.deepEqual(
      days.map(({ start, end }) => (end - start) / HOUR),
      [23, 24, 24],
    );
    assert.deepEqual(earlierPeriods('total', 0, 'utc', 12), []);
  });

  it('holds its instant, begins at a quarter of an hour, and is followed without a gap', () => {
    const zones = [
      'utc',
      'Europe/Berlin',
      'America/Havana',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'Pacific/Apia',
    ];
    const kinds = fc.constantFrom<LimitPeriod>('hour', 'day', 'week', 'month');
    const from = Date.parse('1995-01-01');
    const to = Date.parse('2040-01-01');
    fc.assert(
      fc.property(kinds, fc.constantFrom(...zones), fc.integer({ min: from, max: to }), (kind, zone, at) => {
        const period = calendarPeriod(kind, at, zone);
        assert.ok(isWithin(period, at));
        assert.equal(period.start % (HOUR / 4), 0);
        for (const inside of [period.start, period.end - 1, Math.floor((period.start + period.end) / 2)]) {
          assert.deepEqual(calendarPeriod(kind, inside, zone), period);
        }
        assert.equal(calendarPeriod(kind, period.end, zone).start, period.end);
        assert.equal(calendarPeriod(kind, period.start - 1, zone).end, period.start);
        if (kind !== 'hour') assert.ok(new Date(wallClockOf(zone)(period.start)).getUTCHours() <= 1);
      }),
      { numRuns: 300 },
    );
  });
});
