import { setImmediate as nextTurn } from 'node:timers/promises';
import { contentOf } from '../core/context/contents.ts';
import { bestMatch } from '../core/context/levels/best-match.ts';
import type { ChunkQuery } from '../core/context/levels/chunk-query.ts';
import { queryKey, taskQuery } from '../core/context/levels/task-query.ts';
import { judgeClosely, worthACloserLook } from '../core/context/rank/closer-look.ts';
import type { Judged } from '../core/context/rank/rank-files.ts';
import { linesOf } from '../core/context/render/shown-text.ts';
import type { DetailPorts } from './details.ts';
import { patiently } from './patiently.ts';
import { raritiesOf } from './ranking.ts';

interface Seen {
  readonly contentKey: string;
  readonly queryKey: string;
  /** Null: it could not be read. */
  readonly match: number | null;
}

/** As many as forty tasks look into; some 100 bytes each. */
const MOST_SEEN = 2_000;
/** Loaded together. */
const BATCH = 8;
/** Files between two looks at what else the thread has to do; each takes some ms. */
const FILES_A_TURN = 2;

/** The resident that reads the files which a task ranks first, so that they are judged by their best part, too. */
export class CloserLook {
  readonly #ports: DetailPorts;
  readonly #made: () => void;
  /** The ones longest unused first. */
  readonly #seen = new Map<string, Seen>();
  readonly #judged = new WeakMap<Judged, Judged>();
  #job = 0;

  /** @param made what `within` could not wait for is known now. */
  constructor(ports: DetailPorts, made: () => void) {
    this.#ports = ports;
    this.#made = made;
  }

  /** Judges again by what is read, after a short wait for it; unchanged when it takes longer. */
  async within(judged: Judged): Promise<Judged> {
    const job = ++this.#job;
    const isOutdated = (): boolean => job !== this.#job;
    const looking = this.look(judged, isOutdated);
    return (await patiently(looking, () => isOutdated() || this.#made())) ?? judged;
  }

  /** The same to the end; unchanged when it is cancelled, which it can be between some files. */
  async look(judged: Judged, isCancelled: () => boolean): Promise<Judged> {
    const known = this.#judged.get(judged);
    if (known !== undefined) return known;
    const query = taskQuery(judged.task, raritiesOf(judged));
    const matches =
      query === null ? new Map<string, number>() : await this.#matches(judged, query, isCancelled);
    if (matches === null) return judged;
    const closer = judgeClosely(judged, matches);
    this.#judged.set(judged, closer);
    this.#judged.set(closer, closer);
    return closer;
  }

  /** Whether that is the last word on it, as long as nothing changes. */
  isSettled(judged: Judged): boolean {
    return this.#judged.get(judged) === judged;
  }

  stop(): void {
    this.#job++;
  }

  async #matches(
    judged: Judged,
    query: ChunkQuery,
    isCancelled: () => boolean,
  ): Promise<ReadonlyMap<string, number> | null> {
    const key = queryKey(query);
    const matches = new Map<string, number>();
    const missing: [id: string, contentKey: string][] = [];
    for (const id of worthACloserLook(judged)) {
      const contentKey = this.#ports.contentKey(id);
      if (contentKey === null) continue;
      const seen = this.#seen.get(id);
      if (seen?.contentKey !== contentKey || seen.queryKey !== key) missing.push([id, contentKey]);
      else if (seen.match !== null) matches.set(id, seen.match);
    }
    let looked = 0;
    for (let at = 0; at < missing.length; at += BATCH) {
      const batch = missing.slice(at, at + BATCH);
      const loaded = await this.#ports.load(batch.map(([id]) => id));
      for (const [id, contentKey] of batch) {
        if (isCancelled()) return null;
        if (++looked % FILES_A_TURN === 0) await nextTurn();
        const entry = loaded.get(id);
        const content = entry !== undefined && 'text' in entry ? contentOf(entry).text : null;
        const match = content === null ? null : await this.#matchOf(id, content, query);
        if (match !== null) matches.set(id, match);
        this.#keep(id, { contentKey, queryKey: key, match });
      }
    }
    return matches;
  }

  async #matchOf(id: string, content: string, query: ChunkQuery): Promise<number> {
    return bestMatch(linesOf(content), await this.#ports.outlineOf(id, content), query);
  }

  #keep(id: string, seen: Seen): void {
    this.#seen.delete(id);
    this.#seen.set(id, seen);
    if (this.#seen.size <= MOST_SEEN) return;
    const [oldest] = this.#seen.keys();
    if (oldest !== undefined) this.#seen.delete(oldest);
  }
}
