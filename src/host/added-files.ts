import type { Uri } from 'vscode';
import { nameDocument } from './document-ids.ts';
import { idOfUri } from './roots.ts';
import { added } from './selection-moves.ts';
import type { SelectionStore } from './selection-store.ts';

export interface Added {
  readonly ids: readonly string[];
  /** Addresses that are no candidates: outside of the workspace. */
  readonly outside: readonly Uri[];
}

/** Ticks files, folders and documents. */
export async function addUris(selection: SelectionStore, uris: readonly Uri[]): Promise<Added> {
  const named = uris.map((uri) => ({
    uri,
    // The workspace folder itself has the id '' and ticks everything.
    id: idOfUri(uri) ?? nameDocument({ uri, isUntitled: uri.scheme === 'untitled' })?.id,
  }));
  const ids = [...new Set(named.flatMap(({ id }) => id ?? []))];
  if (ids.length > 0) await selection.update((current) => added(current, ids));
  return { ids, outside: named.filter(({ id }) => id === undefined).map(({ uri }) => uri) };
}
