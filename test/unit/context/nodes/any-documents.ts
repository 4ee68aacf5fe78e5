import fc from 'fast-check';
import { type FileOutline, SYMBOL_KINDS } from '../../../../src/core/context/levels/symbols.ts';

const WORDS = [
  'parse',
  'parseRange',
  'file_name',
  'Tree',
  'render',
  'x',
  'naïve',
  '日本語',
  '42',
  '}',
  '𝒳',
  '$',
];
const word = fc.constantFrom(...WORDS);
const line = fc.oneof(
  { weight: 5, arbitrary: fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')) },
  { weight: 2, arbitrary: fc.constantFrom('', '  ', '# Title', '## Part', 'NOTES', 'Steps:', '```') },
  { weight: 2, arbitrary: fc.constantFrom('It ends. Then it goes on! 3 times? yes', '    return parse(x);') },
  {
    weight: 1,
    arbitrary: fc.array(word, { minLength: 120, maxLength: 300 }).map((words) => words.join(' ')),
  },
  { weight: 1, arbitrary: fc.integer({ min: 400, max: 1_200 }).map((length) => '😀é'.repeat(length)) },
);

/** Texts with words, blank lines, headings, and lines that are far too long. */
export const anyText = fc
  .array(line, { minLength: 1, maxLength: 40 })
  .map((lines) => lines.join('\n'))
  .filter((text) => text.trim() !== '');

/** Outlines as no grammar would make them: what they say of ranges may be wrong in every way. */
export const anyOutline: fc.Arbitrary<FileOutline> = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...SYMBOL_KINDS),
      from: fc.integer({ min: 1, max: 45 }),
      length: fc.integer({ min: 0, max: 45 }),
      above: fc.integer({ min: 0, max: 30 }),
    }),
    { maxLength: 30 },
  )
  .map((drawn) => ({
    symbols: drawn.map(({ kind, from, length, above }, index) => ({
      name: `name${index}`,
      kind,
      range: [from, from + length],
      signature: [from, from],
      docLine: null,
      parent: above < index ? above : null,
    })),
    by: 'grammar',
    partial: false,
  }));

export const anyPath = fc.constantFrom('a.ts', 'b.md', 'notes', 'src/c:d.py', 'e.txt');
