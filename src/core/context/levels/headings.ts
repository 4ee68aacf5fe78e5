import { languageOf } from '../kind/language.ts';
import { linesOf } from '../render/shown-text.ts';
import { type FileOutline, type FileSymbol, LONGEST_NAME } from './symbols.ts';

/** Spec F8. */
const MOST_WORDS = 12;
/** Spec F8: nodes per document. */
const MOST_HEADINGS = 4000;

interface Heading {
  readonly line: number;
  readonly depth: number;
  readonly title: string;
}

/**
 * The outline of a text without a grammar (spec F8): sections from heading to heading, a deeper one inside of a less
 * deep one. Text before the first heading is a section titled by the file's name.
 */
export function headingsOf(path: string, text: string): FileOutline {
  const lines = linesOf(text);
  const language = languageOf(path) ?? '';
  const isYaml = language === 'yaml';
  const headings = headingsIn(language, lines).slice(0, MOST_HEADINGS);
  const symbols: FileSymbol[] = [];
  const first = headings[0]?.line ?? lines.length + 1;
  const words = firstWords(lines, 1, first - 1);
  if (words !== null) {
    const name = path.slice(path.lastIndexOf('/') + 1).slice(0, LONGEST_NAME);
    const range = [1, first - 1] as const;
    symbols.push({ name, kind: 'heading', range, signature: [words, words], docLine: null, parent: null });
  }
  const open: { readonly index: number; readonly depth: number }[] = [];
  headings.forEach(({ line, depth, title }, at) => {
    const end = (headings.slice(at + 1).find((next) => next.depth <= depth)?.line ?? lines.length + 1) - 1;
    const next = (headings[at + 1]?.line ?? lines.length + 1) - 1;
    while ((open.at(-1)?.depth ?? -1) >= depth) open.pop();
    const parent = open.at(-1)?.index ?? null;
    open.push({ index: symbols.length, depth });
    symbols.push({
      name: title,
      kind: isYaml ? 'key' : 'heading',
      range: [line, end],
      signature: [line, line],
      docLine: isYaml ? null : firstWords(lines, line + 1, next),
      parent,
    });
  });
  return { symbols, by: 'headings', partial: false };
}

const MARKDOWN: ReadonlySet<string> = new Set(['markdown', 'mdx']);

function headingsIn(language: string, lines: readonly string[]): Heading[] {
  if (MARKDOWN.has(language)) return markdownHeadings(lines);
  if (TABLES.has(language)) return tableHeadings(lines);
  return language === 'yaml' ? yamlKeys(lines) : plainHeadings(lines);
}

const TABLES: ReadonlySet<string> = new Set(['toml', 'ini']);

/** `[table]`, `[[array of tables]]` (TOML 1.0) and `[section]`; a dotted name lies inside of the shorter one. */
function tableHeadings(lines: readonly string[]): Heading[] {
  const headings: Heading[] = [];
  lines.forEach((line, index) => {
    const [, name = ''] = /^\s*\[{1,2}([^[\]]{1,160})\]{1,2}\s*(?:[#;].*)?$/.exec(line) ?? [];
    const title = name.trim();
    if (title !== '') headings.push({ line: index + 1, depth: title.split('.').length, title });
  });
  return headings;
}

/** Deeper keys are content. */
const DEEPEST_KEY = 3;

/** Keys of mappings by their indentation, not those inside of lists (YAML 1.2.2, 8.2.2, as people write it). */
function yamlKeys(lines: readonly string[]): Heading[] {
  const keys: Heading[] = [];
  const open: number[] = [];
  lines.forEach((line, index) => {
    const [, indent = '', key = ''] =
      /^( *)("[^"]*"|'[^']*'|(?!- )[\w.$/-][\w.$/ -]*?) *:(?: |$)/.exec(line) ?? [];
    if (key === '') return;
    while ((open.at(-1) ?? -1) >= indent.length) open.pop();
    open.push(indent.length);
    if (open.length > DEEPEST_KEY) return;
    const title = key.replaceAll(/["']/g, '').slice(0, LONGEST_NAME);
    if (title !== '') keys.push({ line: index + 1, depth: open.length, title });
  });
  return keys;
}

/** The first line of a section that is neither blank nor a mark only. */
function firstWords(lines: readonly string[], from: number, to: number): number | null {
  for (let line = from; line <= to; line++) {
    const text = lines[line - 1] ?? '';
    if (/[\p{L}\p{N}]{2}/u.test(text) && !/^\s*(?:`{3}|~{3})/.test(text)) return line;
  }
  return null;
}

/** `#` lines outside of fences (CommonMark 0.31, 4.2 and 4.5). */
function markdownHeadings(lines: readonly string[]): Heading[] {
  const headings: Heading[] = [];
  let fence: string | null = null;
  lines.forEach((line, index) => {
    const [, run = '', rest = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence !== null) {
      if (run.startsWith(fence) && rest.trim() === '') fence = null;
      return;
    }
    if (run !== '' && !(run.startsWith('`') && rest.includes('`'))) {
      fence = run;
      return;
    }
    const [, marks = '', after = ''] = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/.exec(line) ?? [];
    const title = after
      .trim()
      .replace(/(?:^|[ \t])#+$/, '')
      .trim();
    if (marks !== '' && title !== '') {
      headings.push({ line: index + 1, depth: marks.length, title: title.slice(0, LONGEST_NAME) });
    }
  });
  return headings;
}

/** A line of few words that is all capitals or ends with ":" (spec F8), and is not indented. */
function plainHeadings(lines: readonly string[]): Heading[] {
  const headings: Heading[] = [];
  lines.forEach((line, index) => {
    const title = line.trim();
    if (title === '' || line !== line.trimStart() || title.length > LONGEST_NAME) return;
    if (title.split(/\s+/).length > MOST_WORDS) return;
    const isCapitals = /\p{Lu}{2}/u.test(title) && title === title.toUpperCase();
    if (isCapitals || (title.endsWith(':') && /\p{L}/u.test(title))) {
      headings.push({ line: index + 1, depth: 1, title: title.replace(/:$/, '') || title });
    }
  });
  return headings;
}
