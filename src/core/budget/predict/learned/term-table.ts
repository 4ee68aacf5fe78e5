/** The share of places in use at which a table grows: beyond it searches become long. */
const FULL = 0.6;

/** From a term to how many tasks hold it and to its newest posting. */
export interface TermTable {
  /** Place of a term, −1 when no task ever held it. */
  find(key: number): number;
  /** Place of a term for writing. Holds until room is made. */
  place(key: number): number;
  /** Makes room for so many further terms. */
  makeRoom(terms: number): void;
  frequency(place: number): number;
  /** Position of the newest posting, −1 without one. */
  newest(place: number): number;
  /** Makes a posting the newest of a term, and says in how many tasks the term is now. */
  use(place: number, posting: number): number;
  /** One task fewer holds the term. */
  release(key: number): void;
}

/** An open hash table in flat arrays: a map of a million terms would take five times the memory. */
export function termTable(): TermTable {
  let size = 1 << 12;
  let taken = 0;
  let keys = new Uint32Array(size);
  let frequencies = new Int32Array(size).fill(-1); // −1: free; 0: no task holds it any more
  let newest = new Float64Array(size);

  const home = (key: number): number => Math.imul(key, 0x9e3779b1) >>> 0;

  function search(key: number): number {
    let at = home(key) & (size - 1);
    while (frequencies[at] !== -1 && keys[at] !== key) at = (at + 1) & (size - 1);
    return at;
  }

  /** Drops terms that no task holds any more. */
  function rebuild(extra: number): void {
    const [oldKeys, oldFrequencies, oldNewest] = [keys, frequencies, newest];
    const live = oldFrequencies.reduce((count, frequency) => count + (frequency > 0 ? 1 : 0), 0);
    while (live + extra > (FULL / 2) * size) size *= 2;
    keys = new Uint32Array(size);
    frequencies = new Int32Array(size).fill(-1);
    newest = new Float64Array(size);
    taken = 0;
    for (const [at, frequency] of oldFrequencies.entries()) {
      if (frequency <= 0) continue;
      const to = search(oldKeys[at] ?? 0);
      keys[to] = oldKeys[at] ?? 0;
      frequencies[to] = frequency;
      newest[to] = oldNewest[at] ?? -1;
      taken++;
    }
  }

  return {
    find(key) {
      const at = search(key);
      return frequencies[at] === -1 ? -1 : at;
    },
    place(key) {
      const at = search(key);
      if (frequencies[at] !== -1) return at;
      keys[at] = key;
      frequencies[at] = 0;
      newest[at] = -1;
      taken++;
      return at;
    },
    makeRoom(terms) {
      if (taken + terms > FULL * size) rebuild(terms);
    },
    frequency: (place) => frequencies[place] ?? 0,
    newest: (place) => newest[place] ?? -1,
    use(place, posting) {
      newest[place] = posting;
      const frequency = (frequencies[place] ?? 0) + 1;
      frequencies[place] = frequency;
      return frequency;
    },
    release(key) {
      const at = search(key);
      if ((frequencies[at] ?? 0) > 0) frequencies[at] = (frequencies[at] ?? 0) - 1;
    },
  };
}
