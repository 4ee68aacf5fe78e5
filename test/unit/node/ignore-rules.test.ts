import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { temporaryFolder, writeTree } from './temporary-folder.ts';
import { walked } from './walked.ts';

/** Git as this machine's user never configured it. */
function git(folder: string, ...args: readonly string[]): string {
  try {
    return execFileSync(
      'git',
      ['-C', folder, '-c', 'core.quotePath=false', '-c', 'core.excludesFile=', ...args],
      {
        encoding: 'utf8',
        env: {
          PATH: process.env['PATH'],
          HOME: folder,
          GIT_CONFIG_NOSYSTEM: '1',
          GIT_CONFIG_GLOBAL: '/dev/null',
        },
        maxBuffer: 1 << 26,
      },
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new Error(
        'These tests compare with git itself: install git (any version from 2.30) to run them.',
        { cause: error },
      );
    }
    throw error;
  }
}

function isIgnoredByGit(repository: string, path: string): boolean {
  return spawnSync('git', ['-C', repository, 'check-ignore', '-q', path]).status === 0;
}

/** What git would add: the oracle. */
function gitFiles(folder: string): readonly string[] {
  return git(folder, 'ls-files', '-z', '--others', '--exclude-standard')
    .split('\0')
    .filter((path) => path !== '')
    .toSorted();
}

describe('ignore rules', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const ids = async (
    settings: Parameters<typeof walked>[1] = {},
    root = folder.path,
  ): Promise<readonly string[]> =>
    (await walked([root], settings)).ids.filter((id) => !id.endsWith('ignore'));

  it('reads nested .gitignore files, the inner one stronger', async () => {
    writeTree(folder.path, {
      '.gitignore': '*.log\nbuild/\n/top.txt\n',
      'a/.gitignore': '!keep.log\n!build/\n',
      'a/keep.log': '',
      'a/other.log': '',
      'a/build/x.ts': '',
      'build/y.ts': '',
      'top.txt': '',
      'a/top.txt': '',
      'a/b/keep.log': '',
    });
    assert.deepEqual(await ids(), ['a/b/keep.log', 'a/build/x.ts', 'a/keep.log', 'a/top.txt']);
    assert.deepEqual(await ids({ gitignore: false }), [
      'a/b/keep.log',
      'a/build/x.ts',
      'a/keep.log',
      'a/other.log',
      'a/top.txt',
      'build/y.ts',
      'top.txt',
    ]);
  });

  it('counts what is ignored, a folder once', async () => {
    writeTree(folder.path, {
      '.gitignore': 'out/\n*.log\n',
      'out/a': '',
      'out/b': '',
      'x.log': '',
      'c.ts': '',
    });
    assert.equal((await walked([folder.path])).totals.ignored, 2);
  });

  it('reads .git/info/exclude and the .gitignore files above a root inside a repository', async () => {
    git(folder.path, 'init', '-q');
    writeTree(folder.path, {
      '.gitignore': '*.log\n/pkg/gen/\n',
      '.git/info/exclude': 'private.txt\n',
      'pkg/.gitignore': 'tmp\n',
      'pkg/app/a.ts': '',
      'pkg/app/x.log': '',
      'pkg/app/tmp': '',
      'pkg/app/private.txt': '',
      'pkg/gen/b.ts': '',
      'private.txt': '',
    });
    assert.deepEqual(await ids(), ['pkg/app/a.ts']);
    assert.deepEqual(await ids({}, join(folder.path, 'pkg/app')), ['a.ts']);
    assert.deepEqual(await ids({}, join(folder.path, 'pkg')), ['app/a.ts']);
    assert.deepEqual(
      await ids({}, join(folder.path, 'pkg/gen')),
      ['b.ts'],
      'a root that is itself ignored was opened on purpose',
    );
  });

  it('finds the exclude file of a linked work tree', async () => {
    writeTree(folder.path, {
      'main/.git/info/exclude': 'private.txt\n',
      'main/.git/worktrees/w/commondir': '../..\n',
      'w/.git': `gitdir: ${join(folder.path, 'main/.git/worktrees/w')}\n`,
      'w/private.txt': '',
      'w/a.ts': '',
    });
    assert.deepEqual(await ids({}, join(folder.path, 'w')), ['a.ts']);
  });

  it('lets .contextbudgetignore have the last word, also inside what git ignores', async () => {
    writeTree(folder.path, {
      '.gitignore': '*.log\ndist/\n',
      '.contextbudgetignore': 'docs/\n!keep.log\n!dist/keep.js\n!node_modules/mine/\n',
      'keep.log': '',
      'x.log': '',
      'docs/a.md': '',
      'dist/keep.js': '',
      'dist/other.js': '',
      'dist/sub/keep.js': '',
      'node_modules/mine/i.js': '',
      'node_modules/theirs/i.js': '',
      'src/.contextbudgetignore': '*.snap\n',
      'src/a.snap': '',
      'src/a.ts': '',
      'b.snap': '',
    });
    assert.deepEqual(await ids({ editorExclude: ['**/*.log'] }), [
      'b.snap',
      'dist/keep.js',
      'keep.log',
      'node_modules/mine/i.js',
      'src/a.ts',
    ]);
  });

  it('brings back a whole folder with one line', async () => {
    writeTree(folder.path, {
      '.gitignore': 'gen\n',
      '.contextbudgetignore': '!gen/\n',
      'gen/a.ts': '',
      'gen/b/c.ts': '',
      'x/gen/d.ts': '',
    });
    assert.deepEqual(await ids(), ['gen/a.ts', 'gen/b/c.ts', 'x/gen/d.ts']);
  });

  it('never enters version control folders and, unless asked, node_modules', async () => {
    writeTree(folder.path, {
      '.git/config': '',
      '.hg/a': '',
      '.svn/b': '',
      'x/.git': 'gitdir: elsewhere',
      'node_modules/m/i.js': '',
      'p/node_modules/n/j.js': '',
      'a.ts': '',
    });
    assert.deepEqual(await ids(), ['a.ts']);
    assert.deepEqual(await ids({ include: ['node_modules/m/**'] }), ['node_modules/m/i.js']);
    assert.deepEqual(await ids({ include: ['.git/**'] }), []);
  });

  it("obeys the editor's excludes", async () => {
    writeTree(folder.path, {
      'out/a.js': '',
      'src/out/b.js': '',
      'src/c.js': '',
      'src/d.test.js': '',
      '.DS_Store': '',
    });
    assert.deepEqual(await ids({ editorExclude: ['**/.DS_Store', 'out', '**/*.test.js'] }), [
      'src/c.js',
      'src/out/b.js',
    ]);
  });

  it('narrows by include globs and marks by exclude globs', async () => {
    writeTree(folder.path, {
      'src/a.ts': '',
      'src/b.md': '',
      'test/c.ts': '',
      'd.ts': '',
      'dist/e.ts': '',
      '.gitignore': 'dist/\n',
    });
    assert.deepEqual(await ids({ include: ['src/**', 'd.ts'] }), ['d.ts', 'src/a.ts', 'src/b.md']);
    assert.deepEqual(await ids({ include: ['dist/e.ts'] }), ['dist/e.ts'], 'named literally');
    const result = await walked([folder.path], { include: ['**/*.ts'], exclude: ['test', '/d.ts'] });
    assert.deepEqual(Object.fromEntries(result.files.map(({ id, userExcluded }) => [id, userExcluded])), {
      'd.ts': true,
      'src/a.ts': false,
      'test/c.ts': true,
    });
  });

  it('matches case as told', async () => {
    writeTree(folder.path, { '.gitignore': 'Build/\n', 'build/a.ts': '', 'b.ts': '' });
    assert.deepEqual(await ids({ ignoreCase: false }), ['b.ts', 'build/a.ts']);
    assert.deepEqual(await ids({ ignoreCase: true }), ['b.ts']);
  });

  it('property: the same files as git, for any nested ignore files', async () => {
    const name = fc.constantFrom('a', 'b', 'c.ts', 'd.log', '.e', 'f g');
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    const segment = fc.constantFrom(
      'a',
      'b',
      'c.ts',
      '*.log',
      '*',
      '**',
      '?',
      '.e',
      'f g',
      '[ab]',
      '[!a]',
      '*.t?',
      'c.*',
      '\\a',
      'f\\ g',
    );
    const pattern = fc
      .tuple(
        fc.constantFrom('', '', '', '!'),
        fc.constantFrom('', '', '/'),
        fc.array(segment, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('', '', '/', ' '),
      )
      .map(([negation, top, parts, end]) => `${negation}${top}${parts.join('/')}${end}`);
    const file = fc.array(
      fc.oneof(
        { weight: 8, arbitrary: pattern },
        { weight: 1, arbitrary: fc.constantFrom('', '# note', '\\#', '!', '/') },
      ),
      { maxLength: 4 },
    );
    const place = fc.constantFrom('', 'a/', 'b/', 'a/b/', 'f g/');
    git(folder.path, 'init', '-q');
    let run = 0;
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(path, { minLength: 1, maxLength: 12 }),
        fc.uniqueArray(fc.tuple(place, file), { maxLength: 3, selector: ([at]) => at }),
        file,
        async (paths, ignoreFiles, exclude) => {
          // each run in a folder of its own, inside one repository: rules above the root count as well
          const root = join(folder.path, `run${run++}`);
          mkdirSync(root);
          writeFileSync(join(folder.path, '.git/info/exclude'), exclude.join('\n'));
          const tree: Record<string, string> = {};
          for (const [at, lines] of ignoreFiles) tree[`${at}.gitignore`] = lines.join('\n');
          for (const each of paths) {
            const clash =
              paths.some((other) => other.startsWith(`${each}/`)) ||
              ignoreFiles.some(([at]) => at.startsWith(`${each}/`));
            if (!clash) tree[each] = '';
          }
          const usable = Object.fromEntries(
            Object.entries(tree).filter(([each]) => !hasFileAbove(each, tree)),
          );
          writeTree(root, usable);
          const expected = gitFiles(root);
          const { ids: found } = await walked([root], { ignoreCase: false });
          // git lists nothing when it ignores the folder itself; we were told to open it
          if (isIgnoredByGit(folder.path, root)) return;
          compared++;
          assert.deepEqual(found, expected, JSON.stringify({ usable, exclude }));
        },
      ),
      { numRuns: 150 },
    );
    assert.ok(compared >= 100, `only ${compared} runs compared anything`);
  });
});

function hasFileAbove(path: string, tree: Readonly<Record<string, string>>): boolean {
  const parts = path.split('/');
  return parts.some((_, index) => index > 0 && tree[parts.slice(0, index).join('/')] !== undefined);
}
