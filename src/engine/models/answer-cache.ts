import { LRUCache } from 'lru-cache';
import type { Category } from '../../core/facts/category.ts';

/** Settings of M13. */
export interface CacheSettings {
  /** Integer > 0. */
  readonly maxEntries: number;
  readonly ttlSeconds: number;
}

export const DEFAULT_CACHE_SETTINGS: CacheSettings = Object.freeze({ maxEntries: 1_000, ttlSeconds: 3_600 });

/** An expired answer stays so long for when no new one comes (spec M12). */
const STALE_MS = 86_400_000;
/** Between two sweeps (spec M12). */
const SWEEP_MS = 300_000;

/** An answer, and what it may be forgotten by. */
export interface CachedAnswer<T> {
  readonly value: T;
  /** The prompt, trimmed. */
  readonly prompt: string;
  /** Ids of the models that were asked. */
  readonly models: readonly string[];
  readonly category: Category;
}

/** What is to be forgotten (spec M12). */
export type Forgotten =
  | { readonly all: true }
  | { readonly prompt: string }
  | { readonly model: string }
  | { readonly category: Category };

export interface CacheStatistics {
  readonly entries: number;
  readonly hits: number;
  readonly misses: number;
  /** In [0, 1]; null before anything was asked. */
  readonly hitRate: number | null;
  /** For want of room. */
  readonly evictions: number;
  /** Their time was over. */
  readonly expired: number;
}

interface Entry<T> extends CachedAnswer<T> {
  readonly at: number;
  isExpired: boolean;
}

/** Answers that were given, by what was asked (spec M12). Values are frozen by who puts them in. */
export interface AnswerCache<T> {
  /** An answer within its time; counts as a hit or a miss. */
  fresh(key: string): T | null;
  /** Whether `fresh` would find one; counts nothing. */
  has(key: string): boolean;
  /** Also an expired one, for when no new answer comes. */
  stale(key: string): T | null;
  put(key: string, answer: CachedAnswer<T>): void;
  drop(key: string): void;
  /** @returns how many */
  forget(what: Forgotten): number;
  configure(settings: CacheSettings): void;
  statistics(): CacheStatistics;
}

/** @param now epoch ms */
export function answerCache<T>(settings: CacheSettings, now: () => number): AnswerCache<T> {
  let ttlMs = settings.ttlSeconds * 1_000;
  let entries = lru<T>(settings.maxEntries);
  let sweptAt = now();
  const counts = { hits: 0, misses: 0, evictions: 0, expired: 0 };

  function lru<V>(max: number): LRUCache<string, Entry<V>> {
    return new LRUCache({
      max,
      dispose: (_entry, _key, reason) => {
        if (reason === 'evict') counts.evictions++;
      },
    });
  }

  const isFresh = (entry: Entry<T>): boolean => now() - entry.at < ttlMs;

  const expire = (entry: Entry<T>): void => {
    if (!entry.isExpired) counts.expired++;
    entry.isExpired = true;
  };

  // with whatever is asked: a timer of its own would keep an idle process awake
  const sweep = (): void => {
    if (now() - sweptAt < SWEEP_MS) return;
    sweptAt = now();
    for (const [key, entry] of Array.from(entries.entries())) {
      if (isFresh(entry)) continue;
      expire(entry);
      if (now() - entry.at >= STALE_MS) entries.delete(key);
    }
  };

  return {
    fresh: (key) => {
      sweep();
      const entry = entries.get(key);
      if (entry !== undefined && isFresh(entry)) {
        counts.hits++;
        return entry.value;
      }
      if (entry !== undefined) expire(entry);
      counts.misses++;
      return null;
    },
    has: (key) => {
      const entry = entries.peek(key);
      return entry !== undefined && isFresh(entry);
    },
    stale: (key) => {
      const entry = entries.peek(key);
      return entry === undefined || now() - entry.at >= STALE_MS ? null : entry.value;
    },
    put: (key, answer) => {
      sweep();
      entries.set(key, { ...answer, at: now(), isExpired: false });
    },
    drop: (key) => void entries.delete(key),
    forget: (what) => {
      const gone = [...entries.entries()].filter(([, entry]) => isMeant(entry, what));
      for (const [key] of gone) entries.delete(key);
      return gone.length;
    },
    configure: ({ maxEntries, ttlSeconds }) => {
      ttlMs = ttlSeconds * 1_000;
      if (maxEntries === entries.max) return;
      const kept = entries.dump();
      entries = lru<T>(maxEntries);
      // the most recently used last
      for (const [key, { value }] of kept.slice(-maxEntries)) entries.set(key, value);
    },
    statistics: () => {
      const { hits, misses } = counts;
      const asked = hits + misses;
      return { entries: entries.size, ...counts, hitRate: asked === 0 ? null : hits / asked };
    },
  };
}

function isMeant<T>({ prompt, models, category }: CachedAnswer<T>, what: Forgotten): boolean {
  if ('prompt' in what) return prompt === what.prompt.trim();
  if ('model' in what) return models.includes(what.model);
  if ('category' in what) return category === what.category;
  return what.all;
}
