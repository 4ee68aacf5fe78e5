import { CancellationTokenSource, ProgressLocation, window } from 'vscode';
import type { CancellationToken, Event } from 'vscode';
import type { Result } from '../../core/facts/result.ts';
import { fail } from '../../core/facts/result.ts';

/** What takes longer shows a notification that cancels it. */
const PATIENCE_MS = 300;

/** Waits for an answer of the engine; failure `cancelled` when the user called it off. */
export async function cancellable<T>(
  title: string,
  ask: (token: CancellationToken) => Promise<Result<T>>,
  onStep?: Event<{ readonly done: number; readonly total: number | null }>,
): Promise<Result<T>> {
  const cancel = new CancellationTokenSource();
  const asked = ask(cancel.token);
  const quiet = asked.then(
    () => undefined,
    () => undefined,
  );
  const timer = setTimeout(() => {
    void window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => {
        token.onCancellationRequested(() => cancel.cancel());
        const steps = onStep?.(({ done, total }) =>
          progress.report({ message: total === null ? `${done} files` : `${done} of ${total} files` }),
        );
        return quiet.finally(() => steps?.dispose());
      },
    );
  }, PATIENCE_MS);
  try {
    return await asked;
  } catch (error) {
    if (cancel.token.isCancellationRequested) return fail('cancelled', `${title} was cancelled.`);
    throw error;
  } finally {
    clearTimeout(timer);
    cancel.dispose();
  }
}
