import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFolder } from '../../../src/node/folder-listing.ts';
import { ownPaths } from '../../../src/node/own-files.ts';
import { ignoreRules } from '../../../src/node/ignore-rules.ts';
import { checkPathsExist, namedRoots } from '../../../src/node/roots.ts';
import { walkWorkspace } from '../../../src/node/walk.ts';
import { temporaryFolder, writeTree } from './temporary-folder.ts';
import { PLAIN, walked } from './walked.ts';

describe('walking a workspace', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  it('finds every file once, with the stamp it has on disk', async () => {
    writeTree(folder.path, { 'a.ts': 'one', 'b/c.ts': 'two2', 'b/d/e.ts': '', 'empty/': '' });
    const result = await walked([folder.path]);
    assert.deepEqual(result.ids, ['a.ts', 'b/c.ts', 'b/d/e.ts']);
    assert.deepEqual(result.totals, { files: 3, folders: 4, ignored: 0, own: 0, doubledLinks: 0 });
    const found = result.files.find((file) => file.id === 'b/c.ts');
    const stats = statSync(join(folder.path, 'b/c.ts'));
    assert.deepEqual(found, {
      id: 'b/c.ts',
      path: 'b/c.ts',
      absolutePath: join(folder.path, 'b/c.ts'),
      size: 4,
      mtimeMs: stats.mtimeMs,
      ctimeMs: stats.ctimeMs,
      ino: stats.ino,
      userExcluded: false,
    });
  });

  it('prefixes ids with the names of several roots, made unique', async () => {
    writeTree(folder.path, { 'x/app/a.ts': '', 'y/app/a.ts': '' });
    const roots = [join(folder.path, 'x/app'), join(folder.path, 'y/app')];
    assert.deepEqual((await walked(roots)).ids, ['app-2/a.ts', 'app/a.ts']);
  });

  it('gives a file of overlapping roots to the innermost root, once', async () => {
    writeTree(folder.path, { 'a.ts': '', 'in/b.ts': '', 'in/deep/c.ts': '' });
    const inner = join(folder.path, 'in');
    const outerName = namedRoots([folder.path])[0]?.name;
    const expected = [`${outerName}/a.ts`, 'in/b.ts', 'in/deep/c.ts'].toSorted();
    assert.deepEqual((await walked([folder.path, inner])).ids, expected);
    assert.deepEqual((await walked([inner, folder.path])).ids, expected);
  });

  it('takes single files as roots and single paths below a root', async () => {
    writeTree(folder.path, { 'a.ts': '', 'src/b.ts': '', 'src/c.ts': '', 'other/d.ts': '' });
    assert.deepEqual((await walked([join(folder.path, 'a.ts')])).ids, ['a.ts']);
    const only = [join(folder.path, 'src/b.ts'), join(folder.path, 'src'), join(folder.path, 'a.ts')];
    assert.deepEqual((await walked([folder.path], {}, { only })).ids, ['a.ts', 'src/b.ts', 'src/c.ts']);
  });

  it('lets paths that the user named through the ignore rules, but not version control', async () => {
    writeTree(folder.path, {
      '.gitignore': 'out/\n*.log\n',
      'out/a.ts': '',
      'out/x.log': '',
      'y.log': '',
      '.git/HEAD': '',
      'node_modules/m/i.js': '',
    });
    const named = async (...paths: string[]) =>
      (await walked([folder.path], {}, { only: paths.map((path) => join(folder.path, path)) })).ids;
    assert.deepEqual(await named('out'), ['out/a.ts']);
    assert.deepEqual(await named('out/x.log', 'y.log'), ['out/x.log', 'y.log']);
    assert.deepEqual(await named('node_modules/m'), ['node_modules/m/i.js']);
    assert.deepEqual(await named('.git/HEAD', '.git'), []);
  });

  it('walks changed paths by the rules that hold for all', async () => {
    writeTree(folder.path, { '.gitignore': 'out/\n', 'out/a.ts': '', 'src/b.ts': '', 'src/c/d.ts': '' });
    const changed = ['out/a.ts', 'src/c', 'src/b.ts', 'gone.ts'].map((path) => join(folder.path, path));
    const result = await walked([folder.path], {}, { changed });
    assert.deepEqual(result.ids, ['src/b.ts', 'src/c/d.ts']);
    assert.deepEqual(result.skipped, [
      { id: 'gone.ts', folder: false, reason: 'vanished', detail: 'is no longer there' },
    ]);
    assert.deepEqual((await walked([folder.path], {}, { changed: [] })).ids, []);
  });

  it('refuses a path that does not exist, naming it', () => {
    const missing = join(folder.path, 'nowhere');
    const result = checkPathsExist([folder.path, missing]);
    assert.ok(!result.ok);
    assert.equal(result.error.code, 'path_not_found');
    assert.match(result.error.message, /nowhere/);
    assert.ok(checkPathsExist([folder.path]).ok);
  });

  it('reports a root that is gone and walks the others', async () => {
    writeTree(folder.path, { 'here/a.ts': '' });
    const result = await walked([join(folder.path, 'here'), join(folder.path, 'gone')]);
    assert.deepEqual(result.ids, ['here/a.ts']);
    assert.deepEqual(
      result.skipped.map(({ id, reason }) => [id, reason]),
      [['gone', 'vanished']],
    );
  });

  it('survives loops of links and follows no link to what is reached anyway', async () => {
    writeTree(folder.path, { 'a/b.ts': '', 'a/deep/c.ts': '' });
    symlinkSync('..', join(folder.path, 'a/up'));
    symlinkSync('.', join(folder.path, 'a/here'));
    symlinkSync('b.ts', join(folder.path, 'a/again.ts'));
    symlinkSync('round', join(folder.path, 'round'));
    symlinkSync('nothing', join(folder.path, 'broken.ts'));
    const result = await walked([folder.path]);
    assert.deepEqual(result.ids, ['a/b.ts', 'a/deep/c.ts']);
    assert.equal(result.totals.doubledLinks, 3);
    assert.deepEqual(
      result.skipped.map(({ id, reason, detail }) => [id, reason, detail]),
      [
        ['broken.ts', 'unreadable', 'is a link to nothing'],
        ['round', 'unreadable', 'is a link that leads back to itself'],
      ],
    );
  });

  it('follows links inside the roots to what is not reached otherwise, and none that lead out or to ignored files', async () => {
    const outside = temporaryFolder();
    try {
      writeTree(outside.path, { 'secret.ts': '' });
      writeTree(folder.path, {
        '.gitignore': '.env\nout/\n',
        '.env': 'KEY=1',
        'out/a.ts': '',
        'lib/x.ts': '',
        'lib/sub/y.ts': '',
        'src/z.ts': '',
      });
      symlinkSync('../lib/x.ts', join(folder.path, 'src/linked.ts'));
      symlinkSync('../lib/sub', join(folder.path, 'src/folder'));
      symlinkSync('../.env', join(folder.path, 'src/env.txt'));
      symlinkSync('../out', join(folder.path, 'src/output'));
      symlinkSync(join(outside.path, 'secret.ts'), join(folder.path, 'src/out.ts'));
      const result = await walked([folder.path], {}, { only: [join(folder.path, 'src')] });
      assert.deepEqual(result.ids, ['src/folder/y.ts', 'src/linked.ts', 'src/z.ts']);
      assert.deepEqual(
        result.skipped.map(({ id, detail }) => [id, detail]),
        [['src/out.ts', 'is a link that leads out of the workspace']],
      );
      const two = await walked([join(folder.path, 'lib'), join(folder.path, 'src')]);
      assert.deepEqual(two.ids, ['lib/sub/y.ts', 'lib/x.ts', 'src/z.ts']);
    } finally {
      outside.remove();
    }
  });

  it('follows a root that is itself a link', async () => {
    writeTree(folder.path, { 'real/a.ts': '' });
    symlinkSync('real', join(folder.path, 'link'));
    const result = await walked([join(folder.path, 'link')]);
    assert.deepEqual(result.ids, ['a.ts']);
    assert.equal(result.files[0]?.absolutePath, join(folder.path, 'link/a.ts'));
  });

  it('takes names with line breaks and quotes, and reports names that are no UTF-8', async function () {
    if (process.platform !== 'linux')
      throw new Error('This test needs a file system that takes any bytes as a name (Linux).');
    const odd = 'line\nbreak "quoted" \'single\' `tick` \\ back.ts';
    writeTree(folder.path, { [odd]: 'x', 'snow\u2603/\ud83d\ude00.ts': '' });
    const bytes = Buffer.concat([
      Buffer.from(`${folder.path}/bad`),
      Buffer.from([0xff, 0xfe, 0x2e, 0x74, 0x73]),
    ]);
    writeFileSync(bytes, 'x');
    mkdirSync(Buffer.concat([Buffer.from(`${folder.path}/folder`), Buffer.from([0x80])]));
    const result = await walked([folder.path]);
    assert.deepEqual(result.ids, [odd, 'snow\u2603/\ud83d\ude00.ts'].toSorted());
    assert.deepEqual(
      result.skipped.map(({ id, reason }) => [id, reason]),
      [
        ['bad\\xff\\xfe.ts', 'unreadable'],
        ['folder\\x80', 'unreadable'],
      ],
    );
  });

  it('reports pipes without opening them', async function () {
    if (process.platform === 'win32') throw new Error('This test needs mkfifo, which Windows does not have.');
    execFileSync('mkfifo', [join(folder.path, 'pipe'), join(folder.path, '.gitignore')]);
    writeTree(folder.path, { 'a.ts': '' });
    const result = await walked([folder.path]);
    assert.deepEqual(result.ids, ['a.ts']);
    assert.deepEqual(
      result.skipped.map(({ id, detail }) => [id, detail]),
      [
        ['.gitignore', 'is a named pipe'],
        ['pipe', 'is a named pipe'],
      ],
    );
  });

  it('reports folders that vanish on the way and goes on', async () => {
    const files = Object.fromEntries(Array.from({ length: 1200 }, (_, n) => [`a/${n}.ts`, '']));
    writeTree(folder.path, { ...files, 'b/c.ts': '' });
    const found: string[] = [];
    const skipped: string[] = [];
    for await (const slice of walkWorkspace(namedRoots([folder.path]), ignoreRules(PLAIN))) {
      if (found.length === 0) rmSync(join(folder.path, 'a'), { recursive: true });
      found.push(...slice.files.map((file) => file.id));
      skipped.push(...slice.skipped.map((path) => path.reason));
    }
    assert.ok(found.includes('b/c.ts'));
    assert.ok(found.length < 1201);
    assert.ok(skipped.every((reason) => reason === 'vanished'));
    assert.equal(found.length + skipped.length, 1201);
  });

  it('comes in slices and can be cancelled between them', async () => {
    const names = Object.fromEntries(Array.from({ length: 1800 }, (_, n) => [`${n % 3}/${n}.ts`, '']));
    writeTree(folder.path, names);
    const all = await walked([folder.path]);
    assert.equal(all.totals.files, 1800);
    assert.ok(all.slices >= 4);
    const stop = new AbortController();
    let seen = 0;
    for await (const slice of walkWorkspace(namedRoots([folder.path]), ignoreRules(PLAIN), {
      signal: stop.signal,
    })) {
      seen += slice.files.length;
      stop.abort();
    }
    assert.ok(seen > 0 && seen < 1800);
  });

  it('never takes our own files', async () => {
    writeTree(folder.path, { 'prompt.md': '', 'fit.audit.json': '', 'a.ts': '' });
    const isOwnFile = ownPaths([
      join(folder.path, 'prompt.md'),
      join(folder.path, 'x', '..', 'fit.audit.json'),
    ]);
    const result = await walked([folder.path], {}, { isOwnFile });
    assert.deepEqual(result.ids, ['a.ts']);
    assert.equal(result.totals.own, 2);
  });

  it('judges changed links like others, and says what is wrong with named ones', async () => {
    writeTree(folder.path, { '.gitignore': '*.log\n', 'a.ts': '', 'lib/b.ts': '' });
    symlinkSync('lib/b.ts', join(folder.path, 'link.ts'));
    symlinkSync('lib/b.ts', join(folder.path, 'link.log'));
    symlinkSync('nothing', join(folder.path, 'broken.ts'));
    const paths = ['link.ts', 'link.log', 'broken.ts'].map((name) => join(folder.path, name));
    const changed = await walked([folder.path], {}, { changed: paths });
    assert.deepEqual(changed.ids, []);
    assert.deepEqual([changed.totals.ignored, changed.totals.doubledLinks], [1, 1]);
    const included = await walked([folder.path], { include: ['/*.ts'] }, { changed: paths });
    assert.deepEqual(included.ids, ['link.ts']);
    assert.deepEqual(
      changed.skipped.map(({ id, detail }) => [id, detail]),
      [['broken.ts', 'is a link to nothing']],
    );
    const named = await walked([folder.path], {}, { only: [paths[2] ?? '', join(folder.path, 'link.log')] });
    assert.deepEqual(named.ids, ['link.log']);
    assert.deepEqual(
      named.skipped.map(({ id, detail }) => [id, detail]),
      [['broken.ts', 'is a link to nothing']],
    );
  });

  it('takes the root itself as a named path, folder or file, and ignores paths of nobody', async () => {
    writeTree(folder.path, { 'a.ts': '', 'b/c.ts': '' });
    const only = [folder.path, join(folder.path, '..', 'elsewhere')];
    assert.deepEqual((await walked([folder.path], {}, { only })).ids, ['a.ts', 'b/c.ts']);
    const file = join(folder.path, 'a.ts');
    assert.deepEqual((await walked([file], {}, { only: [file] })).ids, ['a.ts']);
  });

  it('reports a link to a pipe, and a folder that cannot be listed', async function () {
    if (process.platform === 'win32') throw new Error('This test needs mkfifo, which Windows does not have.');
    execFileSync('mkfifo', [join(folder.path, 'pipe')]);
    symlinkSync('pipe', join(folder.path, 'to-pipe'));
    symlinkSync('round', join(folder.path, 'round'));
    const result = await walked([folder.path], {}, { changed: [join(folder.path, 'to-pipe')] });
    assert.deepEqual(
      result.skipped.map(({ detail }) => detail),
      ['is a link to what is a named pipe'],
    );
    const listing = await listFolder(join(folder.path, 'round'));
    assert.deepEqual(listing, { reason: 'unreadable', detail: 'is a link that leads back to itself' });
  });
});
