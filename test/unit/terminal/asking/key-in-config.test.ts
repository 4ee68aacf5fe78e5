import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { withoutKeys } from '../../../../src/terminal/key-in-config.ts';
import { readOwnConfig } from '../../../../src/terminal/own-config.ts';
import { folderOf, remove } from '../../engine/running-engine.ts';

/** Made here, so that no scanner finds it in this file. */
const KEY = ['sk', 'proj', 'Qm7vX2kLp9RtY4wZs8Ab3NcD5eFg6HjK'].join('-');

describe('a key in the configuration', () => {
  const refused = (config: unknown): string | null => {
    const checked = withoutKeys(config, 'file.json');
    if (checked.ok) return null;
    assert.equal(checked.error.code, 'invalid_config');
    assert.match(checked.error.message, /^"[^"]+" in file\.json looks like a key\..*\.$/);
    assert.doesNotMatch(JSON.stringify(checked.error), /Qm7vX2|hunter2/, 'it is not repeated');
    return String(checked.error.details?.['field']);
  };

  for (const [field, config] of [
    ['models[1].apiKey', { models: [{ id: 'a' }, { id: 'b', apiKey: 'hunter2' }] }],
    ['models[0].api_key', { models: [{ id: 'a', api_key: 'hunter2' }] }],
    ['models[0].key', { models: [{ id: 'a', key: 'hunter2' }] }],
    ['models[0].token', { models: [{ id: 'a', token: 'hunter2' }] }],
    ['models[0].accessToken', { models: [{ id: 'a', accessToken: 'hunter2' }] }],
    ['models[0].headers.Authorization', { models: [{ id: 'a', headers: { Authorization: 'hunter2' } }] }],
    ['ask.OPENAI_API_KEY', { ask: { OPENAI_API_KEY: 'hunter2' } }],
    ['ask.secret', { ask: { secret: 'hunter2' } }],
    ['models[0].keyName', { models: [{ id: 'a', keyName: KEY }] }],
    ['models[0].name', { models: [{ id: 'a', name: `my ${KEY}` }] }],
    ['models[0].baseUrl', { models: [{ id: 'a', baseUrl: `https://example.org/?x=${KEY}` }] }],
    ['ask.validation.token.note', { ask: { validation: { token: { note: KEY } } } }],
    ['notes[2]', { notes: ['a', 'b', KEY] }],
  ] as const)
    it(`is refused by the name of its field: ${field}`, () => assert.equal(refused(config), field));

  it('is not what only has its name', () => {
    for (const config of [
      { models: [{ id: 'a', keyName: 'MY_GATEWAY_API_KEY', key: '', token: null }] },
      { ask: { merge: { keys: { token: ['provider', 'token'], default: ['key'] } } } },
      { ask: { 'merge.keys': { token: ['key'] }, 'validation.token': 'token' } },
      { ask: { validation: { token: 'token', gpu: { required: ['key'], fields: { token: {} } } } } },
      { history: { keepText: false }, prediction: { method: 'formula' } },
      null,
      [],
      'text',
    ])
      assert.equal(refused(config), null, JSON.stringify(config));
  });

  it('is found wherever it is, and never repeated', () => {
    const place = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(place, (names) => {
        const config = names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), KEY);
        assert.equal(refused(config), names.join('.'));
      }),
      { numRuns: 100 },
    );
  });

  it('ends every command that reads the file', async () => {
    const folder = folderOf({});
    writeFileSync(
      join(folder, '.contextbudget.json'),
      JSON.stringify({ models: [{ id: 'a', apiKey: KEY }] }),
    );
    const read = await readOwnConfig(folder, undefined);
    remove(folder);
    assert.equal(!read.ok && read.error.code, 'invalid_config');
  });
});
