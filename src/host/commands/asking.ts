import { window } from 'vscode';
import type { Log } from '../log.ts';

/**
 * A question in the middle of the window, for what cannot be taken back or costs more than the user allowed. True when
 * the user chose `yes`.
 */
export async function askFirst(log: Log, question: string, detail: string, yes: string): Promise<boolean> {
  try {
    return (await window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
  } catch (error) {
    // A window without somebody in front of it refuses dialogs: nobody agreed.
    log.warn(`not asked: ${String(error)}`);
    return false;
  }
}
