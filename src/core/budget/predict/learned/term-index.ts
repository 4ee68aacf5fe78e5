import { countIn, type FrequentList, frequentTerms, type Posting, rowIn } from './frequent-terms.ts';
import { postingRing } from './posting-ring.ts';
import { termTable } from './term-table.ts';

/**
 * The most similar past tasks by their words (prediction study, section 3.2), at a bounded price: TF-IDF cosine over
 * hashed terms, the rarest terms first, at most 60,000 postings a question. Only the latest tasks are remembered.
 *
 * Postings lie in one ring in the order of the tasks. Those of a term are chained from the newest to the oldest, so
 * a chain simply ends at the first posting whose task has been forgotten. Frequent terms have lists beside it.
 */
export interface TermIndex {
  /** The `count` most similar tasks, most similar first, newer first among equals. */
  nearest(terms: readonly number[], count: number): readonly Neighbour[];
  /** Remembers a task under the next number; forgets the oldest beyond the capacity. */
  add(terms: readonly number[], norm?: number): void;
  /** Forgets the oldest task. */
  forget(terms: readonly number[]): void;
  /** Number of the oldest remembered task, and of the next one. */
  readonly first: number;
  readonly next: number;
  /** Length of a remembered task's vector, as it was when the task came in. */
  norm(task: number): number;
}

export interface Neighbour {
  /** Running number of the task, from 0. */
  readonly task: number;
  /** Cosine in [0, 1] but for rounding and for what changed since the task came in. */
  readonly similarity: number;
}

/** Most postings that one question reads; beyond them only frequent words are left, which tell little. */
const READ_POSTINGS = 60_000;
/** Terms in more tasks than this share, and this many on top, do not tell tasks apart. */
const COMMON_SHARE = 0.3;
const COMMON_EXTRA = 20;
const MOST_COUNTED = 255;
/** From this many tasks on a term has a list of its own. */
const FREQUENT = 16;
const LOG_WEIGHT = Float64Array.from(
  { length: MOST_COUNTED + 1 },
  (_, count) => 1 + Math.log(Math.max(1, count)),
);

/** @param capacity most tasks that are remembered at once. */
export function termIndex(capacity: number): TermIndex {
  const table = termTable();
  const postings = postingRing();
  const frequent = frequentTerms();
  let first = 0;
  let next = 0;
  const norms = new Float64Array(capacity);
  const scores = new Float64Array(capacity);
  const touched = new Uint32Array(capacity);
  /** The remembered task of a row: the latest number that falls on it. */
  const taskIn = (row: number): number => next - 1 - ((next - 1 - row) % capacity);
  /** A term keeps its list while tasks are forgotten: only until then its frequency says that it has none. */
  const mayBeFrequent = (frequency: number): boolean => frequency >= FREQUENT || first > 0;
  const rarity = (frequency: number): number => Math.log(1 + (next - first + 1) / (frequency + 0.5));

  return {
    get first() {
      return first;
    },
    get next() {
      return next;
    },
    norm: (task) => norms[task % capacity] ?? 1,
    nearest(terms, count) {
      const { wanted, length } = followed(terms);
      let read = 0;
      let reached = 0;
      for (const { hash, place, frequency, gain } of wanted) {
        if (read > 0 && read + frequency > READ_POSTINGS) break;
        read += frequency;
        const list = mayBeFrequent(frequency) ? frequent.of(hash) : null;
        if (list !== null) reached = addPostings(list, gain, scores, touched, reached);
        else {
          for (let at = table.newest(place); postings.holds(at); at = postings.before(at)) {
            const row = postings.row(at);
            const score = scores[row] ?? 0;
            if (score === 0) touched[reached++] = row;
            scores[row] = score + gain * (LOG_WEIGHT[postings.count(at)] ?? 1);
          }
        }
      }
      const best: { task: number; similarity: number }[] = [];
      let least = -1;
      for (let i = 0; i < reached; i++) {
        const row = touched[i] ?? 0;
        const similarity = (scores[row] ?? 0) / (length * (norms[row] ?? 1));
        scores[row] = 0;
        if (similarity < least) continue;
        insert(best, taskIn(row), similarity, count);
        if (best.length === count) least = best[count - 1]?.similarity ?? -1;
      }
      return best;
    },
    add(terms, norm) {
      const task = next++;
      // counted before the length is taken: the task is part of its own collection
      let squares = 0;
      for (let i = 0; i < terms.length; i += 2) {
        const term = terms[i] ?? 0;
        const place = table.place(term);
        const count = Math.min(terms[i + 1] ?? 1, MOST_COUNTED);
        const row = task % capacity;
        const frequency = table.use(place, postings.push(row, count, table.newest(place)));
        if (mayBeFrequent(frequency) && !frequent.push(term, row, count) && frequency >= FREQUENT)
          frequent.start(term, chainOf(place));
        if (norm === undefined) squares += ((LOG_WEIGHT[count] ?? 1) * rarity(frequency)) ** 2;
      }
      norms[task % capacity] = norm ?? (Math.sqrt(squares) || 1);
    },
    forget(terms) {
      for (let i = 0; i < terms.length; i += 2) {
        table.release(terms[i] ?? 0);
        frequent.dropOldest(terms[i] ?? 0);
      }
      postings.drop(terms.length / 2);
      first++;
    },
  };

  /** A term's postings from the oldest to the newest. */
  function chainOf(place: number): readonly Posting[] {
    const chain: Posting[] = [];
    for (let at = table.newest(place); postings.holds(at); at = postings.before(at))
      chain.push({ row: postings.row(at), count: postings.count(at) });
    return chain.reverse();
  }

  /** The terms worth following, rarest first, and the length of the asking vector. */
  function followed(terms: readonly number[]): { wanted: readonly Followed[]; length: number } {
    const wanted: Followed[] = [];
    const common = COMMON_SHARE * (next - first) + COMMON_EXTRA;
    let squares = 0;
    for (let i = 0; i < terms.length; i += 2) {
      const hash = terms[i] ?? 0;
      const place = table.find(hash);
      const frequency = place < 0 ? 0 : table.frequency(place);
      const rare = rarity(frequency);
      const weight = (LOG_WEIGHT[Math.min(terms[i + 1] ?? 1, MOST_COUNTED)] ?? 1) * rare;
      squares += weight * weight;
      if (frequency > 0 && frequency <= common) wanted.push({ hash, place, frequency, gain: weight * rare });
    }
    wanted.sort((a, b) => a.frequency - b.frequency || a.hash - b.hash);
    return { wanted, length: Math.sqrt(squares) || 1 };
  }
}

/**
 * Adds what a term gives to the scores of its tasks. A function of nothing else, for most of a question's time is spent
 * in it.
 *
 * @param reached how many rows were touched before
 * @returns how many are now
 */
function addPostings(
  { postings, start, end }: FrequentList,
  gain: number,
  scores: Float64Array,
  touched: Uint32Array,
  reached: number,
): number {
  let next = reached;
  for (let i = start; i < end; i++) {
    const packed = postings[i] ?? 0;
    const row = rowIn(packed);
    const score = scores[row] ?? 0;
    if (score === 0) touched[next++] = row;
    scores[row] = score + gain * (LOG_WEIGHT[countIn(packed)] ?? 1);
  }
  return next;
}

interface Followed {
  readonly hash: number;
  readonly place: number;
  readonly frequency: number;
  readonly gain: number;
}

/** Keeps the best `count` in order: most similar first, newer first among equals. */
function insert(
  best: { task: number; similarity: number }[],
  task: number,
  similarity: number,
  count: number,
): void {
  const last = best.at(-1);
  const full = best.length === count;
  if (full && last !== undefined && isBefore(last.task, last.similarity, task, similarity)) return;
  if (full) best.pop();
  let at = best.length;
  for (; at > 0; at--) {
    const above = best[at - 1];
    if (above === undefined || isBefore(above.task, above.similarity, task, similarity)) break;
  }
  best.splice(at, 0, { task, similarity });
}

function isBefore(task: number, similarity: number, other: number, otherSimilarity: number): boolean {
  return similarity > otherSimilarity || (similarity === otherSimilarity && task > other);
}
