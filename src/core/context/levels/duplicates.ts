/** Spec F10. */
export const DUPLICATE_THRESHOLD = 0.88;
const MOST_MEMBERS = 6;
/** A share times a number is rounded up with this much grace. */
const NOISE = 1e-9;

export const DUPLICATE_REASONS = ['same_words', 'same_content', 'same_meaning'] as const;
export type DuplicateReason = (typeof DUPLICATE_REASONS)[number];

export interface DuplicateCandidate {
  readonly sourceId: string;
  readonly content: string;
  readonly pinned: boolean;
  readonly embedding?: readonly number[] | undefined;
}

/** Near duplicates of which one stays. */
export interface DuplicateCluster {
  readonly clusterId: string;
  readonly representativeId: string;
  /** In rank order, at least one. */
  readonly mergedIds: readonly string[];
  /** How the first of them was found. */
  readonly reason: DuplicateReason;
}

export interface NearDuplicates {
  readonly clusters: readonly DuplicateCluster[];
  readonly metrics: {
    readonly totalCandidates: number;
    readonly duplicatesRemoved: number;
    readonly clustersFormed: number;
    readonly thresholdUsed: number;
  };
}

interface Member {
  readonly item: DuplicateCandidate;
  /** Numbers of its words, rarest first, each once. */
  readonly words: Int32Array;
}

interface OpenCluster extends Member {
  readonly merged: string[];
  reason: DuplicateReason;
}

/**
 * Groups what is nearly the same (spec F10): the sets of lower-cased words agree by Jaccard's index, or the embeddings by
 * their cosine where both have one of the same length. Walks in rank order and compares with the first member of each
 * cluster, the earliest cluster first; what is pinned is kept and begins a cluster of its own.
 *
 * Sets that agree so far share a word among the rarest of each (prefix filter: Chaudhuri, Ganti and Kaushik 2006), so
 * that only clusters that have one are compared, exactly.
 *
 * @param ranked candidates in rank order, pinned first.
 */
export function nearDuplicates(ranked: readonly DuplicateCandidate[]): NearDuplicates {
  const members = numbered(ranked);
  const clusters: OpenCluster[] = [];
  const byWord = new Map<number, number[]>();
  const byContent = new Map<string, number[]>();
  const byLength = new Map<number, number[]>();

  for (const member of members) {
    const { item } = member;
    const prefix = member.words.subarray(0, prefixLength(member.words.length));
    const lists = [
      ...[...prefix].map((word) => byWord.get(word)),
      member.words.length === 0 ? byContent.get(item.content) : undefined,
      item.embedding === undefined ? undefined : byLength.get(item.embedding.length),
    ];
    const near = item.pinned ? [] : [...new Set(lists.flatMap((list) => list ?? []))].sort((a, b) => a - b);
    const joined = near.some((at) => {
      const cluster = clusters[at];
      if (cluster === undefined || cluster.merged.length + 1 >= MOST_MEMBERS) return false;
      const reason = sameness(cluster, member);
      if (reason === null) return false;
      if (cluster.merged.length === 0) cluster.reason = reason;
      cluster.merged.push(item.sourceId);
      return true;
    });
    if (joined) continue;
    const at = clusters.length;
    clusters.push({ ...member, merged: [], reason: 'same_words' });
    for (const word of prefix) listed(byWord, word, at);
    if (member.words.length === 0) listed(byContent, item.content, at);
    if (item.embedding !== undefined) listed(byLength, item.embedding.length, at);
  }

  const formed = clusters.filter(({ merged }) => merged.length > 0);
  return {
    clusters: formed.map(({ item, merged, reason }, index) => ({
      clusterId: `duplicates-${index + 1}`,
      representativeId: item.sourceId,
      mergedIds: merged,
      reason,
    })),
    metrics: {
      totalCandidates: ranked.length,
      duplicatesRemoved: formed.reduce((sum, { merged }) => sum + merged.length, 0),
      clustersFormed: formed.length,
      thresholdUsed: DUPLICATE_THRESHOLD,
    },
  };
}

function sameness(a: Member, b: Member): DuplicateReason | null {
  const [first, second] = [a.item.embedding, b.item.embedding];
  if (first !== undefined && second !== undefined && first.length === second.length) {
    return cosine(first, second) >= DUPLICATE_THRESHOLD ? 'same_meaning' : null;
  }
  if (a.words.length === 0 || b.words.length === 0) {
    return a.words.length === b.words.length && a.item.content === b.item.content ? 'same_content' : null;
  }
  return jaccard(a.words, b.words) >= DUPLICATE_THRESHOLD ? 'same_words' : null;
}

/** So many of the rarest words hold one that a set shares with every set that is near enough. */
function prefixLength(words: number): number {
  return words === 0 ? 0 : words - Math.ceil(DUPLICATE_THRESHOLD * words - NOISE) + 1;
}

/** Both ascending. */
function jaccard(a: Int32Array, b: Int32Array): number {
  let both = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const difference = (a[i] as number) - (b[j] as number);
    if (difference === 0) both++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return both / (a.length + b.length - both);
}

function cosine(a: readonly number[], b: readonly number[]): number {
  let dot = 0;
  let ofA = 0;
  let ofB = 0;
  a.forEach((value, index) => {
    const other = b[index] ?? 0;
    dot += value * other;
    ofA += value * value;
    ofB += other * other;
  });
  return ofA === 0 || ofB === 0 ? 0 : dot / Math.sqrt(ofA * ofB);
}

/** Words as numbers, the rarer the smaller; the words themselves settle what is left. */
function numbered(items: readonly DuplicateCandidate[]): Member[] {
  const sets = items.map(({ content }) => new Set(content.toLowerCase().match(/[\p{L}\p{M}\p{N}_]+/gu)));
  const having = new Map<string, number>();
  for (const set of sets) for (const word of set) having.set(word, (having.get(word) ?? 0) + 1);
  const byRarity = [...having].sort(([a, inA], [b, inB]) => inA - inB || (a < b ? -1 : 1));
  const numbers = new Map(byRarity.map(([word], index) => [word, index]));
  return items.map((item, index) => ({
    item,
    words: Int32Array.from(sets[index] ?? [], (word) => numbers.get(word) ?? -1).sort(),
  }));
}

function listed<Key>(lists: Map<Key, number[]>, key: Key, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
