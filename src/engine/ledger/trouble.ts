import type { Failure } from '../../core/facts/result.ts';
import { exactCount } from '../../core/facts/readable-number.ts';
import type { HistoryStatus } from '../../node/store/history-status.ts';

/**
 * What is wrong with a store, in words, and what that means; null: nothing. None of it fails a task.
 *
 * @param waits whether this process stays until the disk takes what it refused
 */
export function troubleOf(
  status: HistoryStatus,
  others: readonly (Failure | null)[],
  waits: boolean,
): string | null {
  const sentences = [...waitingTroubles(status, waits), ...readingTroubles(status)];
  for (const failure of others)
    if (failure !== null && !sentences.includes(failure.message)) sentences.push(failure.message);
  return sentences.length === 0 ? null : sentences.join(' ');
}

function waitingTroubles({ failure, waiting, dropped }: HistoryStatus, waits: boolean): readonly string[] {
  const sentences: string[] = [];
  if (failure !== null)
    sentences.push(
      waits
        ? `${failure.message} Records that wait: ${exactCount(waiting)}; they are kept in memory and written as soon as that works.`
        : failure.message,
    );
  if (dropped > 0)
    sentences.push(`Too much waited for the disk: the oldest records (${exactCount(dropped)}) are lost.`);
  return sentences;
}

function readingTroubles(status: HistoryStatus): readonly string[] {
  const sentences: string[] = [];
  const { damagedLines, refusedLines, unreadable, newer } = status;
  const bad = damagedLines + refusedLines;
  if (bad > 0)
    sentences.push(
      `Lines of the history are damaged (${exactCount(bad)}): they are set aside, the rest counts.`,
    );
  const [first] = unreadable;
  if (first !== undefined)
    sentences.push(
      `Files of the history cannot be read now (${exactCount(unreadable.length)}, ${first.code}): they count as soon as they can.`,
    );
  if (newer.length > 0)
    sentences.push('A newer version of Context Budget wrote a part of the history. Update to use all of it.');
  return sentences;
}
