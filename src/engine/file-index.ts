import { createTermIndexer, type FileTerms, type TermIndexer } from '../core/context/rank/file-terms.ts';
import { type PathTerms, pathTerms } from '../core/context/rank/path-terms.ts';
import type { RankedSource } from '../core/context/rank/rank-index.ts';
import { pairTests } from '../core/context/rank/test-pairing.ts';
import { shownText } from '../core/context/render/shown-text.ts';
import type { IndexStore } from '../node/index-store.ts';
import type { LiveDocuments } from './documents.ts';
import type { KnownFile } from './known-file.ts';

/** Terms of paths kept beyond those of the files that there are, before they are sorted out. */
const MOST_SPARE_PATHS = 5_000;

/**
 * The terms of the workspace's files and documents. Contents are known by their hash, so that a file that is replaced,
 * moved or removed needs no care here: what is ranked is put together from what there is at the time.
 */
export class FileIndex {
  readonly #index: TermIndexer = createTermIndexer();
  readonly #paths = new Map<string, PathTerms>();
  readonly #live = new Map<string, { readonly text: string; readonly terms: FileTerms }>();
  #paired: { readonly files: readonly RankedSource[]; readonly tested: ReadonlyMap<number, number> } | null =
    null;

  /** Reads a text that is at hand, once for a content. */
  keep(store: IndexStore, sha256: string, shown: string): void {
    if (!store.has(sha256)) store.set(sha256, this.#index(shown));
  }

  /** Everything that can be ranked: files whose text can be shown, and documents that are no file. */
  sources(
    files: ReadonlyMap<string, KnownFile>,
    documents: LiveDocuments,
    store: IndexStore,
  ): readonly RankedSource[] {
    const sources: RankedSource[] = [];
    const live = new Set(documents.ids());
    for (const id of this.#live.keys()) if (!live.has(id)) this.#live.delete(id);
    for (const { id, facts, walked } of files.values()) {
      if (facts === null || (facts.reason !== null && !live.has(id))) continue;
      const kept = facts.sha256 === null ? undefined : store.get(facts.sha256);
      const terms = live.has(id) ? this.#liveTerms(id, documents) : (kept ?? null);
      sources.push({ id, path: this.#pathTerms(id, walked?.path ?? id), terms });
    }
    for (const id of live)
      if (!files.has(id))
        sources.push({ id, path: this.#pathTerms(id, id), terms: this.#liveTerms(id, documents) });
    if (this.#paths.size > sources.length + MOST_SPARE_PATHS) this.#paths.clear();
    return sources;
  }

  /** `pairTests`, again only when other files are there: what is in them does not matter. */
  testedBy(files: readonly RankedSource[]): ReadonlyMap<number, number> {
    const known = this.#paired;
    const isSame =
      known?.files.length === files.length &&
      files.every(({ id, path }, place) => {
        const before = known.files[place];
        return before?.path === path && before.id === id;
      });
    const tested = isSame ? known.tested : pairTests(files);
    this.#paired = { files, tested };
    return tested;
  }

  #liveTerms(id: string, documents: LiveDocuments): FileTerms | null {
    const text = documents.text(id);
    if (text === undefined) return null;
    const known = this.#live.get(id);
    if (known?.text === text) return known.terms;
    const terms = this.#index(shownText(text));
    this.#live.set(id, { text, terms });
    return terms;
  }

  /** @param path inside its root: the root's own name says nothing. */
  #pathTerms(id: string, path: string): PathTerms {
    const known = this.#paths.get(id);
    if (known !== undefined) return known;
    const terms = pathTerms(path);
    this.#paths.set(id, terms);
    return terms;
  }
}
