import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CATEGORY_OF_DATA } from '../../../../src/core/facts/category.ts';
import { fail, ok } from '../../../../src/core/facts/result.ts';
import { Facade, type Legacy, type ReadFetch } from '../../../../src/engine/models/facade.ts';
import { advised, askOf } from './advised.ts';
import { askable } from './fake-models.ts';

const REQUEST = { prompt: 'What do GPUs cost?', dataType: 'gpu', hasLegacy: true };
const PRICES = '[{"provider":"Acme","gpu":"H100","price":2.5}]';

const read: ReadFetch = ({ prompt, dataType, requestId }) =>
  Promise.resolve(ok(askOf({ id: requestId, prompt, dataType, category: CATEGORY_OF_DATA[dataType] })));

const old: Legacy = ({ prompt }) => Promise.resolve(ok(`old answer to ${prompt}`));

describe('the facade between an old function and the models', () => {
  it('gives checked data with who made them, from the models alone at stage full', async () => {
    const world = advised([askable('a'), askable('b')], () => ({ ms: 10, text: PRICES }));
    const facade = new Facade(world.advisor);
    const fetched = await world.clock.run(facade.fetchData(REQUEST, read, old));
    assert.equal(fetched.success, true);
    if (!fetched.success) return;
    assert.deepEqual(fetched.data, [{ provider: 'Acme', gpu: 'H100', price: 2.5 }]);
    const { metadata, system } = fetched;
    assert.deepEqual(
      [system, metadata.stage, metadata.category],
      ['orchestrator', 'full', 'price_extraction'],
    );
    assert.deepEqual(metadata.contributingModels, ['a', 'b']);
    const grid = await world.clock.run(
      facade.fetchData(
        { ...REQUEST, dataType: 'grid_load', prompt: 'Show the historical trend of the load' },
        read,
        old,
      ),
    );
    assert.equal(grid.success && grid.metadata.category, 'historical_analysis');
    const wrong = await facade.fetchData({ ...REQUEST, dataType: 'weather' }, read, old);
    assert.equal(!wrong.success && wrong.error.code, 'invalid_data_type');
    assert.deepEqual([facade.status.orchestrator, facade.status.legacy], [2, 0]);
    await world.close();
  });

  it('asks the old function alone at stage legacy, and when it is switched off', async () => {
    const world = advised([askable('a')], () => ({ ms: 10, text: PRICES }));
    const facade = new Facade(world.advisor);
    assert.equal(facade.update({ stage: 'legacy' }).ok, true);
    const fetched = await facade.fetchData(REQUEST, read, old);
    assert.deepEqual(fetched.success && [fetched.data, fetched.system], [
      'old answer to What do GPUs cost?',
      'legacy',
    ]);
    const none = await facade.fetchData({ ...REQUEST, hasLegacy: false }, read, null);
    assert.equal(!none.success && none.error.code, 'no_system');
    facade.update({ stage: 'full', on: false });
    assert.equal((await facade.fetchData(REQUEST, read, old)).system, 'legacy');
    facade.toggle(true);
    assert.equal((await world.clock.run(facade.fetchData(REQUEST, read, old))).system, 'orchestrator');
    assert.equal(world.adapter.attempts.length, 1);
    await world.close();
  });

  it('shares requests by their ids at stage gradual: the same id always goes the same way, as many as are said', async () => {
    const world = advised([askable('a')], () => ({ ms: 1, text: PRICES }));
    const facade = new Facade(world.advisor);
    await fc.assert(
      fc.asyncProperty(fc.uuid(), fc.integer({ min: 0, max: 100 }), async (requestId, rolloutPercent) => {
        facade.update({ stage: 'gradual', rolloutPercent });
        const share = world.advisor.ports.stableHash(requestId) * 100;
        const fetched = await world.clock.run(facade.fetchData({ ...REQUEST, requestId }, read, old));
        assert.equal(fetched.system, share < rolloutPercent ? 'orchestrator' : 'legacy');
      }),
      { numRuns: 100 },
    );
    // without an old function there is nothing to share with
    facade.update({ rolloutPercent: 0 });
    assert.equal((await world.clock.run(facade.fetchData(REQUEST, read, null))).system, 'orchestrator');
    await world.close();
  });

  it('falls back to the old function when the models fail, unless that is switched off', async () => {
    const world = advised([askable('a')], () => ({ ms: 10, code: 'adapter_auth' }));
    const facade = new Facade(world.advisor);
    const fallen = await world.clock.run(facade.fetchData(REQUEST, read, old));
    assert.deepEqual([fallen.success, fallen.system, facade.status.rolledBack], [true, 'legacy', 1]);
    facade.update({ rollbackEnabled: false });
    const failed = await world.clock.run(facade.fetchData(REQUEST, read, old));
    assert.equal(!failed.success && failed.error.code, 'all_models_failed');
    facade.update({ rollbackEnabled: true });
    const broken: Legacy = () => Promise.reject(new Error('secret path'));
    const both = await world.clock.run(facade.fetchData(REQUEST, read, broken));
    assert.equal(!both.success && both.error.code, 'legacy_failed');
    const refusing: Legacy = () => Promise.resolve(fail('legacy_failed', 'It is off.'));
    const told = await world.clock.run(facade.fetchData(REQUEST, read, refusing));
    assert.equal(!told.success && told.error.message, 'It is off.');
    await world.close();
  });

  it('takes settings by their names, and changes nothing when one is wrong', async () => {
    const world = advised([]);
    const facade = new Facade(world.advisor);
    for (const fields of [
      { stage: 'half' },
      { stage: 'gradual', rolloutPercent: 101 },
      { on: 'yes' },
      { speed: 1 },
      7,
    ]) {
      const refused = facade.update(fields);
      assert.equal(!refused.ok && refused.error.code, 'invalid_config', JSON.stringify(fields));
    }
    assert.equal(facade.update(null).ok, true);
    assert.deepEqual(facade.status, {
      stage: 'full',
      rolloutPercent: 100,
      rollbackEnabled: true,
      on: true,
      orchestrator: 0,
      legacy: 0,
      rolledBack: 0,
    });
    await world.close();
  });
});
