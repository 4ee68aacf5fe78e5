import type { DetailRequest, Details } from './details.ts';
import { patiently } from './patiently.ts';

/** The resident that makes what a live plan wants to know of files, in the background, for the newest plan only. */
export class Detailing {
  readonly #details: Details;
  readonly #made: () => void;
  #job = 0;

  /** @param made what was missing is known now: time for another plan. */
  constructor(details: Details, made: () => void) {
    this.#details = details;
    this.#made = made;
  }

  /** What is known, after a short wait for the rest. */
  async within(request: DetailRequest): Promise<ReturnType<Details['known']>> {
    const job = ++this.#job;
    const known = this.#details.known(request);
    if (known.complete) return known;
    const isOutdated = (): boolean => job !== this.#job;
    await patiently(this.#details.make(request, isOutdated), () => isOutdated() || this.#made());
    return this.#details.known(request);
  }

  stop(): void {
    this.#job++;
  }
}
