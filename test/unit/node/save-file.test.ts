import assert from 'node:assert/strict';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { saveFile } from '../../../src/node/save-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('saving a result', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const at = (name: string): string => join(folder.path, name);
  const modeOf = (name: string): number => statSync(at(name)).mode & 0o777;

  it('writes a new file, readable by others, and leaves nothing else behind', async () => {
    assert.deepEqual(await saveFile(at('prompt.md'), 'text \u{1f600}\n'), { ok: true, value: null });
    assert.equal(readFileSync(at('prompt.md'), 'utf8'), 'text \u{1f600}\n');
    if (process.platform !== 'win32') assert.equal(modeOf('prompt.md'), 0o644);
    assert.deepEqual(readdirSync(folder.path), ['prompt.md']);
  });

  it('replaces a file and keeps its mode', async () => {
    writeFileSync(at('prompt.md'), 'a much longer old text');
    chmodSync(at('prompt.md'), 0o600);
    assert.ok((await saveFile(at('prompt.md'), 'new')).ok);
    assert.equal(readFileSync(at('prompt.md'), 'utf8'), 'new');
    if (process.platform !== 'win32') assert.equal(modeOf('prompt.md'), 0o600);
  });

  it('writes through a link and keeps it', async () => {
    mkdirSync(at('there'));
    writeFileSync(at('there/real.md'), 'old');
    symlinkSync('there/real.md', at('link.md'));
    assert.ok((await saveFile(at('link.md'), 'new')).ok);
    assert.ok(lstatSync(at('link.md')).isSymbolicLink());
    assert.equal(readFileSync(at('there/real.md'), 'utf8'), 'new');
    symlinkSync('nothing', at('dangling.md'));
    assert.ok((await saveFile(at('dangling.md'), 'new')).ok);
    assert.equal(readFileSync(at('dangling.md'), 'utf8'), 'new');
  });

  it('writes to devices in place', async function () {
    if (process.platform === 'win32')
      throw new Error('This test needs /dev/null, which Windows does not have.');
    assert.ok((await saveFile('/dev/null', 'gone')).ok);
    assert.ok(lstatSync('/dev/null').isCharacterDevice());
  });

  it('refuses with a sentence that says what to do, and leaves nothing behind', async () => {
    mkdirSync(at('folder'));
    writeFileSync(at('file'), '');
    symlinkSync('round', at('round'));
    const before = readdirSync(folder.path);
    const cases: readonly (readonly [path: string, advice: RegExp])[] = [
      ['missing/prompt.md', /folder does not exist/],
      ['folder', /It is a folder/],
      ['file/prompt.md', /a file, not a folder/],
      ['n'.repeat(300), /name is too long/],
      ['round', /leads back to itself/],
    ];
    for (const [path, advice] of cases) {
      const result = await saveFile(at(path), 'text');
      assert.ok(!result.ok, path);
      assert.equal(result.error.code, 'write_failed');
      assert.match(result.error.message, advice);
    }
    assert.deepEqual(readdirSync(folder.path), before);
  });

  it('takes names as long as the file system allows', async () => {
    const name = `${'n'.repeat(252)}.md`;
    assert.ok((await saveFile(at(name), 'text')).ok);
    assert.deepEqual(readdirSync(folder.path), [name]);
  });
});
