import { LONGEST_TERM } from './words.ts';

/**
 * Terms are known by 32 bits, so that an index holds no text. Of a hundred terms of a task about one in 400 is then
 * mistaken for one of a file's 100,000: nothing that a ranking would notice.
 */

// FNV-1a (Fowler, Noll, Vo), then the finalizer of MurmurHash3 (Appleby), which spreads what FNV leaves in the low bits.
const FNV_OFFSET = 0x81_1c_9d_c5;
const FNV_PRIME = 0x01_00_01_93;
const JOINTS = { underscore: 0x5f, dollar: 0x24 } as const;

/** Of a term's first `LONGEST_TERM` code units in lower case. Unsigned. */
export function hashTerm(text: string, from = 0, to: number = text.length): number {
  let hash = FNV_OFFSET;
  const end = Math.min(to, from + LONGEST_TERM);
  for (let at = from; at < end; at++) hash = Math.imul(hash ^ lower(text, at), FNV_PRIME);
  return mixed(hash);
}

/** Of a whole word as `plainWord` compares it. Unsigned. */
export function hashWord(text: string, from = 0, to: number = text.length): number {
  // another start than a term's: the word `parse` and the term `parse` are counted apart
  let hash = ~FNV_OFFSET;
  for (let at = from; at < to; at++) {
    const code = lower(text, at);
    if (code !== JOINTS.underscore && code !== JOINTS.dollar) hash = Math.imul(hash ^ code, FNV_PRIME);
  }
  return mixed(hash);
}

/** Of two neighbouring terms, by their hashes; the order counts. Unsigned. */
export function hashPair(first: number, second: number): number {
  return mixed(Math.imul(first, FNV_PRIME) ^ second);
}

function lower(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 0x80) return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
  return text.charAt(at).toLowerCase().charCodeAt(0);
}

function mixed(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85_eb_ca_6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2_b2_ae_35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
