import assert from 'node:assert/strict';
import type { Amounts } from '../../../../src/core/facts/amounts.ts';
import { fail, ok, type Result } from '../../../../src/core/facts/result.ts';
import type { ModelStore } from '../../../../src/engine/models/ports.ts';
import { reserveSpending, type SpendingRequest } from '../../../../src/engine/models/spending.ts';

const REQUEST: SpendingRequest = {
  requestId: 'q',
  id: 'q',
  tenant: '',
  amounts: { microUsd: 1_000, outputTokens: 100 },
  level: null,
  passLimits: false,
  costLimitMicroUsd: null,
};

describe('room that is held for a request', () => {
  const made = (
    answers: {
      readonly reserve?: (id: string) => Result<never> | null;
      readonly commit?: Result<never>;
    } = {},
  ) => {
    const done: string[] = [];
    const note = (what: string, id: string, amounts?: unknown): void =>
      void done.push(amounts === undefined ? `${what} ${id}` : `${what} ${id} ${JSON.stringify(amounts)}`);
    const store = {
      raised: () => note('raised', ''),
      limits: {
        reserve: ({ id, amounts }: { readonly id: string; readonly amounts: Amounts }) => {
          note('reserve', id, amounts);
          return Promise.resolve(answers.reserve?.(id) ?? ok({ at: 7 }));
        },
        commit: (id: string, amounts: Amounts) => {
          note('commit', id, amounts);
          return Promise.resolve(answers.commit ?? ok({ answer: {}, alerts: [] }));
        },
        release: (id: string) => {
          note('release', id);
          return Promise.resolve(ok(null));
        },
        track: ({ id, amounts }: { readonly id: string; readonly amounts: Amounts }) => {
          note('track', id, amounts);
          return Promise.resolve(ok([]));
        },
      },
    } as unknown as ModelStore;
    const warnings: string[] = [];
    const hold = async (more: Partial<SpendingRequest> = {}) => {
      const held = await reserveSpending(
        store,
        { ...REQUEST, ...more },
        () => 5,
        (text) => warnings.push(text),
      );
      if (!held.ok) throw new Error(held.error.code);
      return held.value;
    };
    return { done, warnings, hold, store };
  };

  it('grows by what is not held yet, and goes when what was used is known', async () => {
    const { done, hold } = made();
    const spending = await hold();
    // all of it may yet be needed: the rest is reserved as well
    assert.equal(await spending.more({ microUsd: 400 }, null), true);
    // what was not spent is there already
    assert.equal(await spending.more({ microUsd: 300 }, { microUsd: 100 }), true);
    assert.equal(await spending.more({ microUsd: 2_000 }, { microUsd: 100 }), true);
    await spending.settle({ microUsd: 1_900 });
    assert.deepEqual(done, [
      'reserve ask:q {"microUsd":1000,"outputTokens":100}',
      'reserve ask:q:more:0 {"microUsd":400}',
      'reserve ask:q:more:1 {"microUsd":700}',
      'commit ask:q {"microUsd":1900}',
      'release ask:q:more:0',
      'release ask:q:more:1',
      'raised ',
    ]);
  });

  it('does not grow beyond the request’s own limit, nor where the ledger has no room', async () => {
    const { done, hold } = made({
      reserve: (id) => (id.includes('more') ? fail('budget_exhausted', 'No room.') : null),
    });
    const spending = await hold({ costLimitMicroUsd: 1_200 });
    assert.equal(await spending.more({ microUsd: 201 }, null), false);
    assert.equal(done.length, 1);
    assert.equal(await spending.more({ microUsd: 200 }, null), false);
    assert.equal(done.length, 2);
    await spending.release();
    assert.equal(done.at(-1), 'release ask:q');
    // without a store there is the request's own limit alone
    const alone = await reserveSpending(null, { ...REQUEST, costLimitMicroUsd: 1_200 }, () => 5, assert.fail);
    assert.equal(alone.ok && (await alone.value.more({ microUsd: 200 }, null)), true);
    assert.equal(alone.ok && (await alone.value.more({ microUsd: 201 }, { microUsd: 1_000 })), false);
    if (alone.ok) await alone.value.settle({ microUsd: 1 });
  });

  it('is refused by a limit with what would allow it, but not by a storage that fails', async () => {
    const { store } = made({ reserve: () => fail('exceeds_limit', 'Too much.', { limit: 'money' }) });
    const refused = await reserveSpending(store, REQUEST, () => 5, assert.fail);
    assert.deepEqual(refused.ok ? null : refused.error.details, { limit: 'money', consent: 'pass_limits' });
    const { done, warnings, hold } = made({ reserve: () => fail('store_busy', 'Busy.') });
    const spending = await hold();
    assert.equal(warnings.length, 1);
    assert.equal(await spending.more({ microUsd: 5 }, null), true);
    await spending.settle({ microUsd: 9 });
    assert.deepEqual(done.slice(1), ['track usage:ask:q:5 {"microUsd":9}', 'raised ']);
  });

  it('records what was used once, also when the ledger cannot take it any more', async () => {
    const { done, warnings, hold } = made({ commit: fail('write_failed', 'The disk is full.') });
    await (await hold()).settle({ microUsd: 9 });
    assert.deepEqual(done.slice(1), [
      'commit ask:q {"microUsd":9}',
      'track usage:ask:q:7 {"microUsd":9}',
      'raised ',
    ]);
    assert.equal(warnings.length, 1);
  });
});
