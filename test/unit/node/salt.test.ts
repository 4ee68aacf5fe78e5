import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saltIn } from '../../../src/node/salt.ts';

describe('the salt', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'context-budget-salt-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is made once, for this user only, and stays', () => {
    const salt = saltIn(join(folder, 'new'));
    assert.match(salt, /^[0-9a-f]{64}$/);
    assert.equal(saltIn(join(folder, 'new')), salt);
    assert.equal(readFileSync(join(folder, 'new/salt'), 'utf8'), salt);
    assert.equal(statSync(join(folder, 'new/salt')).mode & 0o777, 0o600);
    assert.notEqual(saltIn(join(folder, 'other')), salt);
  });

  it('holds for the run where it cannot be kept', () => {
    writeFileSync(join(folder, 'file'), '');
    assert.match(saltIn(join(folder, 'file')), /^[0-9a-f]{64}$/);
    writeFileSync(join(folder, 'salt'), 'damaged');
    assert.match(saltIn(folder), /^[0-9a-f]{64}$/);
  });
});
