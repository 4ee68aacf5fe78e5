/** What the user ticks, pins and does with files: told to the engine whole at every change. */
import { NotificationType } from 'vscode-jsonrpc';
import type { Selection } from '../core/context/selection.ts';

/** Gestures that raise a file's value; ids. `edited` holds the epoch ms of the last edit. */
export interface Attention {
  readonly open: readonly string[];
  readonly visible: readonly string[];
  readonly edited: Readonly<Record<string, number>>;
  /** Differ from the last commit. */
  readonly changed?: readonly string[];
  /** Have errors or warnings. */
  readonly problems?: readonly string[];
}
export const attentionChanged = new NotificationType<Attention>('attention/changed');

export const selectionChanged = new NotificationType<Selection>('selection/changed');
