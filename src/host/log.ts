import { window } from 'vscode';
import type { LogOutputChannel } from 'vscode';

/** The log of the extension: what happened, never what files hold. */
export type Log = Pick<LogOutputChannel, 'trace' | 'info' | 'warn' | 'error' | 'show' | 'dispose'>;

export function openLog(): Log {
  return window.createOutputChannel('Context Budget', { log: true });
}
