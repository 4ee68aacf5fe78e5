import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { FileOutline } from '../../../../src/core/context/levels/symbols.ts';
import { linesOf } from '../../../../src/core/context/render/shown-text.ts';
import { createOutliner } from '../../../../src/node/outline/outliner.ts';
import { builtGrammars } from './built-grammars.ts';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/outline/', import.meta.url));
const NAMES = readdirSync(FIXTURES).filter((name) => name !== 'expected.txt');
const textOf = (name: string): string => readFileSync(join(FIXTURES, name), 'utf8');

/** Two spaces a level: kind, name, lines: signature, and the first line of its documentation. */
function written({ symbols }: FileOutline, text: string): string[] {
  const lines = linesOf(text).map((line) => line.trim());
  const depthOf = (at: number | null): number => (at === null ? 0 : 1 + depthOf(symbols[at]?.parent ?? null));
  return symbols.map(({ name, kind, range, signature, docLine, parent }) => {
    const declared = lines.slice(signature[0] - 1, signature[1]).join(' ');
    const doc = docLine === null ? '' : `  # ${lines[docLine - 1] ?? ''}`;
    return `${'  '.repeat(depthOf(parent))}${kind} ${name} ${range.join('-')}: ${declared}${doc}`;
  });
}

function assertWellFormed({ symbols }: FileOutline, lineCount: number): void {
  const ends = new Map<number | null, number>();
  symbols.forEach(({ name, range, signature, docLine, parent }, index) => {
    assert.ok(name !== '');
    assert.ok(parent === null || parent < index);
    const [from, to] = parent === null ? [1, lineCount] : (symbols[parent]?.range ?? [1, 0]);
    assert.ok(from <= range[0] && range[0] <= range[1] && range[1] <= to, `${name} lies outside`);
    assert.ok(range[0] <= signature[0] && signature[0] <= signature[1] && signature[1] <= range[1], name);
    assert.ok(docLine === null || (range[0] <= docLine && docLine <= range[1]), name);
    assert.ok(range[0] > (ends.get(parent) ?? 0), `${name} overlaps its neighbour`);
    ends.set(parent, range[1]);
    assert.ok(index === 0 || range[0] >= (symbols[index - 1]?.range[0] ?? 0), `${name} is out of order`);
  });
}

describe('outlines of files', () => {
  const warnings: string[] = [];
  const outline = createOutliner(builtGrammars(), (text) => warnings.push(text));

  const expected = new Map(
    textOf('expected.txt')
      .split(/^== /m)
      .filter((part) => part !== '')
      .map((part) => {
        const [name = '', ...lines] = part.trimEnd().split('\n');
        return [name, lines];
      }),
  );
  for (const name of NAMES) {
    it(`finds the symbols of ${name} with their signatures`, async () => {
      const text = textOf(name);
      const found = await outline(name, text);
      assert.deepEqual(written(found, text), expected.get(name));
      assert.equal(found.partial, false);
      assertWellFormed(found, linesOf(text).length);
      assert.deepEqual(warnings, []);
    });
  }

  it('property: a broken text gives an outline whose parts lie inside it, in order, and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...NAMES),
        fc.array(
          fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), put: fc.constantFrom(...BREAKS) }),
          {
            maxLength: 6,
          },
        ),
        fc.nat(40),
        async (name, breaks, drop) => {
          let text = textOf(name);
          for (const { at, put } of breaks) {
            const place = Math.floor(at * text.length);
            text = text.slice(0, place) + put + text.slice(place + drop);
          }
          assertWellFormed(await outline(name, text), linesOf(text).length);
        },
      ),
      { numRuns: 300 },
    );
    assert.deepEqual(warnings, []);
  });

  it('still finds what stands before and after broken syntax, and says that it is partial', async () => {
    const found = await outline('a.ts', 'function first() {}\n\nconst = = ;;\n\nfunction last() {\n}\n');
    assert.equal(found.partial, true);
    assert.deepEqual(
      found.symbols.map(({ name }) => name),
      ['first', 'last'],
    );
  });

  it('reads a header as C++ where it is', async () => {
    const found = await outline('range.h', 'namespace a {\nclass Range {\n  int from;\n};\n}\n');
    assert.deepEqual(
      found.symbols.map(({ name, kind }) => `${kind} ${name}`),
      ['module a', 'class Range', 'field from'],
    );
  });

  it('reads large texts and unknown languages by headings', async () => {
    const large = await outline('a.ts', `// LARGE\n${'const a = 1;\n'.repeat(40_000)}`);
    assert.equal(large.by, 'headings');
    assert.equal((await outline('a.unknown', 'PARTS:\n\nText.\n')).symbols[0]?.name, 'PARTS');
  });

  it('ends on deep nesting', async () => {
    const deep = `${'if (a) {'.repeat(3000)}${'}'.repeat(3000)}\nfunction after() {}\n`;
    const found = await outline('deep.ts', deep);
    assertWellFormed(found, 2);
  });

  it('says once that a grammar does not load and gives plain outlines', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'context-budget-grammars-'));
    try {
      for (const name of ['tree-sitter.cjs', 'tree-sitter.wasm']) {
        writeFileSync(join(folder, name), readFileSync(join(builtGrammars(), name)));
      }
      writeFileSync(join(folder, 'tree-sitter-python.wasm'), 'no grammar');
      const told: string[] = [];
      const broken = createOutliner(folder, (text) => told.push(text));
      for (const _ of [1, 2]) assert.equal((await broken('a.py', 'def a():\n  pass\n')).by, 'headings');
      assert.equal(told.length, 1);
      assert.match(told[0] ?? '', /tree-sitter-python/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const BREAKS = [
  '',
  '{',
  '}',
  '(',
  '"',
  "'",
  '`',
  '/*',
  '<',
  '\n',
  '\n\n  ',
  ';',
  'class ',
  '😀',
  '#',
  ':',
  '\t',
];
