import assert from 'node:assert/strict';
import { DEFAULT_LIMITS } from '../../../src/core/budget/ledger/default-limits.ts';
import { expire, nextWake } from '../../../src/core/budget/ledger/expire.ts';
import {
  EMPTY_LEDGER,
  type Ledger,
  storedLedger,
  withRecords,
  withStored,
} from '../../../src/core/budget/ledger/ledger.ts';
import { settle } from '../../../src/core/budget/ledger/usage-totals.ts';
import {
  removeLimit,
  resetUsage,
  setLimit,
  trackUsage,
} from '../../../src/core/budget/ledger/ledger-changes.ts';
import { limitAlerts, raiseLimitAlerts } from '../../../src/core/budget/ledger/limit-alerts.ts';
import { reserve } from '../../../src/core/budget/ledger/reserve.ts';
import { standings } from '../../../src/core/budget/ledger/room.ts';
import { commit, release } from '../../../src/core/budget/ledger/settle-reservation.ts';
import {
  after,
  asking,
  codeOf,
  DAY,
  ledgerWith,
  limit,
  MIDNIGHT,
  MINUTE,
  NOW,
  remaining,
  TWENTY_A_DAY,
  value,
  withUsage,
} from './ledger-steps.ts';

describe('reservations', () => {
  it('hold room until the usage is known (golden: day limit 20)', () => {
    let ledger = after(TWENTY_A_DAY, asking('hard', 1750));
    assert.deepEqual(remaining(ledger), [250]);
    assert.equal(codeOf(reserve(ledger, asking('easy', 300))), 'budget_exhausted');
    const committed = value(commit(ledger, 'hard', { computeUnits: 950 }, NOW));
    ledger = committed.ledger;
    assert.deepEqual([remaining(ledger), committed.overrun], [[1050], {}]);
    ledger = after(ledger, asking('easy', 300));
    assert.deepEqual(remaining(ledger), [750]);
    ledger = value(release(ledger, 'easy', NOW)).ledger;
    assert.deepEqual(remaining(ledger), [1050]);
    assert.deepEqual(remaining(ledger, MIDNIGHT), [2000]);
  });

  it('take all units or none; the refusal names the first limit by id and what is left of it', () => {
    const tokens = { id: 'b tokens', unit: 'outputTokens', amount: 1000, period: 'week' };
    const money = { id: 'a money', unit: 'microUsd', amount: 500, period: 'month' };
    const ledger = after(ledgerWith(tokens, money), {
      id: 'first',
      amounts: { outputTokens: 900, microUsd: 450 },
      now: NOW,
    });
    const refused = reserve(ledger, { id: 'second', amounts: { outputTokens: 101, microUsd: 51 }, now: NOW });
    assert.ok(!refused.ok);
    assert.deepEqual(refused.error.details, {
      limit: 'a money',
      unit: 'microUsd',
      limitAmount: 500,
      remaining: 50,
      amount: 51,
    });
    assert.equal(
      refused.error.message,
      'The limit a money ($0.000500 a month) is in the way: the work asks for $0.000051, and $0.000050 is left. Wait, raise the limit, ask for less, or agree to pass it.',
    );
    assert.deepEqual(remaining(ledger), [50, 100]);
    // Without a known price the work counts against the tokens only.
    const unpriced = after(ledger, { id: 'third', amounts: { outputTokens: 100, microUsd: null }, now: NOW });
    assert.deepEqual(remaining(unpriced), [50, 0]);
  });

  it('are refused for good when they are larger than a whole limit', () => {
    const ledger = TWENTY_A_DAY;
    assert.equal(codeOf(reserve(ledger, asking('huge', 2001, { wait: true }))), 'exceeds_limit');
    assert.equal(codeOf(reserve(ledger, asking('whole', 2000))), 'ok');
  });

  it('pass a limit with consent only, and are marked', () => {
    const ledger = after(TWENTY_A_DAY, asking('within', 1500, { consent: true }));
    assert.deepEqual(
      ledger.reservations.map(({ consented }) => consented),
      [false],
    );
    const passed = after(ledger, asking('beyond', 9000, { consent: true }));
    assert.deepEqual(remaining(passed), [0]);
    const { record } = value(commit(passed, 'beyond', { computeUnits: 9000 }, NOW));
    assert.equal(record.consented, true);
  });

  it('take a tenant’s limit from that tenant only, and the workspace’s from all', () => {
    const ledger = ledgerWith(limit('all', 2000), limit('one', 500, { scope: { tenant: 'a' } }));
    const used = after(after(ledger, asking('1', 500, { tenant: 'a' })), asking('2', 600, { tenant: 'b' }));
    assert.deepEqual(remaining(used), [900, 0]);
    assert.equal(codeOf(reserve(used, asking('3', 1, { tenant: 'a' }))), 'budget_exhausted');
    assert.equal(codeOf(reserve(used, asking('3', 1))), 'ok');
  });

  it('are committed with more as it happened, and the overrun is told', () => {
    const ledger = after(TWENTY_A_DAY, asking('1', 300));
    const committed = value(commit(ledger, '1', { computeUnits: 2500, outputTokens: 7 }, NOW));
    assert.deepEqual(committed.overrun, { computeUnits: 2200, outputTokens: 7 });
    assert.deepEqual(remaining(committed.ledger), [0]);
    assert.deepEqual(committed.record, {
      kind: 'usage',
      id: `usage:1:${NOW}`,
      at: NOW,
      periodAt: NOW,
      tenant: '',
      amounts: { computeUnits: 2500, outputTokens: 7 },
      reservationId: '1',
      reserved: { computeUnits: 300 },
      level: null,
      requestId: null,
      consented: false,
      late: false,
    });
  });

  it('close once', () => {
    const open = after(TWENTY_A_DAY, asking('1', 300));
    const released = value(release(open, '1', NOW)).ledger;
    const committed = value(commit(open, '1', {}, NOW)).ledger;
    for (const ledger of [released, committed]) {
      assert.equal(codeOf(commit(ledger, '1', {}, NOW)), 'reservation_closed');
      assert.equal(codeOf(release(ledger, '1', NOW)), 'reservation_closed');
      assert.equal(codeOf(reserve(ledger, asking('1', 300))), 'duplicate_reservation');
    }
    assert.equal(codeOf(commit(open, '2', {}, NOW)), 'unknown_reservation');
    assert.equal(codeOf(release(open, '2', NOW)), 'unknown_reservation');
  });

  it('expire after their time, at the start of whatever comes next; usage that comes late still counts', () => {
    const ledger = after(TWENTY_A_DAY, asking('1', 1800));
    const late = NOW + 15 * MINUTE + 1;
    assert.equal(nextWake(ledger, NOW), late);
    assert.equal(codeOf(reserve(ledger, asking('2', 300, { now: late - 1 }))), 'budget_exhausted');
    const second = after(ledger, asking('2', 300, { now: late }));
    assert.deepEqual(remaining(second, late), [1700]);
    const { record, ledger: used } = value(commit(second, '1', { computeUnits: 1800 }, late));
    assert.equal(record.late, true);
    assert.deepEqual(remaining(used, late), [0]);
    assert.equal(codeOf(release(expire(ledger, late).ledger, '1', late)), 'reservation_closed');
  });

  it('are remembered for a week when closed', () => {
    const open = after(ledgerWith(), asking('1', 5));
    const committed = value(commit(open, '1', {}, NOW)).ledger;
    for (const closed of [value(release(open, '1', NOW)).ledger, committed]) {
      assert.equal(codeOf(commit(closed, '1', {}, NOW + 7 * DAY)), 'reservation_closed');
    }
    const forgotten = { ...committed, usage: settle(committed.usage, NOW + 8 * DAY) };
    for (const closed of [value(release(open, '1', NOW)).ledger, forgotten]) {
      assert.equal(codeOf(commit(closed, '1', {}, NOW + 8 * DAY)), 'unknown_reservation');
    }
    // The file that every operation writes holds a committed one for an hour only.
    assert.equal(expire(committed, NOW + 60 * MINUTE).ledger.reservations.length, 1);
    assert.equal(expire(committed, NOW + 60 * MINUTE + 1).ledger.reservations.length, 0);
  });

  it('count each time when an id is given again after it was forgotten', () => {
    const later = NOW + 2 * 60 * MINUTE;
    const first = value(commit(after(TWENTY_A_DAY, asking('1', 500)), '1', { computeUnits: 500 }, NOW));
    const again = after(first.ledger, asking('1', 500, { now: later }));
    const second = value(commit(again, '1', { computeUnits: 400 }, later));
    assert.deepEqual(remaining(second.ledger, later), [1100]);
    // A reader that sees the first entry once more does not take the second reservation for committed.
    assert.deepEqual(remaining(withRecords(again, [first.record]), later), [1000]);
  });

  it('of a clock that was ahead do not hold room until the clock comes there again', () => {
    const ledger = after(
      ledgerWith(limit('all', 2000, { period: 'total' })),
      asking('1', 1800, { now: NOW + 90 * DAY }),
    );
    assert.equal(codeOf(reserve(ledger, asking('2', 300))), 'ok');
  });

  it('belong to the period in which they were made, usage too', () => {
    const before = MIDNIGHT - 1;
    const ledger = after(TWENTY_A_DAY, asking('1', 1500, { now: before }));
    assert.deepEqual([remaining(ledger, before), remaining(ledger, MIDNIGHT)], [[500], [2000]]);
    const { ledger: used } = value(commit(ledger, '1', { computeUnits: 1400 }, MIDNIGHT));
    assert.deepEqual([remaining(used, before), remaining(used, MIDNIGHT)], [[600], [2000]]);
  });

  it('refuse what no program can mean', () => {
    const ledger = TWENTY_A_DAY;
    const wrongs: readonly (readonly [object, string])[] = [
      [{ amounts: { computeUnits: -1 } }, 'invalid_cost'],
      [{ amounts: { computeUnits: 1.5 } }, 'invalid_cost'],
      [{ amounts: { computeUnits: Number.NaN } }, 'invalid_cost'],
      [{ amounts: { euros: 3 } }, 'invalid_cost'],
      [{ amounts: 3 }, 'invalid_cost'],
      [{ id: ' ' }, 'invalid_request'],
      [{ ttlMs: 0 }, 'invalid_request'],
      [{ priority: 'urgent' }, 'invalid_request'],
      [{ now: Number.NaN }, 'invalid_request'],
      [{ deadline: Infinity }, 'invalid_request'],
      [{ tenant: 3 }, 'invalid_request'],
    ];
    for (const [wrong, code] of wrongs) {
      assert.equal(codeOf(reserve(ledger, { ...asking('1', 1), ...wrong })), code);
    }
    const open = after(ledger, asking('1', 1));
    assert.equal(codeOf(commit(open, '1', { computeUnits: -1 }, NOW)), 'invalid_cost');
  });
});

describe('usage', () => {
  it('stops counting at a reset of its scope; open reservations stay', () => {
    const limits = [limit('all', 2000), limit('one', 1000, { scope: { tenant: 'a' } })];
    let ledger: Ledger = ledgerWith(...limits);
    for (const tenant of ['a', 'b']) {
      const usage = { id: tenant, tenant, amounts: { computeUnits: 400 } };
      ledger = value(trackUsage(ledger, usage, NOW)).ledger;
    }
    ledger = after(ledger, asking('open', 100, { tenant: 'a' }));
    assert.deepEqual(remaining(ledger), [1100, 500]);
    const one = resetUsage(ledger, { tenant: 'a' }, NOW);
    assert.deepEqual(remaining(one.ledger), [1500, 900]);
    assert.deepEqual(remaining(resetUsage(one.ledger, 'workspace', NOW).ledger), [1900, 900]);
    // What is used after the reset counts, in the same millisecond and after the clock has gone back too.
    const { ledger: used, record } = value(commit(one.ledger, 'open', { computeUnits: 100 }, NOW - DAY));
    assert.ok(record.at > one.record.at);
    assert.deepEqual(remaining(used), [1500, 900]);
  });

  it('without a reservation counts in the period when it happened, each id once', () => {
    const ledger = TWENTY_A_DAY;
    const usage = { id: '1', amounts: { computeUnits: 400 } };
    const once = value(trackUsage(ledger, usage, NOW)).ledger;
    assert.deepEqual(remaining(value(trackUsage(once, usage, NOW)).ledger), [1600]);
    const yesterday = value(trackUsage(ledger, { ...usage, periodAt: NOW - DAY }, NOW)).ledger;
    assert.deepEqual([remaining(yesterday), remaining(yesterday, NOW - DAY)], [[2000], [1600]]);
    // What happened is recorded beyond the limit too.
    assert.deepEqual(remaining(withUsage(ledger, '2', 9000)), [0]);
    assert.equal(codeOf(trackUsage(ledger, { ...usage, id: ' ' }, NOW)), 'invalid_request');
    assert.equal(codeOf(trackUsage(ledger, { ...usage, periodAt: Infinity }, NOW)), 'invalid_request');
    assert.equal(codeOf(trackUsage(ledger, { id: '3', amounts: { computeUnits: -1 } }, NOW)), 'invalid_cost');
  });

  it('raises an alert once per limit and period, when it is near and when it is reached', () => {
    const day = limit('day', 1000, { warnShare: 0.75 });
    const using = (computeUnits: number) =>
      withUsage(ledgerWith(day, limit('quiet', 1000)), '1', computeUnits);
    const typesOf = (used: number, raised: readonly string[] = []) =>
      limitAlerts(standings(using(used), NOW), new Set(raised), NOW).map(({ type, key }) => [type, key]);
    const start = Date.parse('2026-11-20T00:00Z');
    assert.deepEqual(typesOf(749), []);
    assert.deepEqual(typesOf(750), [['limit_near', `limit_near:day:${start}`]]);
    assert.deepEqual(typesOf(999, [`limit_near:day:${start}`]), []);
    assert.deepEqual(typesOf(1000), [
      ['limit_reached', `limit_reached:day:${start}`],
      ['limit_reached', `limit_reached:quiet:${start}`],
    ]);
    const [reached] = limitAlerts(standings(using(1001), NOW), new Set(), NOW, 'task 7');
    assert.deepEqual(reached, {
      type: 'limit_reached',
      severity: 'critical',
      taskId: 'task 7',
      message: 'The limit of 10 compute units a day is reached: 10.01 compute units are used.',
      action: 'Wait until it begins anew, raise the limit, or agree to pass it when you are asked.',
      at: NOW,
      data: {
        limit: ledgerWith(day).limits[0],
        used: 1001,
        period: { start, end: start + DAY },
      },
      key: `limit_reached:day:${start}`,
    });
    // a limit without periods never begins anew by itself
    const total = ledgerWith(limit('all', 1000, { period: 'total', warnShare: 0.75 }));
    const actionAt = (used: number) =>
      limitAlerts(standings(withUsage(total, '1', used), NOW), new Set(), NOW).map(({ action }) => action);
    assert.deepEqual(
      [actionAt(800), actionAt(1000)],
      [
        ['Keep to smaller tasks, raise the limit, or reset the usage.'],
        ['Reset the usage, raise the limit, or agree to pass it when you are asked.'],
      ],
    );
  });

  it('raises an alert in one window only, and again in the next period', () => {
    const day = limit('day', 1000, { warnShare: 0.75 });
    const first = raiseLimitAlerts(withUsage(ledgerWith(day), '1', 800), NOW);
    assert.deepEqual(
      first.alerts.map(({ severity, message }) => [severity, message]),
      [['warning', '80 % of the limit of 10 compute units a day are used.']],
    );
    const window = withStored(withUsage(ledgerWith(day), '1', 800), storedLedger(first.ledger));
    assert.deepEqual(raiseLimitAlerts(window, NOW), { ledger: window, alerts: [] });
    const next = raiseLimitAlerts(withUsage(window, '2', 800, NOW + DAY), NOW + DAY);
    assert.deepEqual(
      next.alerts.map(({ type }) => type),
      ['limit_near'],
    );
    // What was raised in a period that is over is forgotten.
    assert.deepEqual(
      next.ledger.raised,
      next.alerts.map(({ key }) => key),
    );
  });
});

describe('limits', () => {
  it('are checked, replaced by id, and taken away', () => {
    const ledger = ledgerWith(limit('b', 2000), limit('a', 100), limit('b', 3000));
    assert.deepEqual(
      ledger.limits.map(({ id, amount }) => [id, amount]),
      [
        ['a', 100],
        ['b', 3000],
      ],
    );
    assert.deepEqual(ledger.limits[0], {
      id: 'a',
      unit: 'computeUnits',
      amount: 100,
      period: 'day',
      timeZone: 'utc',
      scope: 'workspace',
      warnShare: null,
    });
    const wrongs: readonly object[] = [
      { id: '' },
      { unit: 'euro' },
      { amount: 0 },
      { amount: 1.5 },
      { amount: 2 ** 53 },
      { period: 'year' },
      { timeZone: 'local' },
      { scope: 'user' },
      { scope: { tenant: 3 } },
      { warnShare: 1 },
    ];
    for (const wrong of wrongs) {
      const refused = setLimit(ledger, { ...limit('c', 5), ...wrong }, NOW);
      assert.ok(!refused.ok);
      assert.deepEqual(
        [refused.error.code, refused.error.details],
        ['invalid_limit', { field: Object.keys(wrong)[0] }],
      );
    }
    assert.equal(codeOf(setLimit(ledger, 'day', NOW)), 'invalid_limit');
    assert.deepEqual(
      value(removeLimit(ledger, 'a', NOW)).ledger.limits.map(({ id }) => id),
      ['b'],
    );
    assert.equal(codeOf(removeLimit(EMPTY_LEDGER, 'a', NOW)), 'unknown_limit');
  });

  it('are $10 a day and $250 a month until the user says otherwise', () => {
    const ledger = ledgerWith(...DEFAULT_LIMITS);
    assert.deepEqual(ledger.limits, DEFAULT_LIMITS);
    assert.deepEqual(remaining(ledger), [10_000_000, 250_000_000]);
  });
});
