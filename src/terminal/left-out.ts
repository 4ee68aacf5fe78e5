import type { ExcludedReason } from '../core/context/reason.ts';
import { REASON_WORDS } from '../core/context/reason-word.ts';
import { shownPath } from '../core/context/render/shown-path.ts';
import { exactCount } from '../core/facts/readable-number.ts';

/** As many are still read one by one; more are told as a number for each reason. */
const MOST_NAMED = 3;

/** What was left out and why, in one line; null when nothing was. */
export function leftOutLine(
  leftOut: readonly { readonly path: string; readonly reason: ExcludedReason }[],
): string | null {
  if (leftOut.length === 0) return null;
  if (leftOut.length <= MOST_NAMED) {
    const named = leftOut.map(({ path, reason }) => `${shownPath(path)} (${reasonWord(reason)})`);
    return `Left out: ${named.join(', ')}.`;
  }
  const numbers = new Map<ExcludedReason, number>();
  for (const { reason } of leftOut) numbers.set(reason, (numbers.get(reason) ?? 0) + 1);
  const counted = [...numbers]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, number]) => `${exactCount(number)} ${reasonWord(reason)}`);
  return `Left out: ${counted.join(', ')}.`;
}

/** "Left out: x (left out)" would be no reason. */
function reasonWord(reason: ExcludedReason): string {
  return reason === 'user_excluded' ? 'excluded by you' : REASON_WORDS[reason];
}

/** `1 file`, `30,000 files`. */
export function filesText(number: number): string {
  return `${exactCount(number)} ${number === 1 ? 'file' : 'files'}`;
}
