import { isObject } from '../../facts/json-value.ts';

/** Deeper than any document; a text of brackets alone must not exhaust the stack. */
const DEEPEST = 64;

/** Nodes of rich text that stand in a line of their own. */
const BLOCKS = new Set([
  'paragraph',
  'heading',
  'listItem',
  'codeBlock',
  'blockquote',
  'tableRow',
  'rule',
  'hardBreak',
]);

/**
 * The words of a rich-text document of nodes with `text` and `content`, as Jira's interface gives descriptions. A
 * block is a line.
 */
export function plainText(document: unknown): string {
  return linesOf(document, DEEPEST)
    .replace(/\n{2,}/gu, '\n')
    .trim();
}

function linesOf(node: unknown, depth: number): string {
  if (!isObject(node) || depth === 0) return '';
  const { type, text, content } = node;
  const inside = Array.isArray(content) ? content.map((child) => linesOf(child, depth - 1)).join('') : '';
  const words = (typeof text === 'string' ? text : '') + inside;
  return typeof type === 'string' && BLOCKS.has(type) ? `${words}\n` : words;
}
