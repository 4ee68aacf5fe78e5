import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editorGlobs, namedByGlob, typedGlobs } from '../../../src/node/globs.ts';

describe("the editor's globs", () => {
  const cases: readonly (readonly [glob: string, path: string, matches: boolean])[] = [
    ['**/node_modules', 'node_modules', true],
    ['**/node_modules', 'a/b/node_modules', true],
    ['**/node_modules', 'a/node_modules2', false],
    ['**/node_modules/', 'a/node_modules', true],
    ['*.js', 'a.js', true],
    ['*.js', '.a.js', true],
    ['*.js', 'b/a.js', false],
    ['**/*.js', 'a.js', true],
    ['**/*.{ts,js}', 'x/y.ts', true],
    ['**/*.{ts,js}', 'x/y.tsx', false],
    ['**/.*', 'a/.env', true],
    ['dist/**', 'dist', true],
    ['dist/**', 'dist/a/b', true],
    ['dist/**', 'dist2', false],
    ['**/x/**', 'a/x/b', true],
    ['**/x/**', 'a/xy/b', false],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a/**/b', 'ab', false],
    ['a/**/**/b', 'a/b', true],
    ['**', 'a/b', true],
    ['**/[!a]b.ts', 'x/cb.ts', true],
    ['**/[!a]b.ts', 'x/ab.ts', false],
    ['[a-c]x', 'bx', true],
    ['[c-a]x', 'bx', false],
    ['a[/]b', 'a/b', false],
    ['{src,test/unit}/**', 'test/unit/a', true],
    ['{a,b{c,d}}', 'bd', true],
    ['{**/a,b}/c', 'x/a/c', true],
    ['a{1..3}', 'a2', false],
    ['app/(group)/**', 'app/(group)/x.ts', true],
    ['!a', '!a', true],
    ['@(a)+b|c.ts', '@(a)+b|c.ts', true],
    ['a{b', 'a{b', true],
    ['a[b', 'a[b', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['*', 'line\nbreak', true],
    ['**/*.ts', 'x\ny/\u{1f600}.ts', true],
    ['\u{1f600}?', '\u{1f600}\u{1f601}', true],
    ['.\\src\\a', 'src/a', true],
  ];
  for (const [glob, path, matches] of cases) {
    it(`${JSON.stringify(glob)} ${matches ? 'matches' : 'does not match'} ${JSON.stringify(path)}`, () => {
      assert.equal(editorGlobs([glob])(path), matches);
    });
  }

  it('ignores case where the file system does, and only there', () => {
    assert.equal(editorGlobs(['**/Dist'], { ignoreCase: true })('a/dist'), true);
    assert.equal(editorGlobs(['**/Dist'])('a/dist'), false);
  });

  it('matches nothing without globs, with empty globs', () => {
    assert.equal(editorGlobs([])('a'), false);
    assert.equal(editorGlobs(['', '  '])('a'), false);
  });

  it('property: a path without syntax signs matches itself as a glob', () => {
    const name = fc.stringMatching(/^[\w .()+@!$^|&~#=,;'"-]*[\w()]$/).filter((text) => text.trim() === text);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (segments) => {
        const path = segments.join('/');
        assert.equal(editorGlobs([path])(path), true);
        assert.equal(editorGlobs([`**/${path}`])(`x/${path}`), true);
      }),
      { numRuns: 300 },
    );
  });

  it('property: no text makes an invalid pattern', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (glob, path) => {
        assert.equal(typeof editorGlobs([glob])(path), 'boolean');
        assert.equal(typeof typedGlobs([glob])(path), 'boolean');
      }),
      { numRuns: 500 },
    );
    const signs = fc.string({
      unit: fc.constantFrom('*', '?', '{', '}', '[', ']', '!', ',', '/', '\\', '-', '^', 'a', '&'),
    });
    fc.assert(
      fc.property(signs, (glob) => typeof editorGlobs([glob])('a/b') === 'boolean'),
      { numRuns: 1000 },
    );
  });
});

describe('globs that a user types', () => {
  const cases: readonly (readonly [glob: string, path: string, matches: boolean])[] = [
    ['docs', 'docs', true],
    ['docs', 'docs/a.md', true],
    ['docs', 'x/docs/a.md', true],
    ['docs', 'mydocs/a.md', false],
    ['docs/', 'x/docs/a.md', true],
    ['/docs', 'docs/a.md', true],
    ['/docs', 'x/docs/a.md', false],
    ['./docs/', 'docs/a/b.md', true],
    ['*.md', 'a/b.md', true],
    ['src/*.ts', 'src/a.ts', true],
    ['src/*.ts', 'x/src/a.ts', false],
    ['src/**', 'src/a/b.ts', true],
    ['.env', 'a/.env', true],
    ['', 'a', false],
  ];
  for (const [glob, path, matches] of cases) {
    it(`${JSON.stringify(glob)} ${matches ? 'matches' : 'does not match'} ${JSON.stringify(path)}`, () => {
      assert.equal(typedGlobs([glob])(path), matches);
    });
  }

  it('tell which folders they name', () => {
    assert.deepEqual(namedByGlob('src/gen/*.ts'), ['src', 'src/gen']);
    assert.deepEqual(namedByGlob('./a/b.ts'), ['a', 'a/b.ts']);
    assert.deepEqual(namedByGlob('*.md'), []);
    assert.deepEqual(namedByGlob('docs'), []);
  });
});
