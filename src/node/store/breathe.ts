import { setImmediate } from 'node:timers/promises';

/** As long as a frame: others of this thread need not wait longer for us. */
const SLICE_MS = 8;

/** To be called often during long work; now and then it lets others work. */
export function breathing(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await setImmediate();
    since = performance.now();
  };
}
