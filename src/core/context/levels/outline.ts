import type { LineRange } from '../item.ts';
import { shownLines } from './shown-lines.ts';
import { type FileOutline, type FileSymbol, isCallable } from './symbols.ts';

/** A function inside of a function is shown where the outer one is so long that it is a file of its own. */
const LONG_FUNCTION_LINES = 80;

/**
 * The lines that an outline shows (spec F10): declarations with the first line of their documentation, headings with
 * the first words below them. Empty where there is nothing to elide by.
 */
export function outlineRanges(lines: readonly string[], outline: FileOutline): readonly LineRange[] {
  const { symbols } = outline;
  const shown = shownLines(lines, outline);
  for (const symbol of symbols) {
    if (isInside(symbol, symbols)) continue;
    if (symbol.docLine !== null) shown.show([symbol.docLine, symbol.docLine]);
    shown.show(symbol.signature);
  }
  return shown.ranges();
}

/** Part of the body of a function rather than of the outline. */
function isInside({ parent }: FileSymbol, symbols: readonly FileSymbol[]): boolean {
  const above = parent === null ? undefined : symbols[parent];
  if (above === undefined) return false;
  const [from, to] = above.range;
  return (isCallable(above) && to - from < LONG_FUNCTION_LINES) || isInside(above, symbols);
}
