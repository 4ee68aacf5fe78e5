import { CancellationTokenSource, EventEmitter, ProgressLocation, window } from 'vscode';
import type { Disposable, Event } from 'vscode';
import { COMMANDED_WORK_LIMIT } from '../core/context/fit-options.ts';
import type { Result } from '../core/facts/result.ts';
import { fail } from '../core/facts/result.ts';
import { fit } from '../protocol/fit.ts';
import type { FittedPrompt } from '../protocol/fit.ts';
import type { EngineClient } from './engine-client.ts';
import type { Log } from './log.ts';
import { PLAN_VIEW } from './status.ts';

/** What takes longer shows a notification that cancels it. */
const PATIENCE_MS = 300;

export interface Fitting extends Disposable {
  /** The last fit of this window, whatever changed since. */
  last(): FittedPrompt | null;
  /** The last fit if nothing changed since, else a new one. Failure `cancelled` when the user cancelled it. */
  current(): Promise<Result<FittedPrompt>>;
  readonly onFit: Event<FittedPrompt>;
}

/**
 * Asks the engine for the prompt, with progress, and keeps it for copying, opening, saving and explaining.
 * `flush` tells the engine what waits in batches, so that the last keystroke is in.
 */
export function fitting(engine: EngineClient, flush: () => void, log: Log): Fitting {
  const onFit = new EventEmitter<FittedPrompt>();
  let last: FittedPrompt | null = null;
  /** What the engine had been told when it made the last fit. */
  let lastTold = -1;
  let running: Promise<Result<FittedPrompt>> | null = null;

  const run = async (): Promise<Result<FittedPrompt>> => {
    const told = engine.told();
    const cancel = new CancellationTokenSource();
    const asked = engine.ask(fit, { workLimit: COMMANDED_WORK_LIMIT, verify: true }, cancel.token).then(
      (result) => result,
      (error: unknown): Result<FittedPrompt> => {
        if (cancel.token.isCancellationRequested) return fail('cancelled', 'The fit was cancelled.');
        throw error;
      },
    );
    try {
      const result = await withProgress(engine, asked, () => cancel.cancel());
      if (result.ok) {
        last = result.value;
        lastTold = told;
        const { audit } = result.value;
        log.info(`fit: ${audit.tokensUsed} of ${audit.budget} tokens, ${audit.includedCount} files in`);
        onFit.fire(result.value);
      } else log.info(`fit refused: ${result.error.code}`);
      return result;
    } finally {
      cancel.dispose();
    }
  };
  return {
    last: () => last,
    async current() {
      flush();
      if (last !== null && lastTold === engine.told()) return { ok: true, value: last };
      running ??= run().finally(() => (running = null));
      return running;
    },
    onFit: onFit.event,
    dispose: () => onFit.dispose(),
  };
}

/** The view's own progress bar at once; after PATIENCE_MS a notification with a way to cancel. */
async function withProgress<T>(engine: EngineClient, work: Promise<T>, cancel: () => void): Promise<T> {
  const quiet = work.then(
    () => undefined,
    () => undefined,
  );
  void window.withProgress({ location: { viewId: PLAN_VIEW } }, () => quiet);
  const timer = setTimeout(() => {
    void window.withProgress(
      { location: ProgressLocation.Notification, title: 'Fitting context', cancellable: true },
      (progress, token) => {
        token.onCancellationRequested(cancel);
        const counted = engine.onProgress(({ found, counted: done }) =>
          progress.report({ message: `${done} of ${found} files counted` }),
        );
        return quiet.finally(() => counted.dispose());
      },
    );
  }, PATIENCE_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
