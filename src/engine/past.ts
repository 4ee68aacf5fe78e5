import { type Commit, type CommitHistory, readHistory } from '../core/context/rank/commit-history.ts';
import { gitHistory, type GitOptions, headOf } from '../node/git-history.ts';
import type { Root } from '../node/roots.ts';

export interface PastPorts {
  readonly head: (folder: string, options: GitOptions) => Promise<string | null>;
  readonly history: (folder: string, options: GitOptions) => Promise<readonly Commit[]>;
}

const GIT: PastPorts = { head: headOf, history: gitHistory };

/** HEAD is looked at this often at most: a process of its own, a few ms. */
const LOOK_AGAIN_MS = 5_000;

/** The resident that knows what was changed together and why, read again when HEAD moved. */
export class Past {
  readonly #ports: PastPorts;
  #roots: readonly Root[] = [];
  #stop = new AbortController();
  #heads = '';
  #history: CommitHistory | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<boolean> | null = null;

  constructor(ports: PastPorts = GIT) {
    this.#ports = ports;
  }

  /** Null: none is known, or there is too little of it. */
  get history(): CommitHistory | null {
    return this.#history;
  }

  /** @param roots whose git may be asked; none where the user does not trust the folder. */
  open(roots: readonly Root[]): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#roots = roots;
    this.#heads = '';
    this.#history = null;
    this.#looking = null;
    this.#lookedAt = Number.NEGATIVE_INFINITY;
  }

  /**
   * Brings the history up to date, unless that was done a moment ago; true when it changed.
   * @param now ms by a clock that never goes back.
   */
  async refresh(now: number): Promise<boolean> {
    if (this.#roots.length === 0) return false;
    if (this.#looking !== null) return this.#looking;
    if (now - this.#lookedAt < LOOK_AGAIN_MS) return false;
    this.#lookedAt = now;
    const looking = this.#look(this.#roots, this.#stop.signal);
    this.#looking = looking;
    try {
      return await looking;
    } finally {
      if (this.#looking === looking) this.#looking = null;
    }
  }

  async #look(roots: readonly Root[], signal: AbortSignal): Promise<boolean> {
    const heads = JSON.stringify(
      await Promise.all(roots.map(({ path }) => this.#ports.head(path, { signal }))),
    );
    if (signal.aborted || heads === this.#heads) return false;
    const histories = await Promise.all(roots.map(({ path }) => this.#ports.history(path, { signal })));
    if (signal.aborted) return false;
    this.#heads = heads;
    this.#history = readHistory(histories.length === 1 ? (histories[0] ?? []) : together(roots, histories));
    return true;
  }
}

/** Several roots: their commits in turns, the ids as the workspace has them. */
function together(roots: readonly Root[], histories: readonly (readonly Commit[])[]): readonly Commit[] {
  const longest = Math.max(0, ...histories.map(({ length }) => length));
  return Array.from({ length: longest }, (_, age) =>
    histories.flatMap((commits, root) => {
      const commit = commits[age];
      const name = roots[root]?.name ?? '';
      if (commit === undefined) return [];
      return [{ message: commit.message, files: commit.files.map((path) => `${name}/${path}`) }];
    }),
  ).flat();
}
