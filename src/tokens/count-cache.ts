import type { Encoding } from '../core/facts/model-profile.ts';
import { VOCABULARIES } from './vocabulary.ts';

/**
 * What of a file was counted (spec F7): `file`, the decoded file as it is; `shown`, the text as a prompt shows it,
 * without byte order mark and with LF; `masked`, that text with every secret in it masked.
 */
export type CountedForm = 'file' | 'shown' | 'masked';

/** The cache as plain values, for JSON. Keys are `sha256 encoding form`, the one used longest ago first. */
export interface CountSnapshot {
  readonly version: number;
  readonly counts: readonly (readonly [key: string, tokens: number])[];
}

/** Token counts by content. An entry knows no path: a file that moves keeps its count. */
export interface CountCache {
  /** Tokens of the content with this SHA-256 (hexadecimal), or undefined. Encodings that count alike share them. */
  get(sha256: string, encoding: Encoding, form: CountedForm): number | undefined;
  set(sha256: string, encoding: Encoding, form: CountedForm, tokens: number): void;
  size(): number;
  /** For `JSON.stringify`. */
  toJSON(): CountSnapshot;
}

/** Raised when counting changes, so that counts saved before are not believed. */
const COUNTING_VERSION = 1;

/** 50,000 files in two encodings and both forms; about 40 MB in memory. */
const MOST_ENTRIES = 200_000;

const KEY = /^[0-9a-f]{64} \w+ (?:file|shown|masked)$/u;

/**
 * A cache of at most `mostEntries` counts, which forgets what was used longest ago.
 *
 * @param snapshot what `toJSON` gave in an earlier session, unchecked: whatever is not a count of this version is
 *   left out
 */
export function createCountCache(snapshot?: unknown, mostEntries: number = MOST_ENTRIES): CountCache {
  // A Map keeps the order of insertion; an entry that is used again moves to the end.
  const counts = new Map(readSnapshot(snapshot).slice(-mostEntries));
  return {
    get: (sha256, encoding, form) => {
      const key = keyOf(sha256, encoding, form);
      const tokens = counts.get(key);
      if (tokens === undefined) return undefined;
      counts.delete(key);
      counts.set(key, tokens);
      return tokens;
    },
    set: (sha256, encoding, form, tokens) => {
      const key = keyOf(sha256, encoding, form);
      counts.delete(key);
      counts.set(key, tokens);
      if (counts.size <= mostEntries) return;
      for (const oldest of counts.keys()) {
        counts.delete(oldest);
        return;
      }
    },
    size: () => counts.size,
    toJSON: () => ({ version: COUNTING_VERSION, counts: [...counts] }),
  };
}

function keyOf(sha256: string, encoding: Encoding, form: CountedForm): string {
  return `${sha256} ${VOCABULARIES[encoding].sameAs} ${form}`;
}

function readSnapshot(snapshot: unknown): [string, number][] {
  if (typeof snapshot !== 'object' || snapshot === null) return [];
  if (!('version' in snapshot) || snapshot.version !== COUNTING_VERSION) return [];
  if (!('counts' in snapshot) || !Array.isArray(snapshot.counts)) return [];
  return snapshot.counts.filter(isEntry);
}

function isEntry(entry: unknown): entry is [string, number] {
  if (!Array.isArray(entry) || entry.length !== 2) return false;
  const [key, tokens]: unknown[] = entry;
  return typeof key === 'string' && KEY.test(key) && Number.isSafeInteger(tokens) && Number(tokens) >= 0;
}
