import type { Failure } from '../core/facts/result.ts';
import { EXIT } from './exit-code.ts';
import { visible } from './visible-text.ts';

/** Where a command writes: results to stdout, everything else to stderr. */
export interface Output {
  result(text: string): void;
  note(text: string): void;
  /** Replaces the last progress line; silent unless stderr is a terminal. */
  progress(text: string): void;
  endProgress(): void;
}

export function outputTo(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): Output {
  let shown = false;
  const endProgress = (): void => {
    if (shown) stderr.write('\r\u001B[2K');
    shown = false;
  };
  return {
    result: (text) => {
      endProgress();
      stdout.write(text);
    },
    note: (text) => {
      endProgress();
      stderr.write(`${text}\n`);
    },
    progress: (text) => {
      if (!stderr.isTTY) return;
      stderr.write(`\r\u001B[2K${text}`);
      shown = true;
    },
    endProgress,
  };
}

/** A reader that closes early (`| head`) ends us quietly; a full disk does not. */
export function endWhenUnwritable(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): void {
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    stderr.write(`context-budget: The result could not be written (${error.code ?? error.message}).\n`);
    process.exit(EXIT.inputOutput);
  });
  // Nobody reads our notes: the result counts.
  stderr.on('error', () => undefined);
}

/** One failure for people, or as JSON for programs. */
export function failureText(failure: Failure, json: boolean): string {
  return json ? `${JSON.stringify({ error: failure })}\n` : `context-budget: ${visible(failure.message)}`;
}
