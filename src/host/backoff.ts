/** First pause before the engine comes back, in ms; it doubles with every crash that follows quickly. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** A crash this long after the last one is a new story. */
const CALM_MS = 120_000;
/** More crashes in a row than this and the user is asked instead of trying on. */
export const CRASHES_IN_A_ROW = 6;

export interface Crashes {
  readonly count: number;
  /** Epoch ms of the last one. */
  readonly at: number;
}

export const NO_CRASHES: Crashes = { count: 0, at: 0 };

export function crashed(before: Crashes, now: number): Crashes {
  return { count: now - before.at > CALM_MS ? 1 : before.count + 1, at: now };
}

/** Pause in ms before the next start, null when the user decides. */
export function pauseAfter(crashes: Crashes): number | null {
  if (crashes.count > CRASHES_IN_A_ROW) return null;
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, crashes.count - 1));
}
