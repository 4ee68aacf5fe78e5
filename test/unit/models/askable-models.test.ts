import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type AskableSources, askableModels } from '../../../src/core/models/askable-models.ts';
import type { ModelData } from '../../../src/core/models/model-data.ts';
import { buildRegistry, type RegistrySources } from '../../../src/core/models/registry.ts';
import { SHIPPED_MODELS } from '../../../src/core/models/shipped-models.ts';
import { builtData } from './built-data.ts';

const data: ModelData = {
  version: 1,
  sources: { genaiPrices: 'genai 1', llmPrices: 'llm 2' },
  models: [
    {
      id: 'gpt-6-sol',
      provider: 'OpenAI',
      genaiPrices: { window: 1_050_000, prices: [{ input: 2, output: 10 }] },
    },
    {
      id: 'deepseek-v3.2',
      provider: 'DeepSeek',
      genaiPrices: { window: 128_000, prices: [{ input: 0.28, output: 0.4 }] },
    },
    { id: 'seed-1.6', provider: 'ByteDance', aliases: ['doubao-seed-1-6'], genaiPrices: { window: 262_144 } },
  ],
};

const OFFER = {
  id: 'gpt-4.1',
  name: 'GPT-4.1',
  vendor: 'copilot',
  family: 'gpt-4.1',
  maxInputTokens: 64_000,
};

function asked(registry: Partial<RegistrySources> = {}, more: Partial<AskableSources> = {}) {
  const built = buildRegistry({ data, date: '2026-11-21', ...registry });
  assert.deepEqual(built.refused, []);
  const models = askableModels({ registry: built, keys: new Set(), ...more });
  return new Map(models.map((model) => [model.id, model]));
}

describe('the models that can be asked', () => {
  it('are the shipped ones, disabled until their key exists', () => {
    const without = asked();
    assert.deepEqual([...without.keys()].toSorted(), SHIPPED_MODELS.map(({ id }) => id).toSorted());
    assert.ok([...without.values()].every(({ enabled }) => !enabled));
    const enabled = [...asked({}, { keys: new Set(['DASHSCOPE_API_KEY']) }).values()].filter(
      (model) => model.enabled,
    );
    assert.deepEqual(
      enabled.map(({ id }) => id),
      ['deepseek-v3.2', 'qwen3-max'],
    );
  });

  it('have their figures from the packages, and an unknown price where those know none', () => {
    const models = asked();
    assert.deepEqual(models.get('gpt-6-sol')?.price, {
      kind: 'perToken',
      inputUsdPerMillion: 2,
      outputUsdPerMillion: 10,
      cachedInputUsdPerMillion: null,
    });
    assert.deepEqual(models.get('qwen3-max')?.price, { kind: 'unknown' });
    assert.equal(models.get('qwen3-max')?.provider, 'Alibaba');
    assert.equal(models.get('doubao-seed-1-6-251015')?.contextWindow, 262_144);
    assert.match(models.get('deepseek-v3.2')?.notes?.at(-1) ?? '', /price is that of DeepSeek itself/);
  });

  it('are asked by the vendor’s id, key and time limit of their adapter', () => {
    const doubao = asked().get('doubao-seed-1-6-251015');
    assert.equal(doubao?.vendorId, 'doubao-seed-1-6-251015');
    assert.equal(doubao.adapter, 'doubao');
    assert.equal(doubao.keyName, 'VOLC_API_KEY');
    assert.equal(doubao.search, true);
    assert.equal(doubao.baseUrl, null);
    assert.equal(doubao.timeoutMs, null);
    assert.equal(asked().get('deepseek-v3.2')?.search, false);
  });

  it('change by an entry of their id, and keep what it leaves out', () => {
    const entry = {
      id: 'doubao-seed-1-6-251015',
      search: false,
      enabled: true,
      timeoutMs: 5000,
      avgResponseMs: 700,
    };
    const doubao = asked({ own: [entry] }).get(entry.id);
    assert.equal(doubao?.adapter, 'doubao');
    assert.deepEqual(
      [doubao.search, doubao.enabled, doubao.timeoutMs, doubao.avgResponseMs],
      [false, true, 5000, 700],
    );
    assert.equal(doubao.contextWindow, 262_144);
    const switchedOff = asked(
      { own: [{ id: 'qwen3-max', enabled: false }] },
      { keys: new Set(['DASHSCOPE_API_KEY']) },
    );
    assert.equal(switchedOff.get('qwen3-max')?.enabled, false);
  });

  it('are the editor’s, through the editor', () => {
    const offered = asked({ editor: [OFFER] }).get('gpt-4.1');
    assert.equal(offered?.adapter, 'vscode');
    assert.equal(offered.vendorId, 'gpt-4.1');
    assert.equal(offered.provider, 'copilot');
    assert.equal(offered.enabled, true);
    assert.equal(offered.keyName, null);
    assert.deepEqual(offered.price, { kind: 'included' });
    assert.equal(
      asked({ editor: [OFFER], own: [{ id: 'gpt-4.1', enabled: false }] }).get('gpt-4.1')?.enabled,
      false,
    );
  });

  it('are the user’s own, with one entry', () => {
    const entry = {
      id: 'Home',
      adapter: 'openai-compatible',
      model: 'Qwen/Qwen3-8B',
      baseUrl: 'http://localhost:8000/v1',
      freeOfCharge: true,
    };
    const home = asked({ own: [entry] }).get('home');
    assert.equal(home?.enabled, true);
    assert.equal(home.vendorId, 'Qwen/Qwen3-8B');
    assert.equal(home.baseUrl, 'http://localhost:8000/v1');
    assert.equal(home.keyName, null);
    assert.equal(home.freeOfCharge, true);
    assert.equal(asked({ own: [{ id: 'GPT-X', adapter: 'openai' }] }).get('gpt-x')?.vendorId, 'GPT-X');
  });

  it('may name an adapter that somebody else registers', () => {
    const own = asked({ own: [{ id: 'mine', adapter: 'house', keyName: 'HOUSE_API_KEY' }] }).get('mine');
    assert.equal(own?.adapter, 'house');
    assert.equal(own.keyName, 'HOUSE_API_KEY');
    assert.equal(own.avgResponseMs, 7500);
  });

  it('leave out an entry that only corrects figures', () => {
    assert.equal(asked({ own: [{ id: 'gpt-5', maxInputTokens: 1000 }] }).has('gpt-5'), false);
  });

  it('have the measured time before the stated one', () => {
    const own = [{ id: 'qwen3-max', avgResponseMs: 700 }];
    assert.equal(
      asked({ own }, { measuredMs: new Map([['qwen3-max', 432]]) }).get('qwen3-max')?.avgResponseMs,
      432,
    );
  });

  it('are known to the packages that ship, and priced where those know a price', () => {
    const registry = buildRegistry({ data: builtData().data, date: '2026-11-21' });
    for (const { id, adapter, price, contextWindow } of askableModels({ registry, keys: new Set() })) {
      assert.ok(contextWindow !== null, id);
      // Alibaba's and ByteDance's own lists are in neither package
      assert.equal(price.kind, adapter === 'qwen' || adapter === 'doubao' ? 'unknown' : 'perToken', id);
    }
  });

  it('have what the user states before the note of a shipped price', () => {
    const own = [{ id: 'deepseek-v3.2', inputUsdPerMillion: 0.3, outputUsdPerMillion: 0.5 }];
    const stated = asked({ own }).get('deepseek-v3.2');
    assert.equal(stated?.price.kind === 'perToken' && stated.price.inputUsdPerMillion, 0.3);
    assert.doesNotMatch((stated?.notes ?? []).join(' '), /DeepSeek itself/);
  });

  it('leave the editor’s way to a model by an entry that names another', () => {
    const own = [{ id: 'gpt-6-sol', adapter: 'openai', model: 'gpt-6-sol-snapshot' }];
    const editor = [{ ...OFFER, id: 'gpt-6-sol' }];
    assert.equal(asked({ editor }).get('gpt-6-sol')?.price.kind, 'included');
    const model = asked({ editor, own }).get('gpt-6-sol');
    assert.equal(model?.adapter, 'openai');
    assert.equal(model.vendorId, 'gpt-6-sol-snapshot');
    assert.equal(model.keyName, 'OPENAI_API_KEY');
    assert.equal(model.price.kind, 'perToken');
    assert.equal(model.maxInputTokens, null);
  });

  const entryArb = fc.record({
    id: fc.stringMatching(/^[a-z][a-z0-9.-]{0,12}$/),
    adapter: fc.constantFrom('qwen', 'openai', 'anthropic', 'house'),
    enabled: fc.boolean(),
    search: fc.boolean(),
    timeoutMs: fc.integer({ min: 1, max: 1e6 }),
  });
  const entriesArb = fc.uniqueArray(entryArb, { maxLength: 6, selector: ({ id }) => id });

  it('an entry makes a model that can be asked, as the entry says', () => {
    fc.assert(
      fc.property(entriesArb, entryArb, (others, entry) => {
        const models = asked({ own: [...others, entry], editor: [OFFER] });
        const model = models.get(entry.id);
        assert.equal(model?.adapter, entry.adapter);
        assert.equal(model.enabled, entry.enabled);
        assert.equal(model.search, entry.search);
        assert.equal(model.timeoutMs, entry.timeoutMs);
      }),
      { numRuns: 200 },
    );
  });

  it('removing a model leaves every other as it was', () => {
    fc.assert(
      fc.property(entriesArb, entryArb, (others, entry) => {
        const rest = others.filter(({ id }) => id !== entry.id);
        const before = asked({ own: [...rest, entry], editor: [OFFER] });
        const after = asked({ own: rest, editor: [OFFER] });
        const isKnownOtherwise = SHIPPED_MODELS.some(({ id }) => id === entry.id) || entry.id === OFFER.id;
        assert.equal(after.has(entry.id), isKnownOtherwise);
        before.delete(entry.id);
        after.delete(entry.id);
        assert.deepEqual(after, before);
      }),
      { numRuns: 200 },
    );
  });
});
