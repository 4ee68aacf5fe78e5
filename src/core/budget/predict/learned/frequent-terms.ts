/** A posting: row of the task among those remembered, and how often the term is in it. */
export interface Posting {
  readonly row: number;
  readonly count: number;
}

/**
 * Postings of the terms that are in many tasks, each term's side by side from the oldest to the newest. To follow
 * them through the ring would read from a new place of memory at every step, which is what a question's time goes
 * into; for rare terms lists of their own would take several times the memory.
 */
export interface FrequentTerms {
  /** Makes a list of a term that has become frequent. @param postings oldest first */
  start(term: number, postings: readonly Posting[]): void;
  /** @returns false for a term without a list */
  push(term: number, row: number, count: number): boolean;
  dropOldest(term: number): void;
  /** Null for a term without a list. */
  of(term: number): FrequentList | null;
}

/** Oldest first, from `start` until before `end`; packed as {@link packedPosting}. */
export interface FrequentList {
  readonly postings: Uint32Array;
  readonly start: number;
  readonly end: number;
}

const COUNT_BITS = 8;
const COUNT_MASK = (1 << COUNT_BITS) - 1;

function packedPosting(row: number, count: number): number {
  return ((row << COUNT_BITS) | count) >>> 0;
}

export function rowIn(packed: number): number {
  return packed >>> COUNT_BITS;
}

export function countIn(packed: number): number {
  return packed & COUNT_MASK;
}

interface List {
  postings: Uint32Array;
  start: number;
  end: number;
}

export function frequentTerms(): FrequentTerms {
  const lists = new Map<number, List>();

  function push(list: List, packed: number): void {
    if (list.end === list.postings.length) {
      // what was dropped makes room first
      const held = list.postings.subarray(list.start, list.end);
      const roomier = new Uint32Array(Math.max(held.length * 2, 32));
      roomier.set(held);
      list.postings = roomier;
      list.end -= list.start;
      list.start = 0;
    }
    list.postings[list.end++] = packed;
  }

  return {
    start(term, postings) {
      const list = { postings: new Uint32Array(postings.length * 2), start: 0, end: 0 };
      for (const { row, count } of postings) push(list, packedPosting(row, count));
      lists.set(term, list);
    },
    push(term, row, count) {
      const list = lists.get(term);
      if (list !== undefined) push(list, packedPosting(row, count));
      return list !== undefined;
    },
    dropOldest(term) {
      const list = lists.get(term);
      if (list !== undefined && ++list.start === list.end) lists.delete(term);
    },
    of: (term) => lists.get(term) ?? null,
  };
}
