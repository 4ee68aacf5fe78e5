import type { Result } from '../../core/facts/result.ts';

/** Nobody asked anything for so long: it is a good moment. */
const IDLE_MS = 30_000;
const DAY_MS = 86_400_000;

/**
 * Runs a store's maintenance when nothing has been asked for a while: soon after the start, then once a day.
 */
export class Maintaining {
  readonly #maintain: () => Promise<Result<unknown>>;
  readonly #idleMs: number;
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;
  /** By `performance.now()`. */
  #dueAt: number;
  #busyAt: number;

  constructor(maintain: () => Promise<Result<unknown>>, idleMs = IDLE_MS) {
    this.#maintain = maintain;
    this.#idleMs = idleMs;
    this.#dueAt = performance.now();
    this.#busyAt = this.#dueAt;
    this.#wait();
  }

  /** Somebody asked for something. */
  busy(): void {
    this.#busyAt = performance.now();
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #wait(): void {
    if (this.#isClosed) return;
    const moment = Math.max(this.#dueAt, this.#busyAt + this.#idleMs);
    this.#timer = setTimeout(() => void this.#run(moment), Math.max(0, moment - performance.now()));
    this.#timer.unref();
  }

  async #run(moment: number): Promise<void> {
    // asked meanwhile: not now
    if (this.#busyAt + this.#idleMs <= moment) {
      await this.#maintain();
      this.#dueAt = performance.now() + DAY_MS;
    }
    this.#wait();
  }
}
