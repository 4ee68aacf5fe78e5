import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { completeLock, missingBinaries } from '../../package/lock-every-system.ts';
import { REPOSITORY } from '../../vscode/pinned.ts';

const NAMES_A_BINARY = {
  'node_modules/tool': {
    version: '1.0.0',
    dev: true,
    optionalDependencies: { '@tool/linux-x64-musl': '1.0.0', fsevents: '~2.3.3' },
  },
};

describe('the lock file', () => {
  it('holds the binaries for every system, or `npm ci` refuses it (npm run lock adds them)', () => {
    const lock: unknown = JSON.parse(readFileSync(path.join(REPOSITORY, 'package-lock.json'), 'utf8'));
    const { packages } = lock as { packages: Record<string, object> };
    assert.deepEqual([...missingBinaries(packages).keys()], []);
  });

  it('gets an entry with version and system for a binary that npm could not look up', () => {
    const { packages } = JSON.parse(completeLock(JSON.stringify({ packages: NAMES_A_BINARY }))) as {
      packages: Record<string, object>;
    };
    assert.deepEqual(packages['node_modules/@tool/linux-x64-musl'], {
      version: '1.0.0',
      cpu: ['x64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    });
  });

  it('stays as it is when nothing is missing', () => {
    const once = completeLock(JSON.stringify({ packages: NAMES_A_BINARY }));
    assert.equal(completeLock(once), once);
  });
});
