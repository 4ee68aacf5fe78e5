import type { PromptFormat } from './format.ts';
import { shownPath } from './shown-path.ts';
import { endingInNewline } from './shown-text.ts';

/** Contents alone, joined by one blank line; nothing stands for an empty one. */
export const plain: PromptFormat = {
  hasTree: false,
  block: ({ level, name, text }) => endingInNewline(level === 'path' ? `${shownPath(name)} (${text})` : text),
  pack: (_tree, blocks) => joined(blocks),
  prompt: ({ instructions, pack, task }) =>
    joined([endingInNewline(instructions ?? ''), pack, endingInNewline(task ?? '')]),
};

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}
