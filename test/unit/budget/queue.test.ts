import assert from 'node:assert/strict';
import { nextWake } from '../../../src/core/budget/ledger/expire.ts';
import { cancelWaiting, resetUsage, setLimit } from '../../../src/core/budget/ledger/ledger-changes.ts';
import { drain, LONGEST_QUEUE } from '../../../src/core/budget/ledger/queue.ts';
import { reserve } from '../../../src/core/budget/ledger/reserve.ts';
import { commit, release } from '../../../src/core/budget/ledger/settle-reservation.ts';
import {
  after,
  asking,
  codeOf,
  ledgerWith,
  limit,
  MINUTE,
  NOW,
  TWENTY_A_DAY,
  value,
} from './ledger-steps.ts';

const HOUR = 60 * MINUTE;
const waits = { wait: true, ttlMs: HOUR };

/** A day limit of 20 compute units, of which 18 are held. */
const full = after(TWENTY_A_DAY, asking('first', 1800, { ttlMs: HOUR }));

const exits = (left: readonly { as: string; id: string }[]) => left.map(({ as, id }) => `${id} ${as}`);

describe('the queue', () => {
  it('grants by priority, then arrival, when room comes', () => {
    let ledger = full;
    for (const [id, priority] of [
      ['low', 'low'],
      ['one', 'normal'],
      ['two', undefined],
      ['high', 'high'],
      ['critical', 'critical'],
    ] as const) {
      const step = value(reserve(ledger, asking(id, 500, { ...waits, priority })));
      assert.equal(step.reservation, null);
      ledger = step.ledger;
    }
    const { left } = value(release(ledger, 'first', NOW + MINUTE));
    assert.deepEqual(exits(left), ['critical granted', 'high granted', 'one granted', 'two granted']);
    const [first] = left;
    assert.equal(first?.as === 'granted' && first.reservation.at, NOW + MINUTE);
  });

  it('lets a large request hold back later ones on its limit, and others pass', () => {
    const two = after(
      ledgerWith(limit('units', 2000), { id: 'tokens', unit: 'outputTokens', amount: 100, period: 'day' }),
      asking('first', 1800, { ttlMs: HOUR }),
    );
    let ledger = after(two, asking('large', 1000, waits));
    assert.equal(codeOf(reserve(ledger, asking('direct', 100))), 'budget_exhausted');
    ledger = after(ledger, asking('small', 100, waits));
    assert.equal(ledger.waiting.length, 2);
    const other = { id: 'other', amounts: { outputTokens: 50 }, now: NOW };
    assert.equal(codeOf(reserve(ledger, other)), 'ok');
    assert.deepEqual(drain(ledger, NOW).left, []);
    const { left } = value(commit(ledger, 'first', { computeUnits: 900 }, NOW));
    assert.deepEqual(exits(left), ['large granted', 'small granted']);
  });

  it('does not hold back what is more urgent', () => {
    const ledger = after(full, asking('large', 1000, waits));
    assert.equal(codeOf(reserve(ledger, asking('urgent', 100, { priority: 'high' }))), 'ok');
    assert.equal(codeOf(reserve(ledger, asking('same', 100))), 'budget_exhausted');
  });

  it('grants with consent at once, past those who wait', () => {
    const ledger = after(full, asking('large', 1000, waits));
    const { reservation } = value(reserve(ledger, asking('now', 100, { consent: true })));
    assert.equal(reservation?.consented, false);
  });

  it('ends a wait at its deadline, by its caller, and when a limit is lowered below it', () => {
    let ledger = after(full, asking('soon', 1000, { ...waits, deadline: NOW + MINUTE }));
    ledger = after(ledger, asking('large', 1500, waits));
    assert.equal(nextWake(ledger, NOW), NOW + MINUTE);
    assert.deepEqual(exits(drain(ledger, NOW + MINUTE).left), ['soon wait_expired']);
    assert.deepEqual(exits(value(cancelWaiting(ledger, 'large', NOW)).left), ['large wait_cancelled']);
    assert.equal(codeOf(cancelWaiting(ledger, 'nobody', NOW)), 'unknown_request');
    const lowered = value(setLimit(ledger, limit('day', 1200), NOW));
    assert.deepEqual(lowered.left, [{ as: 'wait_cancelled', id: 'large', because: 'exceeds_limit' }]);
    assert.equal(codeOf(reserve(full, asking('over', 1000, { wait: true, deadline: NOW }))), 'wait_expired');
  });

  it('goes on when a period ends, a limit is raised, usage is reset or a reservation expires', () => {
    const ledger = after(full, asking('next', 1000, waits));
    const midnight = Date.parse('2026-11-21T00:00Z');
    assert.deepEqual(exits(drain(ledger, midnight - 1).left), []);
    assert.deepEqual(exits(drain(ledger, midnight).left), ['next granted']);
    assert.deepEqual(exits(value(setLimit(ledger, limit('day', 2800), NOW)).left), ['next granted']);
    const late = NOW + HOUR + 1;
    assert.deepEqual(exits(value(reserve(ledger, asking('late', 500, { now: late }))).left), [
      'next granted',
    ]);
    const used = value(commit(ledger, 'first', { computeUnits: 1800 }, NOW)).ledger;
    assert.equal(nextWake(used, NOW), midnight);
    assert.deepEqual(exits(resetUsage(used, 'workspace', NOW).left), ['next granted']);
  });

  it('takes a thousand requests and no more, each id once', () => {
    let ledger = full;
    for (let n = 0; n < LONGEST_QUEUE; n++) {
      ledger = Object.freeze({
        ...ledger,
        waiting: [...ledger.waiting, ...after(full, asking(`${n}`, 300, waits)).waiting],
      });
    }
    assert.equal(codeOf(reserve(ledger, asking('more', 300, waits))), 'queue_full');
    assert.equal(codeOf(reserve(ledger, asking('7', 300, waits))), 'duplicate_reservation');
  });
});
