import { type FSWatcher, watch } from 'node:fs';

/** Spec: another process's change is noticed within a second, also where the system tells nothing. */
const POLL_MS = 500;
/** Several changes come together; one look is enough. */
const GATHER_MS = 20;

/**
 * Looks again when the system says that something in the folders changed, and every half second anyway: watching is
 * quick but not to be relied on (network disks, the system's limit of watches, folders that are replaced). One look
 * at a time. @returns stops it.
 * @param look must not throw; what it costs decides what waiting costs.
 */
export function keepLooking(
  folders: () => readonly string[],
  look: () => Promise<void>,
  pollMs = POLL_MS,
): () => Promise<void> {
  const watchers = new Map<string, FSWatcher>();
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;
  let gathering: NodeJS.Timeout | null = null;

  const lookNow = (): void => {
    if (stopped) return;
    if (running !== null) {
      again = true;
      return;
    }
    running = look().finally(() => {
      running = null;
      watchMore();
      if (again) {
        again = false;
        soon();
      }
    });
  };

  const soon = (): void => {
    gathering ??= setTimeout(() => {
      gathering = null;
      lookNow();
    }, GATHER_MS).unref();
  };

  const watchMore = (): void => {
    if (stopped) return;
    const wanted = new Set(folders());
    for (const [folder, watcher] of watchers) {
      if (wanted.has(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    for (const folder of wanted) if (!watchers.has(folder)) watchOne(folder);
  };

  const watchOne = (folder: string): void => {
    try {
      const watcher = watch(folder, { persistent: false }, soon);
      const drop = (): void => {
        watcher.close();
        watchers.delete(folder);
      };
      watcher.on('error', drop);
      watchers.set(folder, watcher);
    } catch {
      // not there yet, or no more watches: the clock below does it
    }
  };

  watchMore();
  const poll = setInterval(lookNow, pollMs);
  poll.unref();
  return async () => {
    stopped = true;
    clearInterval(poll);
    if (gathering !== null) clearTimeout(gathering);
    for (const watcher of watchers.values()) watcher.close();
    watchers.clear();
    await running;
  };
}
