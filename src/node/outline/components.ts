import type { FileSymbol } from '../../core/context/levels/symbols.ts';

/** Languages whose files are pages with scripts in them, in blocks that begin at the left margin. */
export const COMPONENTS: ReadonlySet<string> = new Set(['vue', 'svelte']);

interface Block {
  readonly name: string;
  readonly isScript: boolean;
  /** Lines from 1, tags included. */
  readonly range: readonly [from: number, to: number];
}

/** What a component's text is made of. */
export interface Component {
  readonly blocks: readonly Block[];
  /** The text with everything but its scripts blank, so that lines stay where they are. */
  readonly script: string;
}

const OPENING = /^<(script|template|style)\b([^>]*)>/i;

/**
 * The blocks of a single-file component: `<script>`, `<template>` and `<style>` at the left margin, as people and
 * formatters write them, each to its closing tag, or to the end without one. One pass over the lines.
 */
export function componentOf(text: string): Component {
  const blocks: Block[] = [];
  const kept: string[] = [];
  let open: { readonly tag: string; readonly name: string; readonly from: number } | null = null;
  const lines = text.split('\n');
  lines.forEach((line, index) => {
    const [opening = '', tag = '', attributes = ''] = open === null ? (OPENING.exec(line) ?? []) : [];
    if (tag !== '') {
      const name = `${tag}${attributes.replace(/\/$/, '')}`.replaceAll(/\s+/g, ' ').trim();
      open = { tag: tag.toLowerCase(), name, from: index + 1 };
    }
    const body = ' '.repeat(opening.length) + line.slice(opening.length);
    // A template may have templates inside: its own end stands at the margin, as its beginning does.
    const closes: number =
      open === null
        ? -1
        : open.tag === 'template' && open.from !== index + 1
          ? line.search(/^<\/template\s*>/i)
          : body.toLowerCase().lastIndexOf(`</${open.tag}`);
    const isScript = open?.tag === 'script';
    kept.push(isScript ? (closes < 0 ? body : body.slice(0, closes)) : '');
    if (open !== null && (closes >= 0 || index === lines.length - 1 || opening.endsWith('/>'))) {
      const last = line === '' && index > open.from - 1 ? index : index + 1;
      blocks.push({ name: open.name, isScript, range: [open.from, last] });
      open = null;
    }
  });
  return { blocks, script: kept.join('\n') };
}

/** Blocks with the symbols of their scripts inside; what a broken script says beyond its end is dropped. */
export function withScriptSymbols(
  blocks: readonly Block[],
  inScripts: readonly FileSymbol[],
): readonly FileSymbol[] {
  const symbols: FileSymbol[] = [];
  for (const { name, isScript, range } of blocks) {
    const [from, to] = range;
    const block = symbols.length;
    symbols.push({ name, kind: 'element', range, signature: [from, from], docLine: null, parent: null });
    if (!isScript) continue;
    const placeOf = new Map<number, number>();
    inScripts.forEach((symbol, index) => {
      const parent = symbol.parent === null ? block : placeOf.get(symbol.parent);
      if (parent === undefined || symbol.range[0] < from || symbol.range[1] > to) return;
      placeOf.set(index, symbols.length);
      symbols.push({ ...symbol, parent });
    });
  }
  return symbols;
}
