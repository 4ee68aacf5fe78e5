/** Timers as arguments, so that tests need no waiting. */
export interface Timers {
  /** Any clock that only goes forward, ms. */
  readonly now: () => number;
  /** Calls back once after `ms`; the function returned calls it off. */
  readonly after: (ms: number, callback: () => void) => () => void;
}

export const EDITOR_TIMERS: Timers = {
  now: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

export interface Paced {
  /** Asks for a run: at once when the last one is long enough ago, else as soon as it is. */
  readonly ask: () => void;
  /** Calls off what is waiting. */
  readonly stop: () => void;
}

/**
 * Runs at most once every `ms`. The last request is always served, so what `run` reads then is never left unsent.
 */
export function paced(ms: number, run: () => void, timers: Timers): Paced {
  let last = -Infinity;
  let callOff: (() => void) | null = null;
  const go = () => {
    callOff = null;
    last = timers.now();
    run();
  };
  return {
    ask() {
      if (callOff) return;
      const wait = last + ms - timers.now();
      if (wait <= 0) go();
      else callOff = timers.after(wait, go);
    },
    stop() {
      callOff?.();
      callOff = null;
    },
  };
}
