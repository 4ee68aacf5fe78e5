import assert from 'node:assert/strict';
import type { ModelData } from '../../../src/core/models/model-data.ts';
import { findModel } from '../../../src/core/models/find-model.ts';
import { buildRegistry } from '../../../src/core/models/registry.ts';

const data: ModelData = {
  version: 1,
  sources: { genaiPrices: 'genai 1', llmPrices: 'llm 2' },
  models: [
    {
      id: 'gpt-5',
      provider: 'OpenAI',
      aliases: ['gpt-five'],
      genaiPrices: { window: 400_000, prices: [{ input: 1, output: 4, above: 1000 }] },
      llmPrices: { input: 272_000, output: 128_000, prices: [{ input: 2, output: 4 }] },
    },
  ],
};

function withOwn(...own: readonly unknown[]) {
  return buildRegistry({ data, date: '2026-11-21', own });
}

function modelOf(id: string, ...own: readonly unknown[]) {
  const registry = withOwn(...own);
  assert.deepEqual(registry.refused, []);
  const model = findModel(registry, id);
  assert.ok(model.ok);
  return model.value;
}

describe('a user’s own model entry', () => {
  it('wins over the packages, and keeps what it does not state', () => {
    const model = modelOf('gpt-5', { id: 'GPT-5', inputUsdPerMillion: 7, outputUsdPerMillion: 8 });
    assert.equal(model.price.kind === 'perToken' && model.price.inputUsdPerMillion, 7);
    assert.equal(model.contextWindow, 400_000);
    assert.equal(model.counting.exact, true);
    assert.deepEqual(model.sources, ['settings', 'genai 1', 'llm 2']);
  });

  it('bounds the known limits by its window, and may widen the window by its input limit', () => {
    const narrow = modelOf('gpt-5', { id: 'gpt-5', contextWindow: 100_000 });
    assert.deepEqual(
      [narrow.contextWindow, narrow.maxInputTokens, narrow.maxOutputTokens],
      [100_000, 100_000, 100_000],
    );
    assert.equal(modelOf('gpt-5', { id: 'gpt-5', maxInputTokens: 900_000 }).contextWindow, 900_000);
  });

  it('may name a model that nobody else knows; what it does not state is unknown', () => {
    const model = modelOf('mine', {
      id: 'mine',
      provider: 'ollama',
      family: 'llama-3.2',
      freeOfCharge: true,
    });
    assert.deepEqual(model.price, { kind: 'included' });
    assert.equal(model.freeOfCharge, true);
    assert.equal(model.contextWindow, null);
    assert.match(model.counting.basis ?? '', /Llama 3/);
    assert.deepEqual(modelOf('bare', { id: 'bare' }).price, { kind: 'unknown' });
  });

  it('may state how the model counts', () => {
    assert.equal(modelOf('a', { id: 'a', encoding: 'cl100k_base' }).counting.exact, true);
    const estimated = modelOf('b', { id: 'b', factor: 1.2, band: 0.1 }).counting;
    assert.deepEqual([estimated.exact, estimated.factor, estimated.band], [false, 1.2, 0.1]);
  });

  it('may state what a ranking looks at', () => {
    const traits = {
      avgResponseMs: 1500,
      quality: 90,
      supportsThinking: true,
      supportsTools: false,
      strengths: ['debugging'],
      preferredFor: ['complex', 'critical'],
    };
    const model = modelOf('gpt-5', { id: 'gpt-5', ...traits });
    assert.deepEqual({ ...model, ...traits }, model);
    assert.equal('quality' in modelOf('gpt-5', { id: 'gpt-5' }), false);
  });

  it('may take over a further name of another model', () => {
    assert.equal(modelOf('gpt-five', { id: 'gpt-five', name: 'My five' }).name, 'My five');
  });

  const refused: readonly (readonly [what: string, entry: unknown, field: string])[] = [
    ['is no object', 'gpt-5', ''],
    ['is a list', [], ''],
    ['has no id', { name: 'x' }, 'id'],
    ['has a blank id', { id: ' ' }, 'id'],
    ['has a field that is none', { id: 'x', windw: 1 }, 'windw'],
    ['has a field of every object', { id: 'x', constructor: 1 }, 'constructor'],
    ['has a window of 0', { id: 'x', contextWindow: 0 }, 'contextWindow'],
    ['has a fractional limit', { id: 'x', maxInputTokens: 1.5 }, 'maxInputTokens'],
    ['has a limit as text', { id: 'x', maxOutputTokens: '8000' }, 'maxOutputTokens'],
    [
      'has a negative price',
      { id: 'x', inputUsdPerMillion: -1, outputUsdPerMillion: 1 },
      'inputUsdPerMillion',
    ],
    [
      'has a price that is NaN',
      { id: 'x', inputUsdPerMillion: 1, outputUsdPerMillion: Number.NaN },
      'outputUsdPerMillion',
    ],
    ['has one price of two', { id: 'x', inputUsdPerMillion: 1 }, 'outputUsdPerMillion'],
    ['has the other price of two', { id: 'x', outputUsdPerMillion: 1 }, 'inputUsdPerMillion'],
    ['has a cached price alone', { id: 'x', cachedInputUsdPerMillion: 1 }, 'cachedInputUsdPerMillion'],
    [
      'says unknown and a price',
      { id: 'x', price: 'unknown', inputUsdPerMillion: 1, outputUsdPerMillion: 1 },
      'price',
    ],
    ['has a price word that is none', { id: 'x', price: 'free' }, 'price'],
    [
      'is free and priced',
      { id: 'x', freeOfCharge: true, inputUsdPerMillion: 1, outputUsdPerMillion: 1 },
      'freeOfCharge',
    ],
    ['has freeOfCharge as text', { id: 'x', freeOfCharge: 'yes' }, 'freeOfCharge'],
    ['has no time to answer', { id: 'x', avgResponseMs: 0 }, 'avgResponseMs'],
    ['has a quality above 100', { id: 'x', quality: 101 }, 'quality'],
    ['has thinking as text', { id: 'x', supportsThinking: 'yes' }, 'supportsThinking'],
    ['has tools as a number', { id: 'x', supportsTools: 1 }, 'supportsTools'],
    ['has a strength that is no type of task', { id: 'x', strengths: ['juggling'] }, 'strengths'],
    ['is preferred for a word that is none', { id: 'x', preferredFor: 'simple' }, 'preferredFor'],
    ['has an encoding that is none', { id: 'x', encoding: 'o300k' }, 'encoding'],
    ['has a factor without a band', { id: 'x', factor: 1.1 }, 'band'],
    ['has a band without a factor', { id: 'x', band: 0.1 }, 'factor'],
    ['has a band of 1', { id: 'x', factor: 1, band: 1 }, 'band'],
    ['has a factor of 0', { id: 'x', factor: 0, band: 0 }, 'factor'],
    ['has a limit beyond its window', { id: 'x', contextWindow: 10, maxInputTokens: 11 }, 'maxInputTokens'],
  ];
  for (const [what, entry, field] of refused) {
    it(`is refused by its field when it ${what}, and the others stay`, () => {
      const registry = withOwn(entry, { id: 'good' });
      assert.deepEqual(
        registry.refused.map(({ code, details }) => [code, details]),
        [['invalid_model_entry', { entry: 0, field }]],
      );
      assert.match(registry.refused[0]?.message ?? '', /^Model entry 1: /);
      assert.ok(findModel(registry, 'good').ok);
    });
  }
});

describe('how a user’s own model is reached', () => {
  it('is checked field by field, and a wrong value is refused by name', () => {
    for (const [field, entry] of [
      ['adapter', { adapter: ' ' }],
      ['model', { model: '' }],
      ['enabled', { enabled: 1 }],
      ['search', { search: 'yes' }],
      ['timeoutMs', { timeoutMs: 0 }],
      ['timeoutMs', { timeoutMs: 1.5 }],
      ['avgResponseMs', { avgResponseMs: -1 }],
      ['avgResponseMs', { avgResponseMs: 2 ** 31 }],
      ['baseUrl', { adapter: 'openai-compatible' }],
      ['baseUrl', { baseUrl: 'http://models.example/v1' }],
      ['baseUrl', { baseUrl: 'https://me:secret@models.example/v1' }],
      ['baseUrl', { baseUrl: 'https://models.example/v1?key=secret' }],
      ['baseUrl', { baseUrl: 'http://localhost.models.example' }],
      ['baseUrl', { baseUrl: 'http://127.0.0.1@models.example' }],
      ['baseUrl', { baseUrl: 'file:///etc/passwd' }],
      ['keyName', { keyName: 'sk-proof-0123456789' }],
      ['keyName', { keyName: 'HOME' }],
      ['keyName', { adapter: 'openai', baseUrl: 'https://models.example/v1' }],
      [
        'keyName',
        { adapter: 'openai-compatible', baseUrl: 'https://openai.com.example/v1', keyName: 'OPENAI_API_KEY' },
      ],
      ['apiKey', { apiKey: 'sk-proof-0123456789' }],
    ] as const) {
      const [failure = assert.fail(JSON.stringify(entry))] = withOwn({ id: 'mine', ...entry }).refused;
      assert.equal(failure.code, 'invalid_model_entry');
      assert.equal(failure.details?.['field'], field, JSON.stringify(entry));
      assert.doesNotMatch(failure.message, /sk-proof/);
    }
  });

  it('may be on the machine itself without https, and anywhere with it', () => {
    for (const baseUrl of [
      'http://localhost:11434/v1',
      'http://127.0.0.1:1234/v1',
      'http://127.8.8.8',
      'http://[::1]:8000/v1',
      'https://openrouter.ai/api/v1',
      'https://models.example:8443/a-b/v1/',
    ]) {
      assert.deepEqual(withOwn({ id: 'mine', adapter: 'openai-compatible', baseUrl }).refused, [], baseUrl);
    }
  });

  it('takes the vendor’s key in every region of the vendor, and a key of its own anywhere', () => {
    for (const entry of [
      { adapter: 'qwen', baseUrl: 'https://dashscope-intl.aliyuncs.com' },
      { adapter: 'openai', baseUrl: 'https://gateway.example/v1', keyName: 'GATEWAY_API_KEY' },
      { adapter: 'openai', baseUrl: 'http://localhost:8080/v1' },
      { adapter: 'anthropic', baseUrl: 'https://gateway.example/v1', keyName: null },
    ]) {
      assert.deepEqual(withOwn({ id: 'mine', ...entry }).refused, []);
    }
  });
});
