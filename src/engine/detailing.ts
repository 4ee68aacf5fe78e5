import { setTimeout as sleep } from 'node:timers/promises';
import type { DetailRequest, Details } from './details.ts';

/** A plan waits this long for excerpts and outlines; what takes longer comes with the plan after it. */
const PATIENCE_MS = 120;

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
    const making = this.#details.make(request, () => job !== this.#job);
    const patience = new AbortController();
    const late = sleep(PATIENCE_MS, 'late' as const, { signal: patience.signal }).catch(
      () => 'late' as const,
    );
    const first = await Promise.race([making, late]);
    patience.abort();
    if (first === 'late') void this.#tellWhenMade(making, job);
    return this.#details.known(request);
  }

  async #tellWhenMade(making: ReturnType<Details['make']>, job: number): Promise<void> {
    if ((await making) !== null && job === this.#job) this.#made();
  }

  stop(): void {
    this.#job++;
  }
}
