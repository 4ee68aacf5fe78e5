import { fenceLanguageOf } from '../kind/language.ts';
import type { PromptFormat, PromptParts, ShownItem } from './format.ts';
import { linesText } from './format.ts';
import { shownPath } from './shown-path.ts';
import { endingInNewline } from './shown-text.ts';

/** A heading line per item and a fence that its content cannot close (CommonMark 0.31, 4.5). */
export const markdown: PromptFormat = {
  hasTree: true,
  block: (item) => {
    const heading = `## ${shownPath(item.name)} (${detailOf(item)})\n`;
    return item.level === 'path' ? heading : heading + fenced(item.text, languageOf(item));
  },
  pack: (tree, blocks) => [...(tree === '' ? [] : [`# Files\n${fenced(tree, '')}`]), ...blocks].join('\n'),
  prompt: ({ instructions, pack, task }: PromptParts) =>
    [
      instructions === null ? '' : `# Instructions\n${closingFences(instructions)}`,
      pack,
      task === null ? '' : `# Task\n${endingInNewline(task)}`,
    ]
      .filter((part) => part !== '')
      .join('\n'),
};

function detailOf({ level, ranges, text }: ShownItem): string {
  if (level === 'path') return `path, ${text}`;
  return `${level}, ${ranges.length === 0 ? 'empty' : linesText(ranges)}`;
}

function languageOf(item: ShownItem): string {
  return item.isFile ? fenceLanguageOf(item.name) : '';
}

function fenced(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(SHORTEST_FENCE, longestRun(text) + 1));
  return `${fence}${language}\n${endingInNewline(text)}${fence}\n`;
}

const SHORTEST_FENCE = 3;

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}

/** The user's own Markdown stays as written, but a fence left open would swallow all files after it. */
function closingFences(text: string): string {
  let open: string | null = null;
  for (const line of text.split('\n')) {
    const [, run = '', rest = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (run === '') continue;
    if (open === null) {
      if (run.startsWith('~') || !rest.includes('`')) open = run;
    } else if (run.startsWith(open) && rest.trim() === '') {
      open = null;
    }
  }
  return endingInNewline(text) + (open === null ? '' : `${open}\n`);
}
