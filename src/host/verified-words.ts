import type { VerifiedPack } from '../core/context/audit.ts';
import { shownPath } from '../core/context/render/shown-path.ts';

/** What came out of re-checking an audit. No vscode. */
export function verificationSentence({ items, packHashEqual }: VerifiedPack): string {
  const changed = items.filter(({ status }) => status === 'changed').length;
  const missing = items.filter(({ status }) => status === 'missing').length;
  const total = items.length === 1 ? '1 file' : `${items.length} files`;
  if (packHashEqual) return `The audit holds: ${total} as they were, and the same prompt comes out.`;
  if (changed + missing === 0)
    return `The files are as they were (${total}), but the prompt comes out differently.`;
  const parts = [changed > 0 ? `${changed} changed` : '', missing > 0 ? `${missing} missing` : ''];
  return `The audit no longer holds: of ${total}, ${parts.filter((part) => part !== '').join(' and ')}.`;
}

/** The same with every file that differs, as Markdown whose names are no markup. */
export function verificationText(pack: VerifiedPack): string {
  const lines = pack.items
    .filter(({ status }) => status !== 'same')
    .map((item) => `    ${item.status.padEnd(8)} ${shownPath(item.path)}`);
  return `# Audit Verified\n\n${verificationSentence(pack)}\n${lines.length === 0 ? '' : `\n${lines.join('\n')}\n`}`;
}
