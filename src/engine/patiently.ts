import { setTimeout as sleep } from 'node:timers/promises';

/** A plan waits this long for what is read of files; what takes longer comes with the plan after it. */
const PATIENCE_MS = 120;

/** What the work gives, or null when it takes too long; it goes on, and `late` is called when it is done. */
export async function patiently<T>(work: Promise<T>, late: () => void): Promise<T | null> {
  const patience = new AbortController();
  const over = sleep(PATIENCE_MS, null, { signal: patience.signal }).catch(() => null);
  const first = await Promise.race([work, over]);
  patience.abort();
  if (first === null) void work.then(late);
  return first;
}
