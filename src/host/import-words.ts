import { readableCount } from '../core/facts/readable-number.ts';
import type { ImportSummary } from '../protocol/ledger.ts';
import { exact } from './amounts.ts';

/** `212 tasks added (1.3M output tokens), 34 known already, 2 set aside.` No vscode. */
export function importSentence(summary: ImportSummary, locale: string): string {
  const { added, known, refused, files, outputTokens } = summary;
  if (added + known + refused === 0)
    return files === 0 ? 'There are no logs to import.' : 'There is nothing to import in these logs.';
  const of = (count: number) => `${exact(count, locale)} ${count === 1 ? 'task' : 'tasks'}`;
  const parts = [
    added === 0 ? 'Nothing new' : `${of(added)} added (${readableCount(outputTokens)} output tokens)`,
  ];
  if (known > 0) parts.push(`${exact(known, locale)} known already`);
  if (refused > 0) parts.push(`${exact(refused, locale)} set aside`);
  return `${parts.join(', ')}.`;
}

/** What the sentence leaves out, as Markdown; null when there is nothing more to say. */
export function importDetails(summary: ImportSummary, locale: string): string | null {
  const reasons = Object.entries(summary.reasons);
  if (reasons.length === 0 && summary.notes.length === 0) return null;
  return [
    '# Imported Usage',
    '',
    importSentence(summary, locale),
    '',
    `- Files read: ${exact(summary.files, locale)}`,
    `- Output tokens of what was added: ${exact(summary.outputTokens, locale)}`,
    `- All tokens of what was added: ${exact(summary.totalTokens, locale)}`,
    ...(reasons.length === 0 ? [] : ['', '## Set aside', '']),
    ...reasons.map(([reason, count]) => `- ${exact(count, locale)} × ${reason}`),
    ...(summary.notes.length === 0 ? [] : ['', '## Notes', '']),
    ...summary.notes.map((note) => `- ${note}`),
    '',
  ].join('\n');
}
