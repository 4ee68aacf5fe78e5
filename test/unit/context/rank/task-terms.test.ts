import assert from 'node:assert/strict';
import fc from 'fast-check';
import { namedPlaces } from '../../../../src/core/context/rank/named-places.ts';
import { taskTerms } from '../../../../src/core/context/rank/task-terms.ts';

const names = (task: string): string[] => taskTerms(task).names.map(({ text }) => text);

describe('a task, read', () => {
  it('counts terms and leaves stop words out', () => {
    const { terms } = taskTerms('Fix the parser: the Parser loses a range');
    assert.deepEqual(
      terms.map(({ text, count }) => [text, count]),
      [
        ['parser', 2],
        ['loses', 1],
        ['range', 1],
      ],
    );
  });

  it('takes identifiers by backticks, by their form and by what follows them', () => {
    assert.deepEqual(names('`watch` and max_size, parseHTML or HTMLParser'), [
      'watch',
      'max_size',
      'parseHTML',
      'HTMLParser',
    ]);
    assert.deepEqual(names('call render() on page.click'), ['render', 'page']);
    assert.deepEqual(names('`maxSize` is max_size'), ['maxSize'], 'spelt in two ways, one name');
    assert.deepEqual(names('nothing of code in here. Really'), []);
  });

  it('pairs neighbours, and a stop word separates them', () => {
    const pairs = (task: string): string[] => taskTerms(task).pairs.map(({ text }) => text);
    assert.deepEqual(pairs('infinite loop in the scheduler flush'), ['infinite loop', 'scheduler flush']);
    assert.deepEqual(
      taskTerms('parsing ranges').pairs.map(({ hash }) => hash),
      taskTerms('Parser range').pairs.map(({ hash }) => hash),
      'other forms of the same words',
    );
  });

  it('stays small for a pasted log', () => {
    const log = Array.from({ length: 5_000 }, (_, n) => `word${n}x failed in step${n} at a${n}.b${n}()`).join(
      '\n',
    );
    const { terms, pairs, names, places } = taskTerms(log);
    assert.ok(terms.length <= 400 && pairs.length <= 400 && names.length <= 400 && places.length <= 200);
  });

  it('property: any text is read', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void taskTerms(text)));
  });
});

describe('places that a task names', () => {
  for (const [what, text, path, line] of [
    ['a plain path', 'see src/core/a.ts please', 'src/core/a.ts', null],
    ['a line and column', 'at src/a.ts:12:3', 'src/a.ts', 12],
    ['a JavaScript frame', '    at run (/home/me/app/src/a.js:12:3)', '/home/me/app/src/a.js', 12],
    ['a file URL', 'at file:///app/src/a.mjs:7:1', '/app/src/a.mjs', 7],
    ['Python', '  File "pkg/mod/x.py", line 41, in run', 'pkg/mod/x.py', 41],
    ['Java', '\tat com.foo.Bar$Inner.run(Bar.java:12)', 'com/foo/Bar.java', 12],
    ['Go', '\t/go/src/app/main.go:55 +0x1d', '/go/src/app/main.go', 55],
    ['Rust', '  --> src/main.rs:3:5', 'src/main.rs', 3],
    ['a Rust panic', "thread 'main' panicked at src/lib.rs:4:5:", 'src/lib.rs', 4],
    ['.NET', 'at App.Run() in /src/App/Foo.cs:line 12', '/src/App/Foo.cs', 12],
    ['TypeScript compiler', 'src/a.ts(12,3): error TS2322', 'src/a.ts', 12],
    ['Windows', String.raw`src\core\a.ts:12`, 'src/core/a.ts', 12],
    ['a leading dot', './a.test.ts:9', 'a.test.ts', 9],
  ] as const) {
    it(`finds ${what}`, () => {
      const places = namedPlaces(text);
      assert.ok(
        places.some((place) => place.path === path && place.line === line),
        JSON.stringify(places),
      );
    });
  }

  it('tells a place once, in the order of the text', () => {
    const found = namedPlaces('b.ts:1 then a.ts:2 then b.ts:1');
    assert.deepEqual(found, [
      { path: 'b.ts', line: 1 },
      { path: 'a.ts', line: 2 },
    ]);
  });

  it('is quick on hostile text', () => {
    for (const text of [
      'a/'.repeat(50_000),
      'a.'.repeat(50_000),
      `File "${'x'.repeat(100_000)}`,
      'at '.repeat(50_000),
    ]) {
      const start = performance.now();
      namedPlaces(text);
      assert.ok(performance.now() - start < 2_000, text.slice(0, 10));
    }
  });
});
