import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countTerms, hasTerm, termOf, termsOf } from '../../../src/core/facts/terms.ts';
import { withNameParts } from '../../../src/core/task/name-parts.ts';

const has = (word: string, text: string) => hasTerm([termOf(word)], text);

describe('a term', () => {
  it('is a whole word in any case, with or without a final s', () => {
    assert.deepEqual(
      ['ui', 'UI', 'UIs', 'the ui.', '(ui)', 'ui-kit', 'build', 'uis2', 'ui_kit', 'uiß', 'üui'].map((text) =>
        has('ui', text),
      ),
      [true, true, true, true, true, true, false, false, false, false, false],
    );
    assert.ok(has('data loss', 'DATA\n  loss'));
    assert.equal(has('data loss', 'dataloss'), false);
  });

  it('counts once, however often it is there', () => {
    assert.equal(countTerms(termsOf('test, bug'), 'test tests TEST bug'), 2);
  });

  it('matches as it stands when it has Han characters', () => {
    assert.ok(has('测试', '请写测试代码'));
    assert.ok(has('GPU价格', '今天的gpu价格是多少'));
  });

  it('ends at a Han character as at a space, and at no other letter', () => {
    assert.deepEqual(
      ['请analyze一下', '比较prices和fees', '価api々', 'analyzeд', '请re_analyze'].map((text) =>
        countTerms(termsOf('analyze, price, fee, api'), text),
      ),
      [1, 2, 1, 0, 0],
    );
  });

  it('of a caller is text, never a pattern', () => {
    assert.ok(has('c++', 'in C++ only'));
    assert.equal(has('a.c', 'abc'), false);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (word) => {
        assert.equal(has(word, ''), word.trim() === '');
      }),
      { numRuns: 300 },
    );
  });
});

describe('names', () => {
  it('are taken apart beside the text as it is', () => {
    assert.equal(withNameParts('plain words'), 'plain words');
    const parts = withNameParts('parseJSON2Text of HTTPServer_main');
    assert.ok(parts.startsWith('parseJSON2Text of HTTPServer_main\n'));
    assert.ok(parts.endsWith('parse JSON2 Text of HTTP Server main'));
  });
});
