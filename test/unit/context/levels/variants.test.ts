import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Level, Variant } from '../../../../src/core/context/item.ts';
import { LEVELS } from '../../../../src/core/context/item.ts';
import { namedRegions } from '../../../../src/core/context/levels/named-regions.ts';
import { EMPTY_OUTLINE, type FileOutline } from '../../../../src/core/context/levels/symbols.ts';
import { variantsFor } from '../../../../src/core/context/levels/variants.ts';
import { elisionMark, linesOf, shownAt } from '../../../../src/core/context/render/shown-text.ts';
import { count, FILE, queryOf, TASK } from './sample-files.ts';

function variantsOf(
  text: string,
  outline: FileOutline,
  task: string,
  levels: readonly Level[] = LEVELS,
): readonly Variant[] {
  return variantsFor({
    sourceId: 'src/a.ts',
    path: 'src/a.ts',
    content: text,
    tokens: count(text),
    probability: 0.5,
    levels,
    outline,
    query: task === '' ? null : queryOf(task),
    count,
  });
}

const linesIn = ({ ranges }: Variant): number[] =>
  ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index));

describe('variants of a file', () => {
  it('property: ranges ascend inside of the file and tokens are those of its lines and marks', () => {
    fc.assert(
      fc.property(FILE, TASK, ({ text, outline }, task) => {
        const lines = linesOf(text);
        for (const variant of variantsOf(text, outline, task)) {
          let before = 0;
          const expected: string[] = [];
          for (const [from, to] of variant.ranges) {
            assert.ok(before < from && from <= to && to <= lines.length);
            if (from > before + 1) expected.push(elisionMark([before + 1, from - 1]));
            expected.push(...lines.slice(from - 1, to));
            before = to;
          }
          if (variant.level === 'path') continue;
          if (before < lines.length) expected.push(elisionMark([before + 1, lines.length]));
          const written = expected.map((line) => `${line}\n`).join('');
          assert.equal(shownAt(text, variant.level, variant.ranges).text, written);
          assert.equal(variant.tokens, count(written));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('property: the larger excerpt holds the smaller, costs more and is worth more', () => {
    fc.assert(
      fc.property(FILE, TASK, ({ text, outline }, task) => {
        const chunks = variantsOf(text, outline, task).filter(({ level }) => level === 'chunks');
        chunks.forEach((larger, index) => {
          const smaller = chunks[index + 1];
          if (smaller === undefined) return;
          const held = new Set(linesIn(larger));
          assert.ok(linesIn(smaller).every((line) => held.has(line)));
          assert.ok(larger.tokens > smaller.tokens && larger.value > smaller.value);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('property: what the task names is in every excerpt', () => {
    fc.assert(
      fc.property(FILE, TASK, ({ text, outline }, task) => {
        const named = namedRegions('src/a.ts', linesOf(text).length, outline, queryOf(task));
        for (const variant of variantsOf(text, outline, task)) {
          if (variant.level !== 'chunks') continue;
          const shown = new Set(linesIn(variant));
          for (const [from, to] of named) {
            for (let line = from; line <= to; line++) assert.ok(shown.has(line), `line ${line}`);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('property: none is matched by a fuller one that costs no more, and ids are unique', () => {
    fc.assert(
      fc.property(FILE, TASK, ({ text, outline }, task) => {
        const variants = variantsOf(text, outline, task);
        assert.equal(new Set(variants.map(({ id }) => id)).size, variants.length);
        variants.forEach((variant, index) => {
          const fuller = variants.slice(0, index);
          assert.ok(!fuller.some(({ tokens, value }) => tokens <= variant.tokens && value >= variant.value));
        });
      }),
    );
  });

  const method = (name: string): string =>
    `  ${name}() {\n${`    // ${name} says something that fills a line of its own\n`.repeat(30)}  }\n`;
  const names = Array.from({ length: 20 }, (_, index) => `step${String.fromCharCode(97 + index)}`);
  const large = `export class Machine {\n${names.map(method).join('\n')}}\n`;
  const outline: FileOutline = {
    symbols: [
      {
        name: 'Machine',
        kind: 'class',
        range: [1, linesOf(large).length],
        signature: [1, 1],
        docLine: null,
        parent: null,
      },
      ...names.map((name, index) => ({
        name,
        kind: 'method' as const,
        range: [2 + index * 33, 33 + index * 33] as const,
        signature: [2 + index * 33, 2 + index * 33] as const,
        docLine: null,
        parent: 0,
      })),
    ],
    by: 'grammar',
    partial: false,
  };

  it('show the best match first, below the declarations around it', () => {
    const smallest = variantsOf(large, outline, 'stepg is wrong').findLast(({ level }) => level === 'chunks');
    assert.ok(smallest !== undefined);
    const { text } = shownAt(large, 'chunks', smallest.ranges);
    assert.match(text, /^export class Machine \{\n(… lines 2-\d+)\n/);
    assert.match(text, /stepg says something/);
    assert.doesNotMatch(text, /stepa says/);
  });

  it('keep the definition that the task names whole, and the line', () => {
    for (const variant of variantsOf(large, outline, 'why does `stepc` fail, see src/a.ts:630')) {
      if (variant.level !== 'chunks') continue;
      const shown = new Set(linesIn(variant));
      for (let line = 68; line <= 99; line++) assert.ok(shown.has(line), `line ${line}`);
      assert.ok(shown.has(630));
    }
  });

  it('show a file that is too small to be cut as its own excerpt, where the full text is not allowed', () => {
    const text = 'let parse;\nlet range;\n'.repeat(5);
    const levelsOf = (task: string, ...levels: Level[]) =>
      variantsOf(text, EMPTY_OUTLINE, task, levels).map(({ level, ranges }) => [level, ranges]);
    assert.deepEqual(levelsOf('parse range', 'chunks', 'path'), [
      ['chunks', [[1, 10]]],
      ['path', []],
    ]);
    assert.deepEqual(levelsOf('parse range', 'full', 'chunks'), [['full', [[1, 10]]]]);
    assert.deepEqual(levelsOf('', 'chunks', 'path'), [['path', []]]);
  });

  it('have no outline where the plain rules found no headings', () => {
    const plain = (...names: string[]): FileOutline => ({
      symbols: names.map((name, at) => ({
        name,
        kind: 'heading',
        range: [at * 20 + 1, at * 20 + 20],
        signature: [at * 20 + 1, at * 20 + 1],
        docLine: null,
        parent: null,
      })),
      by: 'headings',
      partial: false,
    });
    const text = 'some words that fill a line\n'.repeat(40);
    const levelsOf = (found: FileOutline) => variantsOf(text, found, '').map(({ level }) => level);
    assert.deepEqual(levelsOf(plain('a.txt')), ['full', 'path']);
    assert.deepEqual(levelsOf(plain('One', 'Two')), ['full', 'outline', 'path']);
  });

  it('never make an outline dearer than the text', () => {
    // One long word costs less than the mark that would stand for it.
    const text = `a()\n${'b'.repeat(60)}\n`.repeat(20);
    const symbols = Array.from({ length: 20 }, (_, index) => ({
      name: `f${index}`,
      kind: 'function' as const,
      range: [2 * index + 1, 2 * index + 2] as const,
      signature: [2 * index + 1, 2 * index + 1] as const,
      docLine: null,
      parent: null,
    }));
    const [only] = variantsOf(text, { symbols, by: 'grammar', partial: false }, '', ['outline']);
    assert.equal(only?.level, 'outline');
    assert.ok(only.tokens <= count(text));
  });

  it('are one for what has ten tokens or less', () => {
    assert.deepEqual(
      variantsOf('a b c\n', EMPTY_OUTLINE, 'a b c').map(({ level }) => level),
      ['full'],
    );
    assert.deepEqual(
      variantsOf('', EMPTY_OUTLINE, 'a').map(({ level, ranges }) => ({ level, ranges })),
      [{ level: 'full', ranges: [] }],
    );
  });

  it('are those of the allowed levels alone', () => {
    for (const level of LEVELS) {
      const levels = new Set(variantsOf(large, outline, 'stepg', [level]).map((variant) => variant.level));
      assert.deepEqual([...levels], [level]);
    }
    assert.ok(!variantsOf(large, outline, '').some(({ level }) => level === 'chunks'));
  });

  it('elide bodies in an outline', () => {
    const [variant] = variantsOf(large, outline, '', ['outline']);
    const { text } = shownAt(large, 'outline', variant?.ranges ?? []);
    assert.match(text, /^export class Machine \{\n {2}stepa\(\) \{\n… lines 3-34\n/);
    assert.doesNotMatch(text, /says something/);
  });
});
