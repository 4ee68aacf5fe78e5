import { createInterface } from 'node:readline';

/** Who types at a terminal: reads one line. Null when stdin or stderr is none, so that nobody could read or answer. */
export function personAt(
  stdin: NodeJS.ReadStream,
  stderr: NodeJS.WriteStream,
): ((question: string, signal: AbortSignal) => Promise<string | null>) | null {
  if (!stdin.isTTY || !stderr.isTTY) return null;
  return (question, signal) =>
    new Promise((resolve) => {
      // Not as a terminal: Ctrl-C stays a signal to the program, which cancels.
      const lines = createInterface({ input: stdin, terminal: false });
      const end = (): void => lines.close();
      lines.once('line', (line) => {
        resolve(line);
        end();
      });
      lines.once('close', () => {
        signal.removeEventListener('abort', end);
        resolve(null);
      });
      signal.addEventListener('abort', end, { once: true });
      if (signal.aborted) end();
      else stderr.write(question);
    });
}
