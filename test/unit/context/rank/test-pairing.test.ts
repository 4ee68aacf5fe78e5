import assert from 'node:assert/strict';
import { pairedName } from '../../../../src/core/context/rank/path-terms.ts';
import { pairTests } from '../../../../src/core/context/rank/test-pairing.ts';
import { indexOf } from './small-index.ts';

describe('tests and what they test', () => {
  for (const name of [
    'lexer.ts',
    'lexer.test.ts',
    'lexer.spec.tsx',
    'lexer_test.go',
    'test_lexer.py',
    'TestLexer.java',
    'LexerTests.cs',
    'Lexer.cs',
    'lexer-test.js',
  ])
    it(`knows ${name}`, () => assert.equal(pairedName(name), 'lexer'));

  it('keeps words that only begin or end alike', () => {
    assert.equal(pairedName('testing.ts'), 'testing');
    assert.equal(pairedName('latest.ts'), 'latest');
    assert.equal(pairedName('contest.py'), 'contest');
    assert.equal(pairedName('conftest.py'), 'conftest');
  });

  it('pairs by name, then by folder', () => {
    const { files } = indexOf({
      'packages/a/src/index.ts': '',
      'packages/b/src/index.ts': '',
      'packages/b/__tests__/index.spec.ts': '',
      'packages/b/__tests__/none.spec.ts': '',
    });
    const pairs = [...pairTests(files)].map(([test, source]) => [files[test]?.id, files[source]?.id]);
    assert.deepEqual(pairs, [['packages/b/__tests__/index.spec.ts', 'packages/b/src/index.ts']]);
  });
});
