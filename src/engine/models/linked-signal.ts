/** A signal that is aborted with another one, or by itself. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  /** Aborts it and lets the other one go: a long-lived signal would keep every call that ever listened to it. */
  end(): void;
}

export function linkedSignal(to: AbortSignal): LinkedSignal {
  const controller = new AbortController();
  const end = (): void => {
    to.removeEventListener('abort', end);
    controller.abort();
  };
  if (to.aborted) controller.abort();
  else to.addEventListener('abort', end);
  return { signal: controller.signal, end };
}
