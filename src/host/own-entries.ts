/** The user's own model entries after models were switched on or off. No vscode. */
export function switchedEntries(
  entries: readonly unknown[],
  switched: ReadonlyMap<string, boolean>,
): readonly unknown[] {
  const left = new Map(switched);
  const changed = entries.map((entry) => {
    const id = idOf(entry);
    const enabled = id === null ? undefined : left.get(id);
    if (id === null || enabled === undefined) return entry;
    left.delete(id);
    return { ...(entry as object), enabled };
  });
  return [...changed, ...[...left].map(([id, enabled]) => ({ id, enabled }))];
}

/** Ids are compared as the engine does: in lower case, without the blanks around them. */
function idOf(entry: unknown): string | null {
  if (typeof entry !== 'object' || entry === null || !('id' in entry)) return null;
  return typeof entry.id === 'string' ? entry.id.trim().toLowerCase() : null;
}
