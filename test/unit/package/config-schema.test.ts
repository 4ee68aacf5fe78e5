import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Validator } from '@cfworker/json-schema';
import { checkOwnEntry } from '../../../src/core/models/own-entry.ts';
import { SCHEMA_FILE, schemaText } from '../../package/config-schema.ts';

const SCHEMA = JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')) as Record<string, unknown>;

describe('the JSON Schema of .contextbudget.json', () => {
  const validator = new Validator(SCHEMA, '7');
  const isValid = (config: unknown): boolean => validator.validate(config).valid;

  it('is made of the settings in package.json as they are now (npm run schema)', () => {
    assert.deepEqual(SCHEMA, JSON.parse(schemaText()));
  });

  it('takes what the terminal takes, dotted or nested', () => {
    for (const config of [
      {},
      { $schema: './schema.json' },
      { models: [{ id: 'house', adapter: 'openai-compatible', baseUrl: 'http://localhost:11434/v1' }] },
      { ask: { qualityThreshold: 0.7, 'counts.dual': 3, cache: { ttlSeconds: 60 } } },
      {
        ask: {
          validation: { gpu: { required: ['price'] }, enabled: true },
          merge: { keys: { gpu: ['gpu'] } },
        },
      },
      { compute: { levels: { careful: { numCandidates: 4 } }, limit: 40 } },
      { prediction: { method: 'formula' }, history: { retentionDays: null }, alerts: { thresholds: {} } },
    ])
      assert.equal(isValid(config), true, JSON.stringify(config));
  });

  it('marks other names, wrong values and keys', () => {
    for (const config of [
      { api: {} },
      { ask: { quality: 1 } },
      { ask: { retries: -1 } },
      { ask: { counts: { dual: 4 } } },
      { ask: { cache: { apiKey: 'x' } } },
      { models: [{ id: 'house', apiKey: 'x' }] },
      { models: [{ id: 'house', keyName: 'sk-live' }] },
      { models: [{ id: 'house', baseUrl: 'http://example.org' }] },
      { alerts: { notifications: true } },
    ])
      assert.equal(isValid(config), false, JSON.stringify(config));
  });

  it('takes every example of the documentation', () => {
    const examples = ['README.md', 'docs/asking-models.md'].flatMap((file) => {
      const text = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
      return [...text.matchAll(/```json\n(\{.*?\})\n```/gs)].map(
        ([, json = '']) => JSON.parse(json) as unknown,
      );
    });
    assert.ok(examples.length >= 2);
    for (const example of examples) assert.equal(isValid(example), true, JSON.stringify(example));
  });

  it('knows every field of a model entry, and no other', () => {
    const { models } = SCHEMA['properties'] as { models: { items: { properties: Record<string, unknown> } } };
    const refused = checkOwnEntry({ id: 'x', 'no such field': 1 }, 0);
    const known = /there are (.*)\.$/.exec(refused.ok ? '' : refused.error.message)?.[1]?.split(', ') ?? [];
    assert.deepEqual(Object.keys(models.items.properties).toSorted(), known.toSorted());
  });
});
