import type { CallLimits } from './adapter.ts';

/** What ends a call from outside. */
export type EndedBy = 'adapter_timeout' | 'adapter_cancelled';

export interface CallClock {
  /** Aborted when the call ended, for whatever reason: what it still holds is let go. */
  readonly signal: AbortSignal;
  /** Never settles for a call that ends by itself. */
  readonly ended: Promise<EndedBy>;
  /** Null while the call may go on. */
  endedBy(): EndedBy | null;
  stop(): void;
}

/** A longer one would run at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The time limit and the caller's signal as one; whichever comes first is the reason. */
export function startClock({ signal, timeoutMs }: CallLimits): CallClock {
  const controller = new AbortController();
  let reason: EndedBy | null = null;
  let cancel = (): void => undefined;
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<EndedBy>((resolve) => {
    const end = (by: EndedBy) => {
      if (reason !== null) return;
      reason = by;
      resolve(by);
      controller.abort();
    };
    cancel = () => end('adapter_cancelled');
    timer = setTimeout(() => end('adapter_timeout'), Math.min(timeoutMs, LONGEST_TIMER_MS));
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
  });
  return {
    signal: controller.signal,
    ended,
    endedBy: () => reason,
    stop() {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      controller.abort();
    },
  };
}
