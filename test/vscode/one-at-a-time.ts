import { mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** How often the owner of a lock shows that it is alive. */
const HEARTBEAT_MS = 2000;
/** A lock whose owner was silent for this long belongs to a process that was killed. */
const STALE_MS = 30_000;
const POLL_MS = 500;

/** Milliseconds since the last heartbeat; undefined when there is no such folder. */
export async function silence(folder: string): Promise<number | undefined> {
  const found = await stat(folder).catch(() => undefined);
  return found && Date.now() - found.mtimeMs;
}

/** Keeps a folder's time fresh while `work` runs, so that others see it has an owner. */
export async function whileAlive<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const beat = setInterval(() => {
    const now = new Date();
    utimes(folder, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

/**
 * Runs `work` while no other process that uses the same lock folder does. The lock saves double work only: two
 * processes that both believe to hold it (one was suspended for longer than STALE_MS) must still be harmless, so
 * `work` has to put its result in place with one rename.
 */
export async function oneAtATime<T>(lock: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  let told = false;
  for (;;) {
    const taken = await mkdir(lock).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false;
        throw error;
      },
    );
    if (taken) break;
    if (((await silence(lock)) ?? 0) > STALE_MS) {
      // Rename first: of several waiters only one gets the old lock out of the way.
      const grave = `${lock}-stale-${process.pid}-${Date.now()}`;
      await rename(lock, grave).then(
        () => rm(grave, { recursive: true, force: true }),
        () => undefined,
      );
      continue;
    }
    if (!told) onWait();
    told = true;
    await sleep(POLL_MS);
  }
  try {
    return await whileAlive(lock, work);
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}
