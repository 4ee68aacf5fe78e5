import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import { gatherNow } from './candidates-now.ts';
import type { Engine } from './engine.ts';
import { readPast } from './judging.ts';
import { INDEXING_PAUSE_MS } from './plan-schedule.ts';

/** Between two looks at whether it was cancelled. */
const LOOK_AGAIN_MS = 20;

/** Has the workspace looked at, unless it was: a door that only asks has that done when an answer needs it. */
export function lookAround({ workspace, files }: Engine): void {
  const scan = workspace.takeScan();
  if (scan !== null) files.open(scan);
}

/** Waits until every candidate is counted; false when it was cancelled meanwhile. */
export async function untilCounted(engine: Engine, isCancelled: () => boolean): Promise<boolean> {
  const { files } = engine;
  lookAround(engine);
  files.hurry(gatherNow(engine, null).candidates.keys());
  const settled = Promise.all([files.untilSettled(), readPast(engine)]).then(() => true);
  let toldAt = performance.now();
  try {
    while (!isCancelled()) {
      if (await Promise.race([settled, setTimeoutPromise(LOOK_AGAIN_MS, false)])) return !isCancelled();
      if (performance.now() - toldAt < INDEXING_PAUSE_MS) continue;
      toldAt = performance.now();
      tellProgress(engine, false);
    }
    return false;
  } finally {
    tellProgress(engine, true);
  }
}

function tellProgress({ files, ports }: Engine, done: boolean): void {
  const all = files.files.size;
  ports.onProgress({ ...(files.progress ?? { found: all, counted: all }), done });
}
