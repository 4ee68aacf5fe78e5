import fc from 'fast-check';
import { chunkQuery, type ChunkQuery } from '../../../../src/core/context/levels/chunk-query.ts';
import type { FileOutline, FileSymbol } from '../../../../src/core/context/levels/symbols.ts';
import { taskTerms } from '../../../../src/core/context/rank/task-terms.ts';

/** Words apart by signs, line endings among them. */
export const count = (text: string): number => text.match(/\w+|[^\w ]/g)?.length ?? 0;

/** A task among 100 files, each term of which is in 10. */
export function queryOf(task: string): ChunkQuery {
  return chunkQuery(taskTerms(task), 100, () => 10);
}

const WORDS = ['parse', 'range', 'render', 'tree', 'token', 'budget', 'count', 'file', 'xs', 'the'];

const LINE = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 9 }) },
  { weight: 1, arbitrary: fc.constant([]) },
);

/** A text of indented lines with an outline that is well formed: children inside their parents, none overlapping. */
export const FILE: fc.Arbitrary<{ readonly text: string; readonly outline: FileOutline }> = fc
  .record({
    lines: fc.array(fc.tuple(fc.nat(4), LINE), { maxLength: 150 }),
    cuts: fc.array(fc.nat(149), { maxLength: 12 }),
    names: fc.array(fc.constantFrom('parseRange', 'renderTree', 'count', 'Budget'), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ lines, cuts, names }) => ({
    text: lines.map(([indent, words]) => `${'  '.repeat(indent)}${words.join(' ')}\n`).join(''),
    outline: outlineOf(lines.length, cuts, names),
  }));

function outlineOf(lineCount: number, cuts: readonly number[], names: readonly string[]): FileOutline {
  const starts = [...new Set(cuts.map((cut) => cut + 1))]
    .filter((line) => line <= lineCount)
    .sort((a, b) => a - b);
  const symbols: FileSymbol[] = [];
  starts.forEach((from, index) => {
    const to = (starts[index + 1] ?? lineCount + 1) - 1;
    const name = names[index % names.length] ?? 'x';
    const at = symbols.length;
    symbols.push({
      name,
      kind: 'class',
      range: [from, to],
      signature: [from, from],
      docLine: null,
      parent: null,
    });
    const inner = from + 2;
    if (inner + 1 <= to) {
      symbols.push({
        name: `${name}Inner`,
        kind: 'method',
        range: [inner, to],
        signature: [inner + 1, inner + 1],
        docLine: inner,
        parent: at,
      });
    }
  });
  return { symbols, by: 'grammar', partial: false };
}

export const TASK: fc.Arbitrary<string> = fc.oneof(
  fc
    .array(fc.constantFrom(...WORDS, '`parseRange`', '`Budget`', 'src/a.ts:7', 'a.ts:20:3', 'nothing'), {
      maxLength: 6,
    })
    .map((words) => words.join(' ')),
);
