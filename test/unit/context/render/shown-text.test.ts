import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shownPath } from '../../../../src/core/context/render/shown-path.ts';
import {
  lengthText,
  lineCount,
  lineNumberColumn,
  shownAt,
  shownText,
  withLineNumbers,
} from '../../../../src/core/context/render/shown-text.ts';
import { renderTree } from '../../../../src/core/context/render/tree.ts';

describe('the text as shown', () => {
  it('has no BOM and only LF', () => {
    assert.equal(shownText('\uFEFFa\r\nb\rc\nd'), 'a\nb\nc\nd');
    assert.equal(shownText(''), '');
  });

  it('is the same when shown again', () => {
    const character = fc.constantFrom('a', '\r', '\n', '\uFEFF');
    fc.assert(
      fc.property(fc.string({ unit: character }), (text) => {
        // One BOM goes: a second one is content (U+FEFF inside a text is a character).
        const once = shownText(text.replace(/^\uFEFF+/, ''));
        assert.equal(shownText(once), once);
      }),
    );
  });

  it('counts lines without a last empty one', () => {
    assert.deepEqual(['', 'a', 'a\n', 'a\n\n', '\n'].map(lineCount), [0, 1, 1, 2, 1]);
    assert.deepEqual([1, 2].map(lengthText), ['1 line', '2 lines']);
  });

  it('marks every gap between ranges with the lines it stands for', () => {
    const text = 'a\nb\nc\nd\ne\nf';
    assert.deepEqual(
      shownAt(text, 'chunks', [
        [2, 3],
        [5, 5],
      ]),
      {
        text: '… line 1\nb\nc\n… line 4\ne\n… line 6\n',
        ranges: [
          [2, 3],
          [5, 5],
        ],
      },
    );
    assert.deepEqual(shownAt(text, 'full', []), { text, ranges: [[1, 6]] });
    assert.deepEqual(shownAt(text, 'path', []), { text: '6 lines', ranges: [] });
    assert.deepEqual(shownAt('', 'full', []), { text: '', ranges: [] });
  });

  it('drops what lies beyond the end of a file that has become shorter', () => {
    assert.deepEqual(
      shownAt('a\nb\n', 'outline', [
        [2, 4],
        [6, 7],
      ]),
      {
        text: '… line 1\nb\n',
        ranges: [[2, 2]],
      },
    );
  });

  it('numbers exactly the lines of the ranges with their numbers in the file', () => {
    const line = fc.string({ unit: fc.constantFrom('a', ' ', '…', ':') });
    const kept = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(kept, fc.array(line, { minLength: 12, maxLength: 12 }), (kept, words) => {
        const lines = kept.map((_, index) => words[index] ?? '');
        const ranges = kept.flatMap((keep, index) => (keep ? [[index + 1, index + 1] as const] : []));
        const { text } = shownAt(`${lines.join('\n')}\n`, 'chunks', ranges);
        const numbered = withLineNumbers(text, ranges).split('\n');
        for (const [at] of ranges) assert.ok(numbered.includes(`${at}: ${lines[at - 1]}`));
        const marks = numbered.filter((line) => !/^\d+: /.test(line) && line !== '');
        assert.equal(numbered.length - 1, ranges.length + marks.length);
        assert.ok(marks.every((mark) => /^… lines? \d+(-\d+)?$/.test(mark)));
      }),
    );
    assert.equal(
      lineNumberColumn([
        [2, 3],
        [5, 5],
      ]),
      '2: \n3: \n5: \n',
    );
  });
});

describe('the path as shown', () => {
  it('escapes controls, line breaks and marks that reorder text', () => {
    assert.equal(
      shownPath('a\nb\t"c"\u202Egpj.exe\u2028\u0007\\'),
      'a\\u{a}b\\u{9}"c"\\u{202e}gpj.exe\\u{2028}\\u{7}\\\\',
    );
    assert.equal(shownPath('src/größe 漢字 👩‍👩‍👧.ts'), 'src/größe 漢字 👩‍👩‍👧.ts');
    assert.equal(shownPath('\uD800'), '\\u{d800}');
  });

  it('shows two different paths differently', () => {
    const odd = fc.string({ unit: fc.constantFrom('\n', '\\', 'u', '{', 'a', '}', '\u202E'), maxLength: 8 });
    fc.assert(
      fc.property(odd, odd, (a, b) => {
        assert.equal(shownPath(a) === shownPath(b), a === b);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the tree', () => {
  it('joins folders that hold one folder only, and escapes names', () => {
    const tree = renderTree([
      { path: 'src/core/context/a.ts', note: null },
      { path: 'src/core/context/b\n.ts', note: '7 lines' },
      { path: 'src/z.ts', note: null },
      { path: '/abs/x', note: null },
      { path: 'top.md', note: null },
    ]);
    assert.equal(
      tree,
      '/abs/\n  x\nsrc/\n  core/context/\n    a.ts\n    b\\u{a}.ts (7 lines)\n  z.ts\ntop.md\n',
    );
    assert.equal(renderTree([]), '');
  });

  it('lists every file once, in the same order for any order of input', () => {
    const path = fc
      .array(fc.constantFrom('a', 'b', 'c.ts', 'd'), { minLength: 1, maxLength: 4 })
      .map((segments) => segments.join('/'));
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 12 }), (paths) => {
        const files = paths.map((path) => ({ path, note: null }));
        const tree = renderTree(files);
        assert.equal(renderTree([...files].reverse()), tree);
        assert.equal(
          tree.split('\n').filter((line) => line !== '' && !line.endsWith('/')).length,
          paths.length,
        );
      }),
    );
  });
});
