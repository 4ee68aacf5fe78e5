/** Ten times a second at most (protocol). */
const PAUSE_MS = 100;

/** Tells progress, but not every step of it; the end always. */
export function sparingly(
  tell: (done: number, total: number | null) => void,
): (done: number, total: number | null) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (done, total) => {
    const now = performance.now();
    if (done !== total && now - toldAt < PAUSE_MS) return;
    toldAt = now;
    tell(done, total);
  };
}
