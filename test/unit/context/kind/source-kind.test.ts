import assert from 'node:assert/strict';
import { sourceKind } from '../../../../src/core/context/kind/source-kind.ts';

describe('kind of file', () => {
  const expected = {
    test: [
      'test/a.ts',
      'src/__tests__/a.tsx',
      'a/b/spec/x.rb',
      'e2e/login.ts',
      'pkg/testdata/a.txt',
      'src/a.test.ts',
      'a_test.go',
      'test_a.py',
      'src/FooTest.java',
      'FooTests.cs',
      'conftest.py',
      'Foo.Tests/Bar.cs',
      'src/a.spec.ts',
      'tests/fixtures/README.md',
      'integration-tests/a.ts',
      'src/a.test.d.ts',
      'src/UnitTests/Mapping.cs',
    ],
    doc: [
      'README.md',
      'docs/a.ts',
      'examples/a.py',
      'website/index.html',
      'a/b.rst',
      'notes.txt',
      'benchmarks/run.go',
    ],
    source: [
      'src/a.ts',
      'main.go',
      'a/b/c.rs',
      'style.scss',
      'src/testimonials.ts',
      'src/contest.py',
      'latest.js',
      'src/Contest.java',
      'src/doc.ts',
      'src/contests/a.cs',
    ],
    other: [
      'package.json',
      'Makefile',
      'logo.png',
      'a.yml',
      'node_modules/a/index.js',
      'LICENSE',
      '.gitignore',
    ],
  } as const;
  for (const [kind, paths] of Object.entries(expected)) {
    it(`tells ${kind}`, () => {
      for (const path of paths) assert.equal(sourceKind(path), kind, path);
    });
  }
});
