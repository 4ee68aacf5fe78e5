/** The share of places in use at which a part of the table grows: beyond it searches become long. */
const FULL = 0.6;

/** From a term to how many tasks hold it and to its newest posting. */
export interface TermTable {
  /** Place of a term, −1 when no task ever held it. */
  find(key: number): number;
  /** Place of a term for writing. Places hold until the next one is asked for. */
  place(key: number): number;
  frequency(place: number): number;
  /** Position of the newest posting, −1 without one. */
  newest(place: number): number;
  /** Makes a posting the newest of a term, and says in how many tasks the term is now. */
  use(place: number, posting: number): number;
  /** One task fewer holds the term. */
  release(key: number): void;
}

/** Parts grow one at a time: the whole of a million terms would stop everybody for a tenth of a second. */
const PART_BITS = 6;
const PARTS = 1 << PART_BITS;
const START_SIZE = 64;

/** An open hash table in flat arrays: a map of a million terms would take five times the memory. */
export function termTable(): TermTable {
  const parts = Array.from({ length: PARTS }, () => newPart(START_SIZE));
  const partOf = (place: number): Part => parts[place & (PARTS - 1)] ?? newPart(START_SIZE);
  const at = (place: number): number => place >>> PART_BITS;

  /** Place of a term, or the free one where it would be. */
  function search(key: number): number {
    const hash = hashOf(key);
    const part = hash >>> (32 - PART_BITS);
    return (slotOf(partOf(part), key, hash) << PART_BITS) | part;
  }

  return {
    find(key) {
      const place = search(key);
      return partOf(place).frequencies[at(place)] === FREE ? -1 : place;
    },
    place(key) {
      const found = search(key);
      const part = partOf(found);
      if (part.frequencies[at(found)] !== FREE) return found;
      if (part.taken + 1 > FULL * part.keys.length) rebuild(part);
      const place = search(key);
      part.keys[at(place)] = key;
      part.frequencies[at(place)] = 0;
      part.newest[at(place)] = -1;
      part.taken++;
      return place;
    },
    frequency: (place) => partOf(place).frequencies[at(place)] ?? 0,
    newest: (place) => partOf(place).newest[at(place)] ?? -1,
    use(place, posting) {
      const { newest, frequencies } = partOf(place);
      newest[at(place)] = posting;
      const frequency = (frequencies[at(place)] ?? 0) + 1;
      frequencies[at(place)] = frequency;
      return frequency;
    },
    release(key) {
      const place = search(key);
      const { frequencies } = partOf(place);
      const frequency = frequencies[at(place)] ?? 0;
      if (frequency > 0) frequencies[at(place)] = frequency - 1;
    },
  };
}

interface Part {
  /** Places that are not free. */
  taken: number;
  keys: Uint32Array;
  frequencies: Int32Array;
  newest: Float64Array;
}

/** In place of a frequency; 0 is that of a term that no task holds any more. */
const FREE = -1;

function newPart(size: number): Part {
  return {
    taken: 0,
    keys: new Uint32Array(size),
    frequencies: new Int32Array(size).fill(FREE),
    newest: new Float64Array(size),
  };
}

function hashOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 0;
}

function slotOf({ keys, frequencies }: Part, key: number, hash: number): number {
  const mask = keys.length - 1;
  let slot = hash & mask;
  while (frequencies[slot] !== FREE && keys[slot] !== key) slot = (slot + 1) & mask;
  return slot;
}

/** With room for as many terms again; drops those that no task holds any more. */
function rebuild(part: Part): void {
  const { keys, frequencies, newest } = part;
  let live = 0;
  for (let slot = 0; slot < keys.length; slot++) if ((frequencies[slot] ?? 0) > 0) live++;
  let size = keys.length;
  while (live + 1 > (FULL / 2) * size) size *= 2;
  Object.assign(part, newPart(size));
  for (let slot = 0; slot < keys.length; slot++) {
    const frequency = frequencies[slot] ?? 0;
    if (frequency <= 0) continue;
    const key = keys[slot] ?? 0;
    const to = slotOf(part, key, hashOf(key));
    part.keys[to] = key;
    part.frequencies[to] = frequency;
    part.newest[to] = newest[slot] ?? -1;
    part.taken++;
  }
}
