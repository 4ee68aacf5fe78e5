import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';

import fc from 'fast-check';
import type { Ledger } from '../../../../src/core/budget/ledger/ledger.ts';
import type { LimitAlert } from '../../../../src/core/budget/ledger/limit-alerts.ts';
import { fail, ok, type Result } from '../../../../src/core/facts/result.ts';
import { setLimitAsked } from '../../../../src/engine/ledger/limits-request.ts';
import {
  committing,
  type Operation,
  releasing,
  reserving,
} from '../../../../src/engine/ledger/limit-operations.ts';
import {
  inOneTurn,
  type WaitingOperation,
  waitingOperation,
} from '../../../../src/engine/ledger/shared-turn.ts';
import { ledgerPath } from '../../../../src/node/store/ledger-file.ts';
import { NOW, TWENTY_A_DAY } from '../../budget/ledger-steps.ts';
import { type RunningKeeper, testStore, type TestStore, value } from './running-keeper.ts';

/** What is done with one of a few reservations. */
const STEPS = fc.array(
  fc.record({
    what: fc.constantFrom('reserve', 'commit', 'release'),
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    amount: fc.integer({ min: 1, max: 1500 }),
  }),
  { maxLength: 12 },
);
type Step = typeof STEPS extends fc.Arbitrary<readonly (infer S)[]> ? S : never;

const asOperation = ({ what, id, amount }: Step): Operation<unknown> => {
  const amounts = { computeUnits: amount };
  if (what === 'reserve') return reserving({ id, amounts });
  return what === 'commit' ? committing(id, amounts) : releasing(id);
};
const waiting = (step: Step): WaitingOperation =>
  waitingOperation(asOperation(step), null, { settled: () => undefined, crashed: () => undefined });

describe('operations on limits that share a turn', () => {
  it('make of the ledger what they make of it one after the other', () => {
    fc.assert(
      fc.property(STEPS, (steps) => {
        const begin = TWENTY_A_DAY;
        const together = inOneTurn(begin, steps.map(waiting), NOW);
        const results: Result<readonly LimitAlert[]>[] = [];
        const ids: string[] = [];
        const alone = steps.reduce<Ledger>((ledger, step) => {
          const turn = inOneTurn(ledger, [waiting(step)], NOW);
          results.push(...turn.results);
          ids.push(...turn.records.map(({ id }) => id));
          return turn.ledger;
        }, begin);
        assert.deepEqual(together.ledger, alone);
        assert.deepEqual(together.results, results);
        assert.deepEqual(
          together.records.map(({ id }) => id),
          ids,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('are answered each for itself, and a refused one changes nothing', () => {
    const told: unknown[] = [];
    const crashed = (): void => assert.fail('nothing is wrong');
    const say = (operation: Operation<string>) =>
      waitingOperation(operation, null, { settled: (result) => void told.push(result), crashed });
    const begin = TWENTY_A_DAY;
    const operations = [
      say((ledger) => ok({ ledger, answer: 'first' })),
      say(() => fail('unknown_reservation', 'There is none.')),
      say((ledger) => ok({ ledger, answer: 'third' })),
    ];
    const turn = inOneTurn(begin, operations, NOW);
    for (const [index, { settle }] of operations.entries()) settle(turn.results[index] ?? ok([]));
    assert.deepEqual(told, [
      ok({ answer: 'first', alerts: [] }),
      fail('unknown_reservation', 'There is none.'),
      ok({ answer: 'third', alerts: [] }),
    ]);
    assert.equal(turn.ledger, begin);
  });

  describe('of one process', () => {
    let place: TestStore;
    beforeEach(() => {
      place = testStore();
    });
    afterEach(() => place.close());

    const limitsOf = ({ keeper }: RunningKeeper) => {
      const { store } = keeper;
      assert.ok(store.ok);
      return store.value.limits;
    };
    const revision = (): number =>
      existsSync(ledgerPath(place.store))
        ? (JSON.parse(readFileSync(ledgerPath(place.store), 'utf8')) as { revision: number }).revision
        : 0;

    it('are written together, and never grant more than there is', async () => {
      const run = place.run();
      value(await setLimitAsked(run.keeper, '1000 output tokens a day', null));
      const limits = limitsOf(run);
      const before = revision();
      const ids = Array.from({ length: 60 }, (_, index) => `r${index}`);
      const reserved = await Promise.all(
        ids.map((id) => limits.reserve({ id, amounts: { outputTokens: 40 } })),
      );
      const granted = ids.filter((_, index) => reserved[index]?.ok === true);
      assert.equal(granted.length, 25);
      for (const result of reserved)
        if (!result.ok) assert.equal(result.error.code, 'budget_exhausted', result.error.message);
      assert.ok(revision() - before <= 3, `${revision() - before} writes`);
      const committed = await Promise.all(granted.map((id) => limits.commit(id, { outputTokens: 10 }, null)));
      assert.ok(committed.every(({ ok: isDone }) => isDone));
      assert.ok(revision() - before <= 6, `${revision() - before} writes`);
      const again = await limits.reserve({ id: 'rest', amounts: { outputTokens: 750 } });
      assert.equal(again.ok, true, 'only what was used is gone');
      const beyond = await limits.reserve({ id: 'beyond', amounts: { outputTokens: 1 } });
      assert.equal(beyond.ok, false);
    });

    it('hold together with those of another process', async () => {
      const [one, other] = [place.run(), place.run()];
      value(await setLimitAsked(one.keeper, '1000 output tokens a day', null));
      const runs = [one, other];
      const reserved = await Promise.all(
        Array.from({ length: 40 }, (_, index) => {
          const run = runs[index % 2] ?? one;
          return limitsOf(run).reserve({ id: `r${index}`, amounts: { outputTokens: 50 } });
        }),
      );
      assert.equal(reserved.filter(({ ok: isGranted }) => isGranted).length, 20);
    });

    it('tell of a bug, and the next turn goes on', async () => {
      const run = place.run();
      value(await setLimitAsked(run.keeper, '1000 output tokens a day', null));
      const limits = limitsOf(run);
      await assert.rejects(
        limits.change(() => {
          throw new TypeError('a bug');
        }),
        /a bug/,
      );
      assert.equal((await limits.reserve({ id: 'a', amounts: { outputTokens: 1 } })).ok, true);
    });
  });
});
