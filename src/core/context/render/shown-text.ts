import type { Level, LineRange } from '../item.ts';

/** A text as it is shown, counted and hashed: no BOM, every line ending LF (spec F6); idempotent. */
export function shownText(content: string): string {
  const body = content.startsWith('\uFEFF') ? content.slice(1) : content;
  return body.includes('\r') ? body.replaceAll(/\r\n?/g, '\n') : body;
}

/** Lines of a shown text; a final line ending starts no new line; 0 for the empty text. */
export function lineCount(text: string): number {
  return linesOf(text).length;
}

/** What the `path` level shows beside the path. */
export function lengthText(lines: number): string {
  return lines === 1 ? '1 line' : `${lines} lines`;
}

/** The lines that an elision stands for, on a line of its own. */
export function elisionMark([from, to]: LineRange): string {
  return from === to ? `… line ${from}` : `… lines ${from}-${to}`;
}

/**
 * The text of one level of detail and the ranges it really shows.
 *
 * @param content a shown text in full.
 * @param ranges what `chunks` and `outline` show: ascending, not overlapping, 1-based and inclusive; what lies
 *   beyond the content's end is dropped. Every gap becomes one elision mark. Ignored for `full` and `path`.
 */
export function shownAt(
  content: string,
  level: Level,
  ranges: readonly LineRange[],
): { readonly text: string; readonly ranges: readonly LineRange[] } {
  if (level === 'path') return { text: lengthText(lineCount(content)), ranges: [] };
  const lines = linesOf(content);
  if (level === 'full') return { text: content, ranges: lines.length === 0 ? [] : [[1, lines.length]] };
  const shown: string[] = [];
  const kept: LineRange[] = [];
  let next = 1;
  for (const [from, to] of ranges) {
    const end = Math.min(to, lines.length);
    if (from < next || end < from) continue;
    if (from > next) shown.push(elisionMark([next, from - 1]));
    shown.push(...lines.slice(from - 1, end));
    kept.push([from, end]);
    next = end + 1;
  }
  if (next <= lines.length) shown.push(elisionMark([next, lines.length]));
  return { text: shown.map((line) => `${line}\n`).join(''), ranges: kept };
}

/**
 * The text with the file's own line numbers ("12: …"). Elision marks stay without one: they stand wherever the
 * ranges leave a gap, which is how `shownAt` builds the text.
 */
export function withLineNumbers(text: string, ranges: readonly LineRange[]): string {
  const lines = linesOf(text);
  const numbered: string[] = [];
  let next = 1;
  let at = 0;
  for (const [from, to] of ranges) {
    if (from > next && at < lines.length) numbered.push(lines[at++] ?? '');
    for (let line = from; line <= to && at < lines.length; line++) {
      numbered.push(`${line}: ${lines[at++] ?? ''}`);
    }
    next = to + 1;
  }
  return [...numbered, ...lines.slice(at)].map((line) => `${line}\n`).join('');
}

/** The column that `withLineNumbers` adds, for counting it before the text is known. */
export function lineNumberColumn(ranges: readonly LineRange[]): string {
  return ranges
    .map(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => `${from + index}: \n`).join(''))
    .join('');
}

/** The text with a line ending at its end; nothing is added to the empty text. */
export function endingInNewline(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

export function linesOf(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
