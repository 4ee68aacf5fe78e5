import type { Level } from '../core/context/item.ts';
import type { TreeEntry } from '../protocol/tree.ts';
import { exact, percent } from './amounts.ts';
import { LEVEL_WORDS } from './entry-words.ts';

/**
 * What a row tells when it is pointed at, as Markdown: exact figures, what ranks the file, why it is in or out. Names
 * and sentences are data: nothing in them is markup. No vscode.
 */
export function entryTooltip(
  entry: TreeEntry,
  why: string,
  ranks: readonly string[],
  locale: string,
): string {
  const paragraphs = [plain(entry.path), figures(entry, locale)];
  if (entry.folder && entry.files) {
    const { total, ticked, included } = entry.files;
    paragraphs.push(
      `${exact(total, locale)} files, ${exact(ticked, locale)} ticked, ${exact(included, locale)} in the prompt.`,
    );
  } else {
    paragraphs.push(ranks.map((reason) => `- ${reasonMarkdown(reason)}`).join('\n'), plain(why));
    if (entry.levelAsked !== null) paragraphs.push(askedWords(entry.levelAsked, entry.level));
  }
  return paragraphs.filter((paragraph) => paragraph !== '').join('\n\n');
}

function figures({ tokens, wholeTokens, counting, probability }: TreeEntry, locale: string): string {
  if (tokens === null) return '';
  const whole = wholeTokens === null || wholeTokens === tokens ? '' : ` of ${exact(wholeTokens, locale)}`;
  const count = `**${exact(tokens, locale)}**${whole} tokens${counting ? ' (still counting)' : ''}`;
  return probability === null ? count : `${count} · **${percent(probability, locale)}** likely to be needed`;
}

/** A level that a file does not have (of three lines there is no shorter outline) cannot be shown. */
function askedWords(asked: Level, shown: Level | null): string {
  const words = `You asked for: ${LEVEL_WORDS[asked]}.`;
  return shown === null || shown === asked
    ? words
    : `${words} There is none of this file, so the fit decided.`;
}

/**
 * Shows just the text: every sign that could be markup is escaped (CommonMark 0.31, 2.4). The editor's own
 * `appendText` makes every blank a hard one, and so breaks long sentences inside of words.
 */
function plain(text: string): string {
  return text
    .replaceAll(/[!-/:-@[-`{-~]/g, '\\$&')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Names that a reason quotes; nothing else can stand in them. */
const QUOTED_NAME = /(`[\w$./-]+`)/;

function reasonMarkdown(reason: string): string {
  return reason
    .split(QUOTED_NAME)
    .map((part, at) => (at % 2 === 1 ? part : part.replaceAll(/[!-/:-@[-`{-~]/g, '\\$&')))
    .join('')
    .replaceAll(/\s+/g, ' ');
}
