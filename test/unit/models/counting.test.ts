import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { countingOf } from '../../../src/core/models/counting.ts';
import { FAMILIES, UNKNOWN_FAMILY } from '../../../src/core/models/families.ts';

const TABLE = createRequire(import.meta.url)('tiktoken/model_to_encoding.json') as Record<string, string>;

/** Embeddings of another age, which take no prompt; everything else of the table is asserted. */
const NO_PROMPT = /similarity|search-(ada|babbage|curie|davinci)|code-search/;

describe('how a model counts', () => {
  it('is what tiktoken’s own table says, for every model in it', () => {
    for (const [name, encoding] of Object.entries(TABLE).filter(([name]) => !NO_PROMPT.test(name))) {
      assert.deepEqual([name, countingOf(name).encoding, countingOf(name).exact], [name, encoding, true]);
    }
  });

  it('is exact for present names of public vocabularies', () => {
    const names = [
      'gpt-5.1',
      'gpt-5-mini',
      'openai/gpt-5',
      'gpt-4.1-nano',
      'o3-pro',
      'o4-mini-high',
      'chatgpt-4o-latest',
    ];
    for (const name of names) assert.equal(countingOf(name).encoding, 'o200k_base', name);
    assert.equal(countingOf('gpt-oss-20b').encoding, 'o200k_harmony');
    assert.equal(countingOf('gpt-4-turbo').encoding, 'cl100k_base');
  });

  it('is an estimate where nobody published or measured the vocabulary', () => {
    for (const name of [
      'gpt-6-sol',
      'grok-4',
      'kimi-k3',
      'glm-5',
      'doubao-seed-1.6',
      'qwen3.7-max',
      'llama-4-scout',
      '',
    ]) {
      const { exact, factor, band } = countingOf(name);
      assert.deepEqual([exact, factor, band], [false, UNKNOWN_FAMILY.factor, UNKNOWN_FAMILY.band], name);
    }
  });

  const families: readonly (readonly [family: string, names: readonly string[]])[] = [
    [
      'claude',
      [
        'claude-3-5-sonnet',
        'claude-3.7-sonnet',
        'claude-sonnet-4',
        'claude-opus-4-20250514',
        'claude-haiku-4-5',
        'claude-sonnet-4.6',
        'claude-4-sonnet',
      ],
    ],
    [
      'claude-4.7',
      [
        'claude-opus-4-7',
        'claude-opus-4.8',
        'claude-sonnet-5',
        'claude-5-sonnet',
        'claude-opus-5-5',
        'claude-fable-5',
      ],
    ],
    ['gemini', ['gemini-2.5-pro', 'gemma-3-27b-it']],
    ['qwen', ['qwen3-max', 'qwen-2.5-72b-instruct', 'qwq-32b']],
    ['deepseek', ['deepseek-v3.2', 'deepseek-chat']],
    ['llama-3', ['llama-3.3-70b-instruct', 'meta-llama/llama-3.1-8b-instruct']],
    ['mistral-32k', ['codestral-latest', 'mixtral-8x22b-instruct', 'mistral-large-2411']],
    ['mistral', ['mistral-large-2512', 'mistral-large-latest', 'devstral-2512', 'ministral-8b-2512']],
    ['cohere', ['command-a-03-2025', 'command-r-plus']],
  ];
  for (const [family, names] of families) {
    it(`is that of the family ${family} for ${names.join(', ')}`, () => {
      const expected = FAMILIES.find((candidate) => candidate.family === family);
      assert.ok(expected);
      for (const name of names) assert.equal(countingOf(name).basis, expected.basis, name);
    });
  }

  it('goes by the family that an editor states when the id says nothing', () => {
    assert.equal(countingOf('auto-fast', 'gpt-4o').encoding, 'o200k_base');
  });

  it('covers every family but Claude 4.7 by the default', () => {
    const most = UNKNOWN_FAMILY.factor * (1 + UNKNOWN_FAMILY.band);
    for (const { family, factor, band } of FAMILIES.filter(({ family }) => family !== 'claude-4.7')) {
      assert.ok(most >= factor * (1 + band), family);
    }
  });
});
