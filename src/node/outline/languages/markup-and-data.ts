import type { Node } from '@vscode/tree-sitter-wasm';
import { childOf, each, field, fieldText, type LanguageRules, types } from '../rules.ts';

const spansLines = (node: Node | null): boolean =>
  node !== null && node.endPosition.row > node.startPosition.row;

/** The keys whose values are worth eliding, and all keys at the top. */
const JSON_DEPTH = 3;

export const JSON_RULES: LanguageRules = {
  grammar: 'tree-sitter-json',
  definitions: {
    pair: {
      kind: 'key',
      name: (node) => fieldText(node, 'key')?.replaceAll('"', '') ?? null,
      body: (node) => (spansLines(field(node, 'value')) ? field(node, 'value') : null),
    },
  },
  through: types('document object'),
  comments: types('comment'),
  depth: JSON_DEPTH,
};

const selectors = (node: Node): string | null => node.firstNamedChild?.text ?? null;
const block = (node: Node): Node | null => childOf(node, 'block keyframe_block_list');
const untilBlock = (node: Node): string => {
  const end = block(node)?.startIndex ?? node.endIndex;
  return node.text
    .slice(0, end - node.startIndex)
    .replaceAll(/\s+/g, ' ')
    .trim();
};

export const CSS: LanguageRules = {
  grammar: 'tree-sitter-css',
  definitions: {
    rule_set: { kind: 'rule', name: selectors, body: block },
    ...each('media_statement supports_statement keyframes_statement at_rule', {
      kind: 'rule',
      name: untilBlock,
      body: block,
    }),
  },
  through: types('stylesheet block'),
  comments: types('comment'),
};

/** Elements that parts of a page are; other elements are shown by their `id`. */
const LANDMARKS = types(
  'html head body main header footer nav section article aside form template dialog table h1 h2 h3 h4 h5 h6 script style',
);

function elementName(node: Node): string | null {
  const tag = childOf(node, 'start_tag self_closing_tag');
  const name = tag?.firstNamedChild?.text ?? '';
  const id = tag?.namedChildren.find((child) => child?.firstNamedChild?.text === 'id')?.lastNamedChild?.text;
  if (id !== undefined) return `${name}#${id.replaceAll(/["']/g, '')}`;
  if (!LANDMARKS.has(name.toLowerCase())) return null;
  return /^h[1-6]$/i.test(name) ? `${name} ${childOf(node, 'text')?.text ?? ''}`.trim() : name;
}

/** What the first tag is followed by. */
const inner = (node: Node): Node | null => node.namedChildren.at(1) ?? null;

export const HTML: LanguageRules = {
  grammar: 'tree-sitter-html',
  definitions: {
    ...each('element script_element style_element', {
      kind: 'element',
      name: elementName,
      body: inner,
      members: (node: Node) => node,
    }),
  },
  through: types('document fragment element'),
  comments: types('comment'),
};
