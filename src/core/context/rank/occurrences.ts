import { type AskedHashes, askedHashes, countAsked, type FileTerms, type TermSort } from './file-terms.ts';

/** Which of the asked hashes each file has, and how often: file by file, in the order in which they were asked. */
export interface Occurrences {
  /** Where the entries of each file begin, and at the end where the last file's end. */
  readonly starts: Uint32Array;
  /** Place of the hash among those that were asked. */
  readonly which: Uint32Array;
  readonly counts: Uint32Array;
  /** How many files have each asked hash. */
  readonly having: Uint32Array;
}

/** Where to look. */
export interface Occurring {
  readonly files: number;
  /** Terms of the text; null where there are none to look at. */
  readonly text?: { readonly sort: TermSort; readonly of: (place: number) => FileTerms | null };
  /** Further hashes, counted as often as they are given. */
  readonly more?: (place: number) => readonly number[];
}

export interface Found extends Occurrences {
  /** The same as `having`, of the texts alone. */
  readonly havingText: Uint32Array;
}

/** Looks for all hashes in one file after the other. */
export function occurrencesOf(hashes: readonly number[], { files, text, more }: Occurring): Found {
  const asked: AskedHashes = askedHashes(hashes);
  const placeOf = new Map(hashes.map((hash, place) => [hash, place]));
  const [having, havingText] = [new Uint32Array(hashes.length), new Uint32Array(hashes.length)];
  const starts = new Uint32Array(files + 1);
  // of the file at hand: which of the asked it has, and by place how often
  const has = new Uint32Array(hashes.length);
  const counts = new Uint32Array(hashes.length);
  let all = { which: new Uint32Array(INITIAL), counts: new Uint32Array(INITIAL) };
  let length = 0;
  for (let file = 0; file < files; file++) {
    starts[file] = length;
    const terms = text?.of(file) ?? null;
    let hits = text === undefined || terms === null ? 0 : countAsked(terms, text.sort, asked, has, counts);
    for (let n = 0; n < hits; n++) increment(havingText, has[n] ?? 0);
    for (const hash of more?.(file) ?? []) {
      const place = placeOf.get(hash);
      if (place === undefined) continue;
      if (counts[place] === 0) has[hits++] = place;
      increment(counts, place);
    }
    if (length + hits > all.which.length)
      all = { which: grown(all.which, hits), counts: grown(all.counts, hits) };
    sortFirst(has, hits);
    for (let n = 0; n < hits; n++) {
      const place = has[n] ?? 0;
      all.which[length] = place;
      all.counts[length++] = counts[place] ?? 0;
      increment(having, place);
      counts[place] = 0;
    }
  }
  starts[files] = length;
  return { starts, ...all, having, havingText };
}

/** Adds up, for each file, `weigh` over what was found in it, in the order of what was asked. */
export function summed(
  { starts, which, counts }: Occurrences,
  weigh: (asked: number, count: number, file: number) => number,
): Float64Array {
  const sums = new Float64Array(starts.length - 1);
  for (let file = 0; file < sums.length; file++) {
    let sum = 0;
    const end = starts[file + 1] ?? 0;
    for (let at = starts[file] ?? 0; at < end; at++) sum += weigh(which[at] ?? 0, counts[at] ?? 0, file);
    sums[file] = sum;
  }
  return sums;
}

const INITIAL = 1_024;

function grown(values: Uint32Array, room: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(values.length * 2 + room);
  larger.set(values);
  return larger;
}

function increment(values: Uint32Array, place: number): void {
  values[place] = (values[place] ?? 0) + 1;
}

/** By insertion: a file has few of what a task asks for. */
function sortFirst(values: Uint32Array, length: number): void {
  for (let n = 1; n < length; n++) {
    const value = values[n] ?? 0;
    let at = n;
    for (; at > 0 && (values[at - 1] ?? 0) > value; at--) values[at] = values[at - 1] ?? 0;
    values[at] = value;
  }
}
