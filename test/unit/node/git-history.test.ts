import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitHistory, headOf } from '../../../src/node/git-history.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('git history', () => {
  let temporary: ReturnType<typeof temporaryFolder>;
  const folder = (): string => temporary.path;

  beforeEach(() => {
    temporary = temporaryFolder();
  });
  afterEach(() => temporary.remove());
  const git = (...words: string[]): string =>
    execFileSync('git', ['-c', 'user.name=N', '-c', 'user.email=n@example.org', ...words], {
      cwd: folder(),
      encoding: 'utf8',
    });
  const commit = (message: string, files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder(), path, '..'), { recursive: true });
      writeFileSync(join(folder(), path), text);
    }
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', message);
  };

  beforeEach(() => void git('init', '-q', '-b', 'main'));

  it('tells messages and files, newest first', async () => {
    commit('First\n\nWith a body.\n\nSigned-off-by: N <n@example.org>', {
      'src/a.ts': '1',
      'größe – x.md': '1',
    });
    commit('Nothing', {});
    commit('Second', { 'src/a.ts': '2' });
    assert.deepEqual(await gitHistory(folder()), [
      { message: 'Second', files: ['src/a.ts'] },
      { message: 'Nothing', files: [] },
      { message: 'First\n\nWith a body.', files: ['größe – x.md', 'src/a.ts'] },
    ]);
    assert.equal(await headOf(folder()), git('rev-parse', 'HEAD').trim());
  });

  it('tells paths as seen from the folder, and only those below it', async () => {
    commit('Both', { 'app/src/a.ts': '1', 'other/b.ts': '1' });
    assert.deepEqual(await gitHistory(join(folder(), 'app')), [{ message: 'Both', files: ['src/a.ts'] }]);
  });

  it('cuts long messages', async () => {
    commit('x'.repeat(5_000), { a: '1' });
    const [first] = await gitHistory(folder());
    assert.equal(first?.message.length, 1_500);
  });

  it('is empty without a commit, a repository, the folder or git', async () => {
    assert.deepEqual(await gitHistory(folder()), []);
    assert.equal(await headOf(folder()), null);
    assert.deepEqual(await gitHistory(join(folder(), 'nowhere')), []);
    commit('One', { a: '1' });
    assert.deepEqual(await gitHistory(folder(), { git: 'no-such-git' }), []);
    assert.deepEqual(await gitHistory(`${folder()}\0`), []);
  });

  it('is empty when it was cancelled or takes too long', async () => {
    commit('One', { a: '1' });
    assert.deepEqual(await gitHistory(folder(), { signal: AbortSignal.abort() }), []);
    const cancelled = new AbortController();
    const asked = gitHistory(folder(), { signal: cancelled.signal });
    cancelled.abort();
    assert.deepEqual(await asked, []);
    const slow = join(folder(), 'slow-git');
    writeFileSync(slow, '#!/bin/sh\nexec sleep 20\n', { mode: 0o755 });
    assert.deepEqual(await gitHistory(folder(), { git: slow, timeoutMs: 50 }), []);
  });

  it('runs nothing that the repository asks for', async () => {
    const mark = join(folder(), 'ran');
    const script = join(folder(), 'run.sh');
    writeFileSync(script, `#!/bin/sh\ntouch '${mark}'\n`, { mode: 0o755 });
    commit('One', { 'a.ts': '1', '.gitattributes': '* diff=evil filter=evil\n' });
    for (const key of 'core.fsmonitor diff.external diff.evil.command diff.evil.textconv core.pager pager.log'.split(
      ' ',
    ))
      git('config', key, script);
    for (const key of 'gpg.program filter.evil.smudge core.sshCommand core.editor'.split(' '))
      git('config', key, script);
    git('config', 'log.showSignature', 'true');
    assert.equal((await gitHistory(folder())).length, 1);
    await headOf(folder());
    assert.ok(!existsSync(mark));
  });
});
