import { type Judged, judgeFiles } from '../core/context/rank/rank-files.ts';
import type { RankedSource } from '../core/context/rank/rank-index.ts';
import { rankParameters } from '../core/context/rank/weights.ts';
import type { Root } from '../node/roots.ts';
import type { IndexStore } from '../node/index-store.ts';
import type { LiveDocuments } from './documents.ts';
import { FileIndex } from './file-index.ts';
import type { KnownFile } from './known-file.ts';
import { Past } from './past.ts';

/** What ranking is made of at the time. */
export interface RankingState {
  readonly files: ReadonlyMap<string, KnownFile>;
  readonly documents: LiveDocuments;
  readonly terms: IndexStore;
}

/**
 * While files are still being read, judging takes at most this share of the time: 20,000 files take half a second
 * each time, and every one that is read changes the answer a little.
 */
const SHARE_WHILE_INDEXING = 0.1;

/** The resident that knows how likely each file is needed for the task, judged anew when anything changed. */
export class Ranking {
  readonly index = new FileIndex();
  readonly past: Past;
  /** What was fitted; the benches measure on repositories that theirs were not fitted on. */
  parameters = rankParameters;
  #revision = 0;
  #judged: { readonly judged: Judged; readonly task: string; readonly revision: number } | null = null;
  #sources: {
    readonly sources: readonly RankedSource[];
    readonly terms: IndexStore;
    readonly revision: number;
  } | null = null;
  #took = 0;
  #at = 0;

  constructor(past = new Past()) {
    this.past = past;
  }

  /** @param trusted roots whose git may be asked. */
  open(trusted: readonly Root[]): void {
    this.past.open(trusted);
    this.#judged = null;
    this.changed();
  }

  /** A file, a document or the history is not as it was. */
  changed(): void {
    this.#revision++;
  }

  /**
   * How likely each file is needed, kept while nothing changed.
   * @param indexing files are still being read: a judgement some moments old will do.
   */
  judge(task: string, state: RankingState, indexing: boolean): Judged {
    const known = this.#judged;
    if (known?.task === task) {
      const isFresh = performance.now() - this.#at < this.#took / SHARE_WHILE_INDEXING;
      if (known.revision === this.#revision || (indexing && isFresh)) return known.judged;
    }
    const start = performance.now();
    const judged = this.judgeOnce(task, state);
    this.#at = performance.now();
    this.#took = this.#at - start;
    this.#judged = { judged, task, revision: this.#revision };
    return judged;
  }

  /** The same for any words, kept nowhere. */
  judgeOnce(words: string, state: RankingState): Judged {
    const files = this.#sourcesOf(state);
    const { history } = this.past;
    const index = { files, history, tested: this.index.testedBy(files) };
    return judgeFiles(words, index, this.parameters(history !== null));
  }

  #sourcesOf({ files, documents, terms }: RankingState): readonly RankedSource[] {
    const known = this.#sources;
    if (known?.revision === this.#revision && known.terms === terms) return known.sources;
    const sources = this.index.sources(files, documents, terms);
    this.#sources = { sources, terms, revision: this.#revision };
    return sources;
  }
}

/** How many of the ranked files have a term of the task in their text (lower case, not stemmed); 0 for any other. */
export function raritiesOf({ task, index, signals }: Judged): {
  files: number;
  having: (term: string) => number;
} {
  const having = new Map(task.terms.map(({ text }, place) => [text, signals.having[place] ?? 0]));
  return { files: index.files.length, having: (term) => having.get(term) ?? 0 };
}
