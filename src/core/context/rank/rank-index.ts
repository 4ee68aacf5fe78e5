import type { CommitHistory } from './commit-history.ts';
import type { FileTerms } from './file-terms.ts';
import type { PathTerms } from './path-terms.ts';

/** A file that can be ranked, whatever kind it is of. */
export interface RankedSource {
  readonly id: string;
  readonly path: PathTerms;
  /** Null: its text is not known (yet); path and history still speak. */
  readonly terms: FileTerms | null;
}

/** What ranking reads; owned and kept current by somebody else. */
export interface RankIndex {
  readonly files: readonly RankedSource[];
  /** Null without git, or where it may not be asked. */
  readonly history: CommitHistory | null;
  /** What `pairTests` says of the files, where that is known already: it depends on their paths alone. */
  readonly tested?: ReadonlyMap<number, number>;
}
