import type { Span } from './finding.ts';

/** What stands in a prompt where a secret stood. */
export const MASK = '[masked]';

/**
 * The ranges to mask for findings in a text: a finding over several lines gives one for each of its lines that has
 * signs, so that masking moves no line and an answer can still refer to them.
 */
export function maskRanges(shown: string, findings: readonly Span[]): readonly Span[] {
  const ranges: Span[] = [];
  for (const { from, to } of findings) {
    let start = from;
    for (const line of shown.slice(from, to).split('\n')) {
      if (line !== '') ranges.push({ from: start, to: start + line.length });
      start += line.length + 1;
    }
  }
  return ranges;
}

/**
 * The text with `[masked]` in place of every range.
 *
 * @param ranges ascending, not overlapping; what lies beyond the text's end is dropped.
 */
export function masked(shown: string, ranges: readonly Span[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to } of ranges) {
    if (from < at || to > shown.length || from >= to) continue;
    parts.push(shown.slice(at, from), MASK);
    at = to;
  }
  return at === 0 ? shown : [...parts, shown.slice(at)].join('');
}
