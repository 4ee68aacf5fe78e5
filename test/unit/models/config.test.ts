import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fail, ok } from '../../../src/core/facts/result.ts';
import { DEFAULT_MODELS_CONFIG, readModelsConfig } from '../../../src/core/models/config.ts';

const readRules = (value: unknown) =>
  value === 'gpu' ? ok(value) : fail('invalid_rule_set', 'There are no such rules.');
const read = (fields: Readonly<Record<string, unknown>>, before = DEFAULT_MODELS_CONFIG) =>
  readModelsConfig(fields, before, readRules);

describe('settings of asking models', () => {
  it('take what is right and keep the old value of what is wrong, refused by its name', () => {
    const { config, refused } = read({
      qualityThreshold: 0.9,
      minSamples: 0,
      'cache.maxEntries': 10,
      'cache.ttlSeconds': '60',
      costLimitUsd: null,
      'migration.stage': 'half',
      explorationRate: undefined,
    });
    assert.deepEqual(
      refused.map(({ code, details }) => [code, details?.['field']]),
      [
        ['invalid_config', 'minSamples'],
        ['invalid_config', 'cache.ttlSeconds'],
        ['invalid_config', 'migration.stage'],
      ],
    );
    assert.deepEqual(config, {
      ...DEFAULT_MODELS_CONFIG,
      qualityThreshold: 0.9,
      'cache.maxEntries': 10,
      costLimitUsd: null,
    });
    assert.match(refused[0]?.message ?? '', /"minSamples" must be a whole number from 1/);
  });

  it('may be written as objects of objects', () => {
    const keys = { gpu: ['provider', 'gpu'], default: ['id'] };
    const { config, refused } = read({
      cache: { maxEntries: 5 },
      anomaly: { factor: 4, warnings: false },
      merge: { keys },
      validation: { gpu: 'gpu', enabled: false },
    });
    assert.deepEqual(refused, []);
    assert.deepEqual(
      [
        config['cache.maxEntries'],
        config['anomaly.factor'],
        config['anomaly.warnings'],
        config['merge.keys'],
      ],
      [5, 4, false, keys],
    );
    assert.deepEqual([config['validation.gpu'], config['validation.enabled']], ['gpu', false]);
  });

  it('hold no keys and nothing that nobody knows', () => {
    for (const name of ['apiKey', 'DASHSCOPE_API_KEY', 'openai.key', 'secret']) {
      const { refused, config } = read({ [name]: 'sk-1' });
      assert.match(refused[0]?.message ?? '', /keys are never kept in settings/, name);
      assert.equal(JSON.stringify([refused, config]).includes('sk-1'), false);
    }
    assert.match(read({ minSample: 3 }).refused[0]?.message ?? '', /there is none of this name/);
    assert.match(read({ 'validation.gpu': 'cpu' }).refused[0]?.message ?? '', /There are no such rules/);
    for (const keys of [[], { cpu: ['a'] }, { gpu: [] }, { gpu: ['a', 1] }])
      assert.equal(read({ 'merge.keys': keys }).refused.length, 1);
  });

  it('never end in anything but settings that were right, whatever is given', () => {
    const name = fc.constantFrom(...Object.keys(DEFAULT_MODELS_CONFIG), 'other');
    fc.assert(
      fc.property(fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true }), (fields) => {
        const { config, refused } = read(fields);
        const again = read(config as unknown as Record<string, unknown>);
        assert.deepEqual(again.refused, []);
        assert.deepEqual(again.config, config);
        for (const { code } of refused) assert.equal(code, 'invalid_config');
        assert.equal(Object.isFrozen(config), true);
      }),
      { numRuns: 300 },
    );
  });
});
