import type { LineRange } from '../item.ts';
import type { FileOutline, FileSymbol, SymbolKind } from '../levels/symbols.ts';

/** A symbol or headed part of a document, inside of the section around it and beside the others in that. */
export interface Section {
  readonly symbol: FileSymbol;
  readonly range: LineRange;
  readonly children: readonly Section[];
}

/** Spec F8 has classes, functions and types; members and constants are the content of the section around them. */
const NO_SECTION: ReadonlySet<SymbolKind> = new Set(['field', 'constant']);

interface Open extends Section {
  readonly children: Open[];
}

/**
 * The outline as a tree whose ranges hold what spec F8 asks, whatever the outline says: two functions on one line
 * cannot be two sections, and the second is content of the first.
 *
 * @param most sections that are kept, first ones first.
 */
export function sectionsOf(
  { symbols }: FileOutline,
  lines: number,
  most: number,
): { readonly sections: readonly Section[]; readonly dropped: number } {
  const top: Open[] = [];
  const kept: (Open | null)[] = [];
  let count = 0;
  let dropped = 0;
  for (const symbol of symbols) {
    // Of a symbol that is no section the children belong to what is around it.
    const around = symbol.parent === null ? null : (kept[symbol.parent] ?? null);
    const siblings = around?.children ?? top;
    const [first, last] = around?.range ?? [1, lines];
    const from = Math.max(symbol.range[0], first, (siblings.at(-1)?.range[1] ?? 0) + 1);
    const to = Math.min(symbol.range[1], last);
    const isSection = !NO_SECTION.has(symbol.kind) && from <= to;
    if (isSection && count < most) {
      const section = { symbol, range: [from, to] as const, children: [] };
      siblings.push(section);
      kept.push(section);
      count++;
    } else {
      if (isSection) dropped++;
      kept.push(around);
    }
  }
  return { sections: top, dropped };
}
