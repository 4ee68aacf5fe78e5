import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { oneAtATime } from '../../vscode/one-at-a-time.ts';
import { installIsStale, nodeIsTooOld } from '../../vscode/install.mjs';

describe('setting up the real VS Code', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'context-budget-set-up-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('lets one set-up work at a time', async () => {
    const lock = path.join(folder, 'lock');
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await sleep(20);
      inside--;
    };
    await Promise.all([1, 2].map(() => oneAtATime(lock, () => undefined, work)));
    assert.equal(most, 1);
    assert.equal(existsSync(lock), false);
  });

  it('takes over from a set-up that was killed', async () => {
    const lock = path.join(folder, 'lock');
    mkdirSync(lock);
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(lock, longAgo, longAgo);
    assert.equal(
      await oneAtATime(
        lock,
        () => assert.fail('must not wait'),
        async () => 'done',
      ),
      'done',
    );
  });

  it('gives the lock back when the work fails', async () => {
    const lock = path.join(folder, 'lock');
    const fail = (): Promise<never> => Promise.reject(new Error('no network'));
    await assert.rejects(
      oneAtATime(lock, () => undefined, fail),
      /no network/,
    );
    assert.equal(existsSync(lock), false);
  });

  describe('installing the dependencies', () => {
    const write = (name: string, packages: object): void => {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), JSON.stringify({ packages }));
    };
    const wanted = { '': {}, 'node_modules/a': { version: '1.0.0' } };

    it('is needed without node_modules', () => {
      write('package-lock.json', wanted);
      assert.equal(installIsStale(folder), true);
    });

    it('is needed when the lock names another version, whatever the times of the files', () => {
      write('package-lock.json', wanted);
      write('node_modules/.package-lock.json', { 'node_modules/a': { version: '0.9.0' } });
      assert.equal(installIsStale(folder), true);
    });

    it('is not needed when only a package for another system is absent', () => {
      write('package-lock.json', { ...wanted, 'node_modules/b-win32': { version: '1.0.0', optional: true } });
      write('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
      assert.equal(installIsStale(folder), false);
    });
  });

  it('refuses a Node that is too old, with a sentence', () => {
    assert.match(nodeIsTooOld('20.18.3') ?? '', /20\.18\.3.*20\.19 or newer/);
    assert.match(nodeIsTooOld('18.20.0') ?? '', /18\.20/);
    assert.equal(nodeIsTooOld('20.19.0'), undefined);
    assert.equal(nodeIsTooOld('24.0.0'), undefined);
  });
});
