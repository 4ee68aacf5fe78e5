import type { FileSymbol } from '../levels/symbols.ts';
import { cutText } from './cut.ts';
import type { DocumentNodes } from './document-nodes.ts';
import type { Span } from './node.ts';
import { sentencesOf } from './sentences.ts';

/** Spec F8, in code units. */
const LONGEST_SUMMARY = 160;
/** As much of a text as a summary can need: its first sentence is looked for in here. */
const LOOKED_AT = 2_000;

/** A section's title or signature, else the first sentence or line, on one line (spec F8). */
export function summaryOf(document: DocumentNodes, span: Span, symbol: FileSymbol | undefined): string {
  const words = symbol === undefined ? firstWords(document, span) : headOf(document, symbol);
  return cutText(words.replaceAll(/\s+/g, ' ').trim(), LONGEST_SUMMARY);
}

/** The declaration; of a heading its title. */
function headOf(document: DocumentNodes, { kind, name, signature }: FileSymbol): string {
  const { text, lineStarts } = document;
  if (kind === 'heading' || kind === 'key') return name;
  const [from, to] = signature;
  const declared = text.slice(lineStarts[from - 1] ?? 0, lineStarts[to] ?? text.length).trim();
  return declared === '' ? name : declared;
}

function firstWords(document: DocumentNodes, [from, to]: Span): string {
  const { text, isProse } = document;
  const near = text.slice(from, Math.min(to, from + LOOKED_AT));
  const paragraphs = near.split(isProse ? /\n[^\S\n]*\n/ : '\n');
  const first = paragraphs.find((part) => /[\p{L}\p{N}]/u.test(part)) ?? near;
  const [sentence] = isProse ? sentencesOf(first, [0, first.length]) : [];
  return sentence === undefined ? first : first.slice(...sentence);
}

/** The name of the innermost section around a node, itself included; else of the file. */
export function titleOf(document: DocumentNodes, place: number): string {
  for (let at = place; at > 0; at = document.parents[at] ?? 0) {
    const symbol = document.symbols.get(at);
    if (symbol !== undefined) return symbol.name;
  }
  return document.title;
}
