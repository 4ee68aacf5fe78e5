import type { AskableStanding } from '../protocol/models.ts';

/**
 * The models that the user works with before those that come with the extension and wait for a key: enabled ones, then
 * what could be asked, each by name. No vscode.
 */
export function shownFirst(standings: readonly AskableStanding[]): readonly AskableStanding[] {
  const rank = ({ enabled, trouble }: AskableStanding): number =>
    (enabled ? 0 : 2) + (trouble === null ? 0 : 1);
  return standings.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
