import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
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
    // another process may be writing it
    writeFileSync(join(folder, 'salt'), 'dama');
    assert.match(saltIn(folder), /^[0-9a-f]{64}$/);
    assert.equal(readFileSync(join(folder, 'salt'), 'utf8'), 'dama');
  });

  it('is made anew when it is damaged, and stays', () => {
    for (const damaged of ['', 'damaged']) {
      const path = join(folder, 'salt');
      writeFileSync(path, damaged);
      utimesSync(path, 1000, 1000);
      const salt = saltIn(folder);
      assert.match(salt, /^[0-9a-f]{64}$/);
      assert.equal(saltIn(folder), salt);
      assert.equal(readFileSync(`${path}.damaged`, 'utf8'), damaged);
    }
  });
});
