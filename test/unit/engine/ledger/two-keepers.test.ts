import assert from 'node:assert/strict';
import { clearAll, historyStatus } from '../../../../src/engine/ledger/history-requests.ts';
import {
  listLimits,
  removeLimitAsked,
  resetUsageAsked,
  setLimitAsked,
} from '../../../../src/engine/ledger/limits-request.ts';
import { predictAsked } from '../../../../src/engine/ledger/predict-request.ts';
import { outcomeEntry } from '../../../../src/node/store/workspace-record.ts';
import type { LimitStanding } from '../../../../src/protocol/ledger.ts';
import { codeOf, recorded, type RunningKeeper, testStore, type TestStore, value } from './running-keeper.ts';

const ASKED = { task: 'Fix the login of the shop', level: null, model: null, tenant: '' };
const TOKENS = 'outputTokens day';

describe('two keepers of one store', () => {
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
  const standing = async (run: RunningKeeper, id: string): Promise<LimitStanding | undefined> =>
    value(await listLimits(run.keeper)).find(({ limit }) => limit.id === id);

  it('show within a second what either recorded, and answer alike', async () => {
    const [one, other] = [place.run(), place.run()];
    await other.until(({ state }) => state === 'ready');
    value(await setLimitAsked(one.keeper, '10k output tokens a day', null));
    for (let n = 0; n < 6; n++) await recorded(one, { budgetUsed: 1_000 + n });
    const began = Date.now();
    const seen = await other.until(({ records }) => records === 6);
    assert.ok(Date.now() - began < 1_000);
    const used = seen.standings.find(({ limit }) => limit.id === TOKENS);
    assert.equal(used?.used, 6_015);
    assert.equal(
      used.text,
      '6,015 output tokens of 10,000 output tokens a day used, 3,985 output tokens left.',
    );
    const [mine, theirs] = [
      value(await predictAsked(one.keeper, ASKED)),
      value(await predictAsked(other.keeper, ASKED)),
    ];
    assert.deepEqual(theirs.prediction, mine.prediction);
    await recorded(other, { budgetUsed: 7 });
    await one.until(({ records }) => records === 7);
  });

  it('hold a limit together: what one reserved the other cannot have, until it is given back', async () => {
    const [one, other] = [place.run(), place.run()];
    value(await setLimitAsked(one.keeper, '1000 output tokens a day', null));
    const ask = { id: 'first', amounts: { outputTokens: 700 } };
    value(await limitsOf(one).reserve(ask));
    const second = { id: 'second', amounts: { outputTokens: 400 } };
    assert.equal(codeOf(await limitsOf(other).reserve(second)), 'budget_exhausted');
    assert.equal((await standing(other, TOKENS))?.reserved, 700);
    const waiting = limitsOf(other).reserve({ ...second, wait: true });
    value(await limitsOf(one).commit('first', { outputTokens: 500 }, null));
    assert.equal(value(await waiting).id, 'second');
    assert.equal((await standing(one, TOKENS))?.used, 500);
    value(await limitsOf(other).release('second'));
    assert.equal((await standing(one, TOKENS))?.remaining, 500);
  });

  it('end the waiting of a request by its caller, by a lowered limit and by closing', async () => {
    const one = place.run();
    value(await setLimitAsked(one.keeper, '1000 output tokens a day', null));
    value(await limitsOf(one).reserve({ id: 'all', amounts: { outputTokens: 1_000 } }));
    const wait = (id: string, outputTokens: number) =>
      limitsOf(one).reserve({ id, amounts: { outputTokens }, wait: true });
    const waiting = [wait('a', 10), wait('b', 900), wait('c', 10)] as const;
    // asked in turn: all three wait by then
    await listLimits(one.keeper);
    value(await limitsOf(one).cancel('a'));
    assert.equal(codeOf(await waiting[0]), 'cancelled');
    value(await setLimitAsked(one.keeper, '800 output tokens a day', null));
    assert.equal(codeOf(await waiting[1]), 'exceeds_limit');
    await one.keeper.close();
    assert.equal(codeOf(await waiting[2]), 'cancelled');
  });

  it('raise the alert of a limit once, where it was reached, and show it in both', async () => {
    const [one, other] = [place.run(), place.run()];
    value(await setLimitAsked(one.keeper, '3000 output tokens a day', null));
    await other.until(({ standings }) => standings.length === 3);
    await recorded(one, { budgetUsed: 2_500, task: { title: 'a', override: 2_600 } });
    assert.deepEqual(
      one.alerts.filter(({ type }) => type.startsWith('limit')).map(({ type }) => type),
      ['limit_near'],
    );
    await recorded(other, { budgetUsed: 500, task: { title: 'b', override: 520 } });
    await recorded(other, { budgetUsed: 500, task: { title: 'b', override: 520 } });
    // whoever sees it first raises it
    await other.until(({ alerts }) => alerts.some(({ type }) => type === 'limit_reached'));
    const raised = [...one.alerts, ...other.alerts].filter(({ type }) => type === 'limit_reached');
    assert.equal(raised.length, 1);
    const shown = await one.until(({ alerts }) => alerts.some(({ type }) => type === 'limit_reached'));
    assert.equal(shown.standings.find(({ limit }) => limit.id === TOKENS)?.state, 'reached');
  });

  it('forget together what was recorded; limits stay', async () => {
    const [one, other] = [place.run(), place.run()];
    value(await setLimitAsked(one.keeper, '10k output tokens a day', null));
    for (let n = 0; n < 3; n++) await recorded(one);
    await other.until(({ records }) => records === 3);
    value(await clearAll(one.keeper));
    const seen = await other.until(
      ({ records, standings }) => records === 0 && standings.every(({ used }) => used === 0),
    );
    assert.equal(seen.standings.length, 3);
    assert.equal(value(await historyStatus(other.keeper)).records, 0);
    await recorded(other, { budgetUsed: 40 });
    assert.equal((await standing(one, TOKENS))?.used, 40);
    await one.until(({ records }) => records === 1);
  });

  it('reset what counts, set and remove limits, and name what is wrong', async () => {
    const one = place.run();
    await recorded(one, { tenant: 'reviewer', budgetUsed: 900 });
    const set = value(
      await setLimitAsked(
        one.keeper,
        { unit: 'outputTokens', amount: 1_000, period: 'day', tenant: 'reviewer' },
        'own',
      ),
    );
    assert.deepEqual([set.limit.id, set.used, set.state], ['own', 900, 'near']);
    const after = value(await resetUsageAsked(one.keeper, { tenant: 'reviewer' }));
    assert.equal(after.find(({ limit }) => limit.id === 'own')?.used, 0);
    assert.equal(codeOf(await setLimitAsked(one.keeper, 'much', null)), 'invalid_limit');
    value(await removeLimitAsked(one.keeper, 'own'));
    assert.equal(codeOf(await removeLimitAsked(one.keeper, 'own')), 'unknown_limit');
    value(await setLimitAsked(one.keeper, '$3 a day', 'day'));
    assert.equal((await standing(one, 'day'))?.limit.amount, 3_000_000);
  });

  it('count an id once, whichever of them records it', async () => {
    const [one, other] = [place.run(), place.run({}, { live: false })];
    assert.equal((await recorded(one, { id: 'mine' })).stored, 'written');
    assert.equal((await recorded(other, { id: 'mine' })).stored, 'known');
    value(await setLimitAsked(one.keeper, '10k output tokens a day', null));
    assert.equal((await standing(other, TOKENS))?.used, 1_000);
  });

  it('count the usage of an outcome whose recorder was ended before it could', async () => {
    const [one, other] = [place.run(), place.run({}, { live: false })];
    const { record } = await recorded(one, { id: 'whole' });
    const store = value(one.keeper.store);
    value(await store.history.append(outcomeEntry({ ...record, id: 'half' })));
    assert.equal((await recorded(other, { id: 'half' })).stored, 'known');
    assert.equal((await recorded(one, { id: 'half' })).stored, 'known');
    value(await setLimitAsked(one.keeper, '10k output tokens a day', null));
    assert.equal((await standing(other, TOKENS))?.used, 2_000);
    assert.equal((await standing(one, TOKENS))?.used, 2_000);
  });
});
