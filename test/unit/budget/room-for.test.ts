import assert from 'node:assert/strict';
import fc from 'fast-check';
import { consentQuestion, roomFor } from '../../../src/core/budget/ledger/room-for.ts';
import { reserve } from '../../../src/core/budget/ledger/reserve.ts';
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
  TWENTY_A_DAY,
  value,
} from './ledger-steps.ts';

const money = (id: string, amount: number, more: object = {}) =>
  limit(id, amount, { unit: 'microUsd', ...more });

describe('room for a task', () => {
  it('is told with what is left of every limit that covers it', () => {
    const ledger = after(ledgerWith(money('day', 10_000_000), limit('a', 900, { scope: { tenant: 'a' } })), {
      id: '1',
      amounts: { microUsd: 9_600_000 },
      now: NOW,
    });
    const fitting = value(roomFor(ledger, { amounts: { microUsd: 400_000 } }, NOW));
    assert.deepEqual([fitting.fits, fitting.obstacles, fitting.yields], [true, [], false]);
    assert.deepEqual(
      fitting.covering.map((standing) => [standing.limit.id, standing.remaining]),
      [['day', 400_000]],
    );
    const both = value(
      roomFor(ledger, { amounts: { microUsd: 500_000, computeUnits: 1000 }, tenant: 'a' }, NOW),
    );
    assert.equal(both.fits, false);
    assert.deepEqual(
      both.obstacles.map(({ standing, amount, never, beginsAnew }) => [
        standing.limit.id,
        amount,
        never,
        beginsAnew,
      ]),
      [
        ['a', 1000, true, MIDNIGHT],
        ['day', 500_000, false, MIDNIGHT],
      ],
    );
    const total = ledgerWith(limit('all', 5, { period: 'total' }));
    assert.equal(value(roomFor(total, { amounts: { computeUnits: 9 } }, NOW)).obstacles[0]?.beginsAnew, null);
    assert.equal(codeOf(roomFor(ledger, { amounts: { euros: 1 } }, NOW)), 'invalid_cost');
  });

  it('asks for consent with the amount, the limit and what is left', () => {
    const ledger = ledgerWith(money('day', 10_000_000));
    const ask = (microUsd: number, held: number) => {
      const used = after(ledger, { id: '1', amounts: { microUsd: held }, now: NOW });
      const [obstacle] = value(roomFor(used, { amounts: { microUsd } }, NOW)).obstacles;
      return consentQuestion(obstacle ?? assert.fail());
    };
    assert.equal(
      ask(1_200_000, 9_600_000),
      'This task may take $1.20. Of the limit of $10.00 a day, $0.40 is left. Pass it?',
    );
    assert.equal(
      ask(1_200_000, 10_000_000),
      'This task may take $1.20. Of the limit of $10.00 a day, nothing is left. Pass it?',
    );
  });

  it('names the limits on money that a price nobody knows would slip through', () => {
    const ledger = ledgerWith(money('a', 1, { scope: { tenant: 'a' } }), money('day', 1), limit('units', 1));
    const unnamed = (amounts: object, tenant = '') =>
      value(roomFor(ledger, { amounts, tenant }, NOW)).moneyUnnamed.map(({ id }) => id);
    assert.deepEqual(unnamed({ outputTokens: 5 }), ['day']);
    assert.deepEqual(unnamed({ outputTokens: 5, microUsd: null }, 'a'), ['a', 'day']);
    assert.deepEqual(unnamed({ microUsd: 0 }), []);
  });

  it('says what a reservation would say, in every case', () => {
    const amount = fc.integer({ min: 0, max: 1500 });
    fc.assert(
      fc.property(
        fc.array(fc.record({ amount, wait: fc.boolean(), tenant: fc.constantFrom('', 'a') }), {
          maxLength: 8,
        }),
        amount,
        fc.constantFrom('', 'a'),
        (others, computeUnits, tenant) => {
          let ledger = ledgerWith(limit('day', 2000), limit('a', 1000, { scope: { tenant: 'a' } }));
          others.forEach((other, at) => {
            const reserved = reserve(ledger, { ...asking(`${at}`, other.amount, other) });
            if (reserved.ok) ({ ledger } = reserved.value);
          });
          const { fits, obstacles, yields } = value(
            roomFor(ledger, { amounts: { computeUnits }, tenant }, NOW),
          );
          const reserved = reserve(ledger, asking('new', computeUnits, { tenant }));
          assert.equal(fits, reserved.ok);
          assert.equal(
            codeOf(reserved) === 'exceeds_limit',
            obstacles.some(({ never }) => never),
          );
          assert.equal(fits, obstacles.length === 0 && !yields);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('comes back in the next period, and when a reservation is overdue', () => {
    const full = after(TWENTY_A_DAY, asking('1', 2000));
    assert.equal(value(roomFor(full, { amounts: { computeUnits: 1 } }, NOW)).fits, false);
    for (const later of [NOW + DAY, NOW + 16 * MINUTE])
      assert.equal(value(roomFor(full, { amounts: { computeUnits: 1 } }, later)).fits, true);
  });
});
