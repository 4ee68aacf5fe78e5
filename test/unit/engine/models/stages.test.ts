import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Limit } from '../../../../src/core/facts/limit.ts';
import { fail, type Result } from '../../../../src/core/facts/result.ts';
import { easy, medium } from '../../../../src/core/budget/compute/presets.ts';
import { RULE_PRESETS } from '../../../../src/core/models/validate/rule-set.ts';
import { planned } from '../../../../src/engine/models/plan-request.ts';
import { processAsk } from '../../../../src/engine/models/process.ts';
import { setLimit } from '../../../../src/core/budget/ledger/ledger-changes.ts';
import { fullDisk } from '../../../fault/full-disk.ts';
import { temporaryFolder } from '../../node/temporary-folder.ts';
import { recordsIn } from '../../node/store/workspace-records.ts';
import { type Advised, advised, askOf } from './advised.ts';
import { askable, perToken } from './fake-models.ts';

const A_DAY: Limit = {
  id: 'money',
  unit: 'microUsd',
  amount: 30_000,
  period: 'day',
  timeZone: 'utc',
  scope: 'workspace',
  warnShare: null,
};

describe('the stages of a request', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let store: string;
  beforeEach(() => {
    folder = temporaryFolder();
    store = join(folder.path, 'store');
  });
  afterEach(() => folder.remove());

  it('a limit is in the way: refused with what would allow it, recorded, and nothing is sent', async () => {
    const world = advised([askable('a', { price: perToken(0, 40) })], undefined, { store });
    await limited(world, A_DAY);
    const refused = await world.ask({ requestCap: 1_000 });
    // routing knows what is left of the limits
    assert.equal(codeOf(refused), 'cost_limit_exceeded');
    const passed = await world.ask({ requestCap: 1_000 }, { passLimits: true });
    assert.equal(passed.ok, true);
    assert.equal(world.adapter.attempts.length, 1);
    const failures = (await world.records()).flatMap((record) =>
      record.kind === 'request' ? [record.failure] : [],
    );
    assert.deepEqual(failures, [{ stage: 'route', code: 'cost_limit_exceeded' }, null]);
    await world.close();
  });

  it('several at once never spend more than a limit, and what is not used is free again', async () => {
    const world = advised([askable('a', { price: perToken(0, 10) })], () => ({ ms: 50 }), { store });
    await limited(world, A_DAY);
    // each may take 10,000 of 30,000, and takes 100
    const asks = Array.from({ length: 8 }, (_, place) =>
      processAsk(world.advisor, askOf({ id: `q${place}`, requestCap: 1_000 })),
    );
    world.advisor.configure({ caching: false });
    const done = await world.clock.run(Promise.all(asks));
    assert.equal(done.filter(({ ok }) => ok).length, 3);
    for (const each of done)
      if (!each.ok) assert.equal(['cost_limit_exceeded', 'budget_exhausted'].includes(each.error.code), true);
    assert.equal((await world.ask({ requestCap: 1_000 })).ok, true);
    const used = (await recordsIn(world.opened?.history ?? assert.fail())).flatMap((record) =>
      record.kind === 'usage' ? [record.amounts.microUsd] : [],
    );
    assert.deepEqual(used, [100, 100, 100, 100]);
    await world.close();
  });

  it('a price that is not known needs consent under a limit', async () => {
    const world = advised([askable('a', { price: { kind: 'unknown' } })]);
    assert.equal(codeOf(await world.ask({ costLimitMicroUsd: 1_000_000 })), 'price_unknown');
    const allowed = await world.ask({ costLimitMicroUsd: 1_000_000, consent: ['unknown_price'] });
    assert.equal(allowed.ok && allowed.value.costMicroUsd, null);
    await world.close();
  });

  it('a second request is answered from the cache, a third after its time from the model', async () => {
    const world = advised([askable('a')]);
    const first = await world.ask({ prompt: ' What is it? ' });
    const second = await world.ask({ prompt: 'What is it?' });
    assert.deepEqual(second.ok && [second.value.cached, second.value.costMicroUsd], [true, 0]);
    assert.deepEqual(second.ok && second.value.result, first.ok && first.value.result);
    const plan = await planned(world.advisor, askOf({ prompt: 'What is it?' }));
    assert.equal(plan.ok && plan.value.cached, true);
    assert.equal((await world.ask({ prompt: 'what is it?' })).ok, true);
    assert.equal(world.adapter.attempts.length, 2);
    world.clock.advance(3_600_000);
    assert.equal((await world.ask({ prompt: 'What is it?' })).ok, true);
    assert.equal(world.adapter.attempts.length, 3);
    const [, cached] = (await world.records()).filter((record) => record.kind === 'request');
    assert.deepEqual(cached?.kind === 'request' && [cached.cached, cached.models, cached.tokenCount], [
      true,
      [],
      0,
    ]);
    assert.deepEqual(world.advisor.cache.statistics().hits, 1);
    await world.close();
  });

  it('an old answer is given when no model answers, marked; without one each cause is told', async () => {
    let fails = false;
    const world = advised([askable('a'), askable('b')], () =>
      fails ? { ms: 10, code: 'adapter_auth' } : { ms: 10, text: 'yes' },
    );
    await world.ask();
    fails = true;
    world.clock.advance(3_700_000);
    const stale = await world.ask();
    assert.equal(stale.ok, true);
    if (!stale.ok) return;
    const { result } = stale.value;
    assert.deepEqual(
      [result.data, result.stale, result.flaggedForReview, result.flags],
      ['yes', true, true, ['stale']],
    );
    const failed = await world.ask({ prompt: 'Where is another one?' });
    assert.equal(codeOf(failed), 'all_models_failed');
    assert.deepEqual(failed.ok ? [] : failed.error.details?.['causes'], [
      { model: 'a', code: 'adapter_auth', message: 'a: adapter_auth' },
    ]);
    await world.close();
  });

  it('an answer that was cut off is given when there is no other, and is not remembered', async () => {
    const world = advised([askable('a', { maxOutputTokens: 1_000 })], () => ({
      ms: 10,
      code: 'adapter_truncated',
      text: 'The begin',
    }));
    const cut = await world.ask();
    assert.deepEqual(cut.ok && [cut.value.result.data, cut.value.result.flags], ['The begin', ['truncated']]);
    const again = await world.ask();
    assert.equal(again.ok && again.value.cached, false);
    await world.close();
  });

  it('a compute budget is executed, reserved before and committed after', async () => {
    const world = advised(
      [askable('a'), askable('b')],
      ({ system, model }) => ({
        ms: 10,
        text:
          system === null ? `answer of ${model.id}` : system.startsWith('You check') ? '0.9' : 'rewritten',
      }),
      { store },
    );
    const compute = { level: 'medium', budget: medium() };
    const plan = await planned(world.advisor, askOf({ category: 'complex_reasoning' }, { compute }));
    assert.deepEqual(
      plan.ok && [plan.value.answers, plan.value.verifications, plan.value.refinements],
      [5, 5, 1],
    );
    const asked = await world.ask({ category: 'complex_reasoning' }, { compute });
    assert.equal(asked.ok, true);
    if (!asked.ok) return;
    assert.equal(asked.value.responses.length, 11);
    assert.equal((asked.value.costMicroUsd ?? 0) <= (plan.ok ? plan.value.pricedMicroUsd : 0), true);
    const usage = (await recordsIn(world.opened?.history ?? assert.fail())).find(
      (record) => record.kind === 'usage',
    );
    assert.deepEqual(
      usage?.kind === 'usage' && [usage.amounts.computeUnits, usage.reserved?.computeUnits, usage.level],
      [850, 850, 'medium'],
    );
    // all answers together pass the limit of the request, which one answer a model does not
    const dear = await world.ask({ costLimitMicroUsd: 30_000, category: 'complex_reasoning' }, { compute });
    assert.equal(codeOf(dear), 'cost_limit_exceeded');
    const cheaper = { level: 'easy', budget: easy() };
    assert.equal(
      (await world.ask({ costLimitMicroUsd: 50_000, category: 'complex_reasoning' }, { compute: cheaper }))
        .ok,
      true,
    );
    await world.close();
  });

  it('the next by rank is asked when too few answer, within the limit', async () => {
    const models = ['a', 'b', 'c', 'd'].map((id) => askable(id));
    const world = advised(
      models,
      ({ model }) => (model.id === 'd' ? { ms: 10 } : { ms: 10, code: 'adapter_auth' }),
      { store },
    );
    for (const { id } of models) await world.prove(id, 'data_validation', id === 'd' ? 10 : 12);
    const asked = await world.ask({ category: 'data_validation', qualityThreshold: 0.5 });
    assert.deepEqual(asked.ok && asked.value.result.contributingModels, ['d']);
    assert.deepEqual(asked.ok && asked.value.result.incomplete, true);
    const limited = await world.ask({
      category: 'data_validation',
      qualityThreshold: 0.5,
      costLimitMicroUsd: 30_200,
    });
    assert.equal(limited.ok || limited.error.code === 'all_models_failed', true);
    await world.close();
  });

  it('an answer is checked by the rules of its type, and each model judged by them', async () => {
    const world = advised([askable('a')], () => ({
      ms: 10,
      text: '[{"provider":"Acme","gpu":"H100","price":2},{"provider":"Acme","gpu":"H200","price":900}]',
    }));
    const asked = await world.ask({ dataType: 'gpu', category: 'price_extraction' });
    assert.equal(asked.ok, true);
    if (!asked.ok) return;
    const { validation, result } = asked.value;
    assert.equal(Array.isArray(result.data) && result.data.length, 2);
    assert.deepEqual(validation?.validatedData, [{ provider: 'Acme', gpu: 'H100', price: 2 }]);
    const verdict = (await world.records()).find((record) => record.kind === 'verdict');
    assert.equal(verdict?.kind === 'verdict' && verdict.wasCorrect, false);
    // what breaks the rules is not remembered
    const again = await world.ask({ dataType: 'gpu', category: 'price_extraction' });
    assert.equal(again.ok && again.value.cached, false);
    world.advisor.configure({ validation: { enabled: false } });
    const unchecked = await world.ask({ dataType: 'gpu' });
    assert.equal(unchecked.ok && unchecked.value.validation, null);
    world.advisor.configure({ validation: { enabled: true, gpu: { required: ['country'] } } });
    const own = await world.ask({ dataType: 'gpu' });
    assert.equal(own.ok && own.value.validation?.errors[0]?.code, 'missing_field');
    const given = await world.ask({}, { ruleSet: RULE_PRESETS.token });
    assert.equal(given.ok && given.value.validation?.isValid, false);
    await world.close();
  });

  it('a full disk fails no request, and what is recorded comes back later', async () => {
    let isFull = false;
    const world = advised([askable('a')], undefined, { store, disk: fullDisk(() => isFull) });
    world.advisor.configure({ caching: false });
    assert.equal((await world.ask()).ok, true);
    isFull = true;
    for (let place = 0; place < 3; place++) assert.equal((await world.ask()).ok, true);
    assert.equal(
      world.log.some(({ level, text }) => level === 'warn' && text.includes('without a reservation')),
      true,
    );
    isFull = false;
    await world.opened?.history.retry();
    await world.close();
    const later = advised([askable('a')], undefined, { store });
    const kinds = (await later.records()).map(({ kind }) => kind);
    assert.deepEqual(
      [kinds.filter((kind) => kind === 'request').length, kinds.filter((kind) => kind === 'response').length],
      [4, 4],
    );
    const usage = (await recordsIn(later.opened?.history ?? assert.fail())).filter(
      ({ kind }) => kind === 'usage',
    );
    assert.equal(usage.length, 4);
    await later.close();
  });

  it('the fit comes between routing and asking, and its failure is told', async () => {
    const world = advised([askable('a')], undefined, {
      ports: {
        fit: ({ prompt, budget, models }) =>
          Promise.resolve(
            budget < 100
              ? fail('no_room', 'There is no room.')
              : { ok: true, value: { prompt: `files for ${models[0]?.id}\n${prompt}`, packHash: 'h' } },
          ),
      },
    });
    const asked = await world.ask({ budget: 2_000 }, { fits: true });
    assert.equal(asked.ok, true);
    assert.equal(world.adapter.attempts[0]?.call.prompt, 'files for a\nWhere is the config loaded?');
    const none = await world.ask({ budget: 50, prompt: 'Where is it?' }, { fits: true });
    assert.equal(codeOf(none), 'no_room');
    await world.close();
    const without = advised([askable('a')]);
    assert.equal(codeOf(await without.ask({ budget: 50 }, { fits: true })), 'no_room');
    await without.close();
  });

  it('closing waits for what runs, takes nothing new, and cancels what does not end', async () => {
    const world = advised([askable('a'), askable('b')], ({ model }) =>
      model.id === 'a' ? { ms: 3_000 } : { ms: 20_000 },
    );
    // time stands still until both are asked
    const quick = processAsk(world.advisor, askOf({ id: 'quick' }, { models: ['a'] }));
    const slow = processAsk(world.advisor, askOf({ id: 'slow' }, { models: ['b'] }));
    await until(() => world.adapter.running() === 2);
    const begin = world.clock.now();
    const closing = world.clock.run(world.advisor.close());
    assert.equal(codeOf(await world.ask({ id: 'late' })), 'cancelled');
    await closing;
    assert.equal(world.clock.now() - begin <= 5_200, true);
    assert.equal(codeOf(await quick), 'ok');
    assert.equal(codeOf(await slow), 'cancelled');
    assert.equal(world.advisor.running, 0);
    const records = (await world.records()).filter((record) => record.kind === 'request');
    const failures = new Map(records.map(({ id, failure }) => [id, failure?.code ?? null]));
    assert.deepEqual([failures.get('quick'), failures.get('slow'), failures.size], [null, 'cancelled', 2]);
    assert.equal(world.clock.sleeping, 0);
  });

  it('two hundred at once are all answered, and leave nothing behind', async () => {
    const world = advised(
      ['a', 'b', 'c'].map((id) => askable(id)),
      ({ model }, attempt) =>
        attempt === 0 && model.id === 'c' ? { ms: 5, code: 'adapter_server' } : { ms: 20 },
    );
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const asks = Array.from({ length: 200 }, (_, place) =>
      processAsk(
        world.advisor,
        askOf({ id: `q${place}`, category: 'data_validation', prompt: `Is ${place} right?` }),
      ),
    );
    const done = await world.clock.run(Promise.all(asks));
    clearInterval(timer);
    assert.equal(done.filter(({ ok }) => ok).length, 200);
    assert.equal(turns > 20, true);
    assert.deepEqual([world.advisor.running, world.clock.sleeping, world.adapter.running()], [0, 0, 0]);
    const records = await world.records();
    assert.equal(records.filter(({ kind }) => kind === 'request').length, 200);
    assert.equal(new Set(records.map(({ id }) => id)).size, records.length);
    await world.close();
  });

  it('thirty at once share limits and a store, and hold nothing in the end', async () => {
    const world = advised([askable('a'), askable('b')], () => ({ ms: 20 }), { store });
    const asks = Array.from({ length: 30 }, (_, place) =>
      processAsk(world.advisor, askOf({ id: `q${place}`, prompt: `Where is ${place}?` })),
    );
    const done = await world.clock.run(Promise.all(asks));
    assert.equal(done.filter(({ ok }) => ok).length, 30);
    const { reservations } = world.opened?.limits.ledger ?? assert.fail();
    assert.equal(reservations.filter(({ state }) => state === 'open').length, 0);
    const kinds = (await recordsIn(world.opened?.history ?? assert.fail())).map(({ kind }) => kind);
    assert.deepEqual(
      ['request', 'response', 'usage'].map((kind) => kinds.filter((each) => each === kind).length),
      [30, 30, 30],
    );
    await world.close();
  });

  it('a process that is killed in the middle of a request loses no response that had come', async () => {
    const world = advised(
      [askable('a'), askable('b')],
      ({ model }) => ({ ms: model.id === 'a' ? 10 : 5_000 }),
      { store },
    );
    const running = processAsk(world.advisor, askOf({ id: 'cut', category: 'complex_reasoning' }));
    await until(() => world.adapter.running() === 2);
    const aside = world.clock.run(world.clock.sleep(11, new AbortController().signal));
    await aside;
    // another process, while the first one is still in the middle: as if it were killed now
    const later = advised([askable('a')], undefined, { store, clock: world.clock });
    let records = await later.records();
    // the write has begun, and is acknowledged soon
    for (let tries = 0; records.length === 0 && tries < 500; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      records = await later.records();
    }
    assert.deepEqual(
      records.map((record) => record.kind === 'response' && [record.model, record.requestId, record.success]),
      [['a', 'cut', true]],
    );
    assert.equal((await later.advisor.past()).measuredMs.get('a'), 10);
    await later.close();
    await world.clock.run(running);
    await world.close();
  });

  it('an id that runs already is refused; a model that asks for peace is left alone', async () => {
    const world = advised([askable('a')], () => ({
      ms: 10,
      code: 'adapter_rate_limited',
      retryAfterMs: 60_000,
    }));
    const first = processAsk(world.advisor, askOf({ id: 'same' }));
    assert.equal(codeOf(await processAsk(world.advisor, askOf({ id: 'same' }))), 'duplicate_reservation');
    assert.equal(codeOf(await world.clock.run(first)), 'all_models_failed');
    assert.equal(codeOf(await world.ask()), 'no_models');
    world.clock.advance(60_000);
    assert.equal(codeOf(await world.ask()), 'all_models_failed');
    await world.close();
  });

  it('a request that is asked again under its id is counted and recorded again', async () => {
    let fails = true;
    const world = advised([askable('a')], () => (fails ? { ms: 10, code: 'adapter_auth' } : { ms: 10 }), {
      store,
    });
    assert.equal(codeOf(await world.ask({ id: 'same' })), 'all_models_failed');
    fails = false;
    assert.equal(codeOf(await world.ask({ id: 'same' })), 'ok');
    const all = await recordsIn(world.opened?.history ?? assert.fail());
    const failures = all.flatMap((record) =>
      record.kind === 'request' ? [record.failure?.code ?? null] : [],
    );
    assert.deepEqual(failures, ['all_models_failed', null]);
    assert.equal(all.filter((record) => record.kind === 'usage' && record.requestId === 'same').length, 2);
    await world.close();
  });

  it('a model that is removed is asked no more, and its records stay', async () => {
    const world = advised([askable('a'), askable('b')]);
    await world.prove('a', 'simple_query', 10);
    await world.ask({}, { models: ['a'] });
    world.advisor.offer([askable('b')]);
    world.advisor.configure({ caching: false });
    const next = await world.ask();
    assert.deepEqual(next.ok && next.value.result.contributingModels, ['b']);
    world.advisor.remove('fake');
    assert.equal(codeOf(await world.ask()), 'no_models');
    assert.equal(
      (await world.records()).some((record) => record.kind === 'response' && record.model === 'a'),
      true,
    );
    await world.close();
  });
});

async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error('It never came about.');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function limited({ opened }: Advised, limit: Limit): Promise<void> {
  const limits = opened?.limits ?? assert.fail();
  const changed = await limits.change((ledger) => {
    const bare = { ...ledger, limits: [] };
    const set = setLimit(bare, limit, Date.now());
    return set.ok ? { ok: true, value: { ledger: set.value.ledger, answer: null } } : set;
  });
  assert.equal(changed.ok, true);
}

function codeOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code;
}
