import type { FitSettings } from '../core/context/fit-settings.ts';
import type { LiveDocument, LiveDocuments } from './documents.ts';
import { findingsIn } from './gather.ts';
import type { KnownFile } from './known-file.ts';

export interface ShownContents {
  readonly files: ReadonlyMap<string, KnownFile>;
  readonly documents: LiveDocuments;
  /** What becomes of secrets, as it is now. */
  readonly policy: () => Pick<FitSettings, 'secrets' | 'allowSecrets'>;
}

/** Tells what is shown of a file or document now from what was shown before: what is made of a text is kept by it. */
export class ContentKeys {
  readonly #contents: ShownContents;
  readonly #liveKeys = new WeakMap<LiveDocument, string>();
  #liveKeysGiven = 0;

  constructor(contents: ShownContents) {
    this.#contents = contents;
  }

  /** Null: it was not read yet. */
  of(id: string): string | null {
    const { files, documents, policy } = this.#contents;
    const file = files.get(id);
    const content = this.#liveKey(id) ?? file?.facts?.sha256 ?? null;
    const hasSecrets = findingsIn(file, id, documents).length > 0;
    if (content === null || !hasSecrets) return content;
    const { secrets, allowSecrets } = policy();
    return JSON.stringify([content, secrets, allowSecrets]);
  }

  #liveKey(id: string): string | null {
    const live = this.#contents.documents.live(id);
    if (live === undefined) return null;
    // Every edit is counted anew, into an object of its own.
    const known = this.#liveKeys.get(live) ?? `live ${++this.#liveKeysGiven}`;
    this.#liveKeys.set(live, known);
    return known;
  }
}
