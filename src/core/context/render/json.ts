import type { PromptFormat, ShownItem } from './format.ts';
import { shownPath } from './shown-path.ts';

/** `{instructions, tree, items, task}`, one item a line; null for a part that is not there. */
export const json: PromptFormat = {
  hasTree: true,
  block: (item) => `${JSON.stringify(entryOf(item))}\n`,
  pack: (tree, blocks) =>
    `"tree":${JSON.stringify(tree === '' ? null : tree)},\n"items":[\n${blocks
      .map((block, index) => (index === blocks.length - 1 ? block : `${block.slice(0, -1)},\n`))
      .join('')}]`,
  prompt: ({ instructions, pack, task }) =>
    `{"instructions":${JSON.stringify(instructions)},\n${pack},\n"task":${JSON.stringify(task)}}\n`,
};

function entryOf({ name, isFile, level, ranges, text }: ShownItem): object {
  const shown = shownPath(name);
  return { ...(isFile ? { path: shown } : { id: shown }), level, ranges, content: text };
}
