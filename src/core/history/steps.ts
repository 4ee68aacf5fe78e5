/** Long work in steps of some milliseconds; who walks through them may let others work in between. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** All of it at once. */
export function lastOf<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
