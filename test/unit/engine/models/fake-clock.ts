import { setImmediate } from 'node:timers/promises';

/** Real time. */
const LONGEST_IDLE_MS = 15_000;

interface Sleeper {
  readonly until: number;
  readonly order: number;
  readonly wake: () => void;
}

/** Time that passes only while nothing else can run: to the next sleeper, at once. */
export class FakeClock {
  #now: number;
  #order = 0;
  readonly #sleepers = new Set<Sleeper>();

  constructor(start = 1_795_176_000_000) {
    this.#now = start;
  }

  readonly now = (): number => this.#now;

  /** Sleepers that are left: leaked timers. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  readonly sleep = (ms: number, signal: AbortSignal): Promise<void> => {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#sleepers.delete(sleeper);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper: Sleeper = { until: this.#now + ms, order: this.#order++, wake };
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', wake);
    });
  };

  /** Runs until the work is done. Fails when it waits for nothing that time could bring. */
  async run<T>(work: Promise<T>): Promise<T> {
    const state = { isDone: false };
    const watched = work.finally(() => {
      state.isDone = true;
    });
    watched.catch(() => undefined);
    let idleSince = performance.now();
    while (!state.isDone) {
      // everything that is ready runs first
      await setImmediate();
      if (state.isDone) break;
      const next = this.#next();
      if (next === null) {
        // files may be read meanwhile
        if (performance.now() - idleSince > LONGEST_IDLE_MS)
          throw new Error('Nothing sleeps, and the work is not done.');
        continue;
      }
      idleSince = performance.now();
      this.#now = Math.max(this.#now, next.until);
      next.wake();
    }
    return watched;
  }

  advance(ms: number): void {
    this.#now += ms;
  }

  #next(): Sleeper | null {
    let next: Sleeper | null = null;
    for (const sleeper of this.#sleepers) {
      const isEarlier =
        next === null ||
        sleeper.until < next.until ||
        (sleeper.until === next.until && sleeper.order < next.order);
      if (isEarlier) next = sleeper;
    }
    return next;
  }
}
