import type { PromptFormat, ShownItem } from './format.ts';
import { rangesText } from './format.ts';
import { shownPath } from './shown-path.ts';
import { endingInNewline } from './shown-text.ts';

/** One element per part, content verbatim: for readers that look for tags, not for strict XML parsers. */
export const xml: PromptFormat = {
  hasTree: true,
  block: (item) => {
    const attributes = attributesOf(item);
    return item.level === 'path' ? `<file${attributes}/>\n` : element('file', attributes, item.text);
  },
  pack: (tree, blocks) => (tree === '' ? '' : element('tree', '', tree)) + blocks.join(''),
  prompt: ({ instructions, pack, task }) =>
    (instructions === null ? '' : element('instructions', '', instructions)) +
    pack +
    (task === null ? '' : element('task', '', task)),
};

function attributesOf({ name, isFile, level, ranges, text }: ShownItem): string {
  const named = ` ${isFile ? 'path' : 'id'}="${escaped(shownPath(name))}" level="${level}"`;
  return named + (level === 'path' ? ` length="${text}"` : ` lines="${rangesText(ranges)}"`);
}

function element(name: string, attributes: string, content: string): string {
  const tag = tagFor(name, content);
  return `<${tag}${attributes}>\n${endingInNewline(content)}</${tag}>\n`;
}

/** The name, or the name with the least suffix ≥ 2 that no closing tag in the content begins with (spec F6). */
function tagFor(name: string, content: string): string {
  if (!content.includes(`</${name}`)) return name;
  let suffix = 2;
  while (content.includes(`</${name}-${suffix}`)) suffix++;
  return `${name}-${suffix}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
