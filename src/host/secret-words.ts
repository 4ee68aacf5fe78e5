import { shownPath } from '../core/context/render/shown-path.ts';
import type { FoundSecret } from '../protocol/secrets.ts';

/** The Plan view passes this word: it means the files that it says are held back. */
export const HELD_BACK = 'heldBack';

/** How a list of findings shows one: its rule and place, never what was found. No vscode. */
export function secretWords({ rule, path, line }: Pick<FoundSecret, 'rule' | 'path' | 'line'>): {
  readonly label: string;
  readonly description: string;
} {
  return { label: rule, description: `${shownPath(path)}, line ${line}` };
}
