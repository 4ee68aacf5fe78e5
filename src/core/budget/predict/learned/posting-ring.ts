/** Postings by position, from the oldest that is held to the newest; positions only grow. */
export interface PostingRing {
  /** Whether the posting has not been dropped. */
  holds(position: number): boolean;
  /** Where its task lies among those remembered, below 2²⁴. */
  row(position: number): number;
  /** How often the term is in the task, 1 to 255. */
  count(position: number): number;
  /** The term's posting before this one; may have been dropped. */
  before(position: number): number;
  /** Adds a posting and returns its position. */
  push(row: number, count: number, before: number): number;
  /** Drops the oldest postings. */
  drop(count: number): void;
}

/** Row and count in one number, then the distance to the posting before: a step of a chain reads one place of 8 bytes. */
const FIELDS = 2;
const COUNT_BITS = 8;
const COUNT_MASK = (1 << COUNT_BITS) - 1;
const START_SIZE = 1 << 12;

export function postingRing(): PostingRing {
  let size = START_SIZE; // a power of two, so that a mask finds the place
  let start = 0;
  let end = 0;
  let fields = new Uint32Array(size * FIELDS);

  const placeOf = (position: number): number => (position & (size - 1)) * FIELDS;

  function grow(): void {
    const old = fields;
    const oldMask = size - 1;
    size *= 2;
    fields = new Uint32Array(size * FIELDS);
    // piece by piece up to where either ring begins anew
    for (let at = start; at < end;) {
      const until = Math.min(end, (at | oldMask) + 1);
      const from = (at & oldMask) * FIELDS;
      fields.set(old.subarray(from, from + (until - at) * FIELDS), placeOf(at));
      at = until;
    }
  }

  return {
    holds: (at) => at >= start,
    row: (at) => (fields[placeOf(at)] ?? 0) >>> COUNT_BITS,
    count: (at) => (fields[placeOf(at)] ?? 0) & COUNT_MASK,
    before: (at) => {
      const distance = fields[placeOf(at) + 1] ?? 0;
      return distance === 0 ? -1 : at - distance;
    },
    push(row, count, before) {
      if (end - start === size) grow();
      const at = placeOf(end);
      fields[at] = (row << COUNT_BITS) | count;
      // one that is no longer held ends the chain: its distance might not fit
      fields[at + 1] = before < start ? 0 : end - before;
      return end++;
    },
    drop(count) {
      start += count;
    },
  };
}
