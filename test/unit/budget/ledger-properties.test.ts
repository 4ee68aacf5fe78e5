import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expire } from '../../../src/core/budget/ledger/expire.ts';
import type { Ledger } from '../../../src/core/budget/ledger/ledger.ts';
import {
  cancelWaiting,
  resetUsage,
  setLimit,
  trackUsage,
} from '../../../src/core/budget/ledger/ledger-changes.ts';
import { drain } from '../../../src/core/budget/ledger/queue.ts';
import { reserve } from '../../../src/core/budget/ledger/reserve.ts';
import { asked, inTheWay, standings } from '../../../src/core/budget/ledger/room.ts';
import { recentEntries } from '../../../src/core/budget/ledger/usage-totals.ts';
import { commit, release } from '../../../src/core/budget/ledger/settle-reservation.ts';
import { PRIORITIES, type LedgerRecord } from '../../../src/core/facts/ledger-record.ts';
import { isWithin } from '../../../src/core/budget/ledger/calendar-period.ts';
import { ledgerWith, limit, MINUTE, NOW } from './ledger-steps.ts';

const TENANTS = ['', 'a', 'b'] as const;

const LIMITS = [
  limit('all by hour', 1000, { period: 'hour' }),
  limit('all by day', 3000),
  limit('a only', 900, { scope: { tenant: 'a' }, period: 'week' }),
  { id: 'tokens', unit: 'outputTokens', amount: 500, period: 'day' },
  { id: 'b tokens', unit: 'outputTokens', amount: 300, period: 'total', scope: { tenant: 'b' } },
];

interface Step {
  readonly kind: 'reserve' | 'commit' | 'release' | 'expire' | 'drain' | 'cancel';
  readonly which: number;
  readonly tenant: string;
  readonly computeUnits: number;
  readonly outputTokens: number;
  readonly priority: (typeof PRIORITIES)[number];
  readonly wait: boolean;
  readonly consent: boolean;
  /** Share of the reservation that is used. */
  readonly share: number;
  /** Minutes since the step before. */
  readonly pause: number;
}

const STEP: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(
    'reserve',
    'reserve',
    'reserve',
    'commit',
    'commit',
    'release',
    'expire',
    'drain',
    'cancel',
  ),
  which: fc.nat(30),
  tenant: fc.constantFrom(...TENANTS),
  computeUnits: fc.integer({ min: 0, max: 1000 }),
  outputTokens: fc.integer({ min: 0, max: 300 }),
  priority: fc.constantFrom(...PRIORITIES),
  wait: fc.boolean(),
  consent: fc.nat(15).map((n) => n === 0),
  share: fc.constantFrom(0, 0.3, 1),
  pause: fc.constantFrom(0, 0, 1, 7, 20, 90),
});
const STEPS = fc.array(STEP, { minLength: 5, maxLength: 40 });

interface World {
  readonly ledger: Ledger;
  readonly records: readonly LedgerRecord[];
  readonly now: number;
}

/** One step of somebody's work; a refused one changes nothing but the time. */
function after(world: World, step: Step, at: number): World {
  const { ledger } = world;
  const now = world.now + step.pause * MINUTE;
  const { computeUnits, outputTokens, tenant, priority, wait, consent } = step;
  const some = ledger.reservations[step.which % Math.max(1, ledger.reservations.length)];
  switch (step.kind) {
    case 'reserve': {
      const amounts = { computeUnits, outputTokens };
      const next = reserve(ledger, { id: `r${at}`, tenant, amounts, priority, now, wait, consent });
      return { ...world, now, ledger: next.ok ? next.value.ledger : ledger };
    }
    case 'commit': {
      const used = (amount: number | undefined) => Math.floor((amount ?? 0) * step.share);
      const actual = {
        computeUnits: used(some?.amounts.computeUnits),
        outputTokens: used(some?.amounts.outputTokens),
      };
      const next = commit(ledger, some?.id ?? 'none', actual, now);
      if (!next.ok) return { ...world, now };
      return { ledger: next.value.ledger, records: [...world.records, next.value.record], now };
    }
    case 'release': {
      const next = release(ledger, some?.id ?? 'none', now);
      return { ...world, now, ledger: next.ok ? next.value.ledger : ledger };
    }
    case 'cancel': {
      const next = cancelWaiting(ledger, ledger.waiting[0]?.id ?? 'none', now);
      return { ...world, now, ledger: next.ok ? next.value.ledger : ledger };
    }
    case 'expire':
      return { ...world, now, ledger: expire(ledger, now).ledger };
    case 'drain':
      return { ...world, now, ledger: drain(ledger, now).ledger };
    default:
      throw new Error(`No step ${String(step.kind)}.`);
  }
}

function frozenDeep(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(frozenDeep);
}

describe('the ledger', () => {
  it('C14.3 gives the next value and leaves the one it was given as it is', () => {
    fc.assert(
      fc.property(STEPS, (steps) => {
        let world: World = { ledger: ledgerWith(...LIMITS), records: [], now: NOW };
        steps.forEach((step, at) => {
          const before = JSON.stringify(world.ledger);
          const next = after(world, step, at);
          assert.equal(JSON.stringify(world.ledger), before);
          assert.ok(frozenDeep(next.ledger));
          world = next;
        });
      }),
      { numRuns: 100 },
    );
  });

  it('C14.6 usage and open reservations never exceed a limit in any period, late and consented apart', () => {
    fc.assert(
      fc.property(STEPS, (steps) => {
        let world: World = { ledger: ledgerWith(...LIMITS), records: [], now: NOW };
        steps.forEach((step, at) => {
          world = after(world, step, at);
          const { ledger, now } = world;
          // Not by the ledger's own sums: the current periods and those of every reservation, entry by entry.
          for (const instant of new Set([now, ...ledger.reservations.map((reservation) => reservation.at)])) {
            for (const { limit: each, period } of standings(ledger, instant)) {
              let sum = 0;
              for (const { tenant, amounts, state, consented, at: made } of ledger.reservations) {
                if (state === 'open' && !consented && isWithin(period, made))
                  sum += asked(each, tenant, amounts);
              }
              for (const { tenant, amounts, periodAt, late, consented } of recentEntries(ledger.usage)) {
                if (!late && !consented && isWithin(period, periodAt)) sum += asked(each, tenant, amounts);
              }
              assert.ok(sum <= each.amount, `${each.id}: ${sum} of ${each.amount}`);
            }
          }
        });
      }),
      { numRuns: 100 },
    );
  });

  it('C14.7 what one tenant does leaves every limit that does not cover it as it was', () => {
    fc.assert(
      fc.property(STEPS, (steps) => {
        let world: World = { ledger: ledgerWith(...LIMITS), records: [], now: NOW };
        steps.forEach((each, at) => {
          // Waiting requests of others may be granted by any step; here nobody waits.
          const step = { ...each, wait: false, pause: 0, which: 0 };
          const some = world.ledger.reservations[0];
          const acting = step.kind === 'reserve' ? step.tenant : (some?.tenant ?? '');
          const before = standings(world.ledger, world.now);
          world = after(world, step, at);
          standings(world.ledger, world.now).forEach((standing, index) => {
            const { scope } = standing.limit;
            if (scope !== 'workspace' && scope.tenant !== acting) assert.deepEqual(standing, before[index]);
          });
        });
        for (const tenant of TENANTS) {
          const before = standings(world.ledger, world.now);
          const tracked = trackUsage(
            world.ledger,
            { id: 'more', tenant, amounts: { computeUnits: 5 } },
            world.now,
          );
          assert.ok(tracked.ok);
          const reset = resetUsage(tracked.value.ledger, { tenant }, world.now);
          for (const ledger of [tracked.value.ledger, reset.ledger]) {
            standings(ledger, world.now).forEach((standing, index) => {
              const { scope } = standing.limit;
              if (scope !== 'workspace' && scope.tenant !== tenant) assert.deepEqual(standing, before[index]);
            });
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('C14.8 the queue grants in the order of priority, then arrival, among requests that share limits', () => {
    const urgency = (priority: (typeof PRIORITIES)[number]) => PRIORITIES.indexOf(priority);
    fc.assert(
      fc.property(STEPS, fc.integer({ min: 1000, max: 3000 }), (steps, raised) => {
        let world: World = { ledger: ledgerWith(...LIMITS), records: [], now: NOW };
        steps.forEach((step, at) => {
          world = after(world, { ...step, wait: true }, at);
        });
        const calm = expire(world.ledger, world.now).ledger;
        const wider = setLimit(calm, limit('all by hour', raised, { period: 'hour' }), world.now);
        assert.ok(wider.ok);
        const { ledger, left } = wider.value;
        const order = [...calm.waiting].sort((a, b) => urgency(a.priority) - urgency(b.priority));
        const granted = left.filter(({ as }) => as === 'granted').map(({ id }) => id);
        // In the order of the queue …
        assert.deepEqual(
          granted,
          order.map(({ id }) => id).filter((id) => granted.includes(id)),
        );
        // … and nobody took from a limit that stood in the way of somebody before.
        const all = standings({ ...calm, limits: ledger.limits }, world.now);
        for (const waiting of ledger.waiting) {
          const blocking = inTheWay(all, waiting.tenant, waiting.amounts);
          for (const later of order.slice(order.indexOf(waiting) + 1)) {
            if (!granted.includes(later.id)) continue;
            for (const { limit: each } of blocking) assert.equal(asked(each, later.tenant, later.amounts), 0);
          }
        }
        // Whoever waits has a reason: a limit in the way, or somebody before on one of the limits.
        const held = new Set<string>();
        const rest = standings(ledger, world.now);
        for (const waiting of [...ledger.waiting].sort((a, b) => urgency(a.priority) - urgency(b.priority))) {
          for (const { limit: each } of inTheWay(rest, waiting.tenant, waiting.amounts)) held.add(each.id);
          const shared = rest.filter(({ limit: each }) => held.has(each.id));
          assert.ok(shared.some(({ limit: each }) => asked(each, waiting.tenant, waiting.amounts) > 0));
        }
      }),
      { numRuns: 150 },
    );
  });
});
