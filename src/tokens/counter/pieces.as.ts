// What is known of a piece of text: the rank of a token of the vocabulary, or the number of tokens of a piece met
// before. Both live in one open-addressing table, so that the usual piece costs one probe. Pieces of up to 8 bytes
// compare as one u64, longer ones by hash and then byte by byte: nothing rests on the hash.

import {
  LONG_SLOT_BITS,
  LONG_SLOTS,
  LONG_TABLE,
  PAIR_RANKS,
  REMEMBERED_BYTES,
  REMEMBERED_BYTES_END,
  SHORT_SLOT_BITS,
  SHORT_SLOTS,
  SHORT_TABLE,
  VOCABULARY,
} from './layout.as';

/** Above every rank, and what filling memory with 0x7f gives. */
export const NO_RANK: i32 = 0x7f7f7f7f;
export const UNKNOWN: i32 = -0x7fffffff;

/** No vocabulary of tiktoken has a longer token. */
const LONGEST_TOKEN: i32 = 128;
// Three quarters full: beyond it, linear probing slows down.
const SHORT_LIMIT: i32 = (SHORT_SLOTS / 4) * 3;
const LONG_LIMIT: i32 = (LONG_SLOTS / 4) * 3;

let tokens: i32 = 0;
let shortEntries: i32 = 0;
let longEntries: i32 = 0;
let rememberedEnd: usize = REMEMBERED_BYTES;

/* @inline */ function shortKey(at: usize, length: i32): u64 {
  return load<u64>(at) & (<u64>-1 >> (64 - ((<u64>length) << 3)));
}

/* @inline */ function shortSlot(key: u64, length: i32): usize {
  return <usize>(((key ^ ((<u64>length) << 56)) * 0x9e3779b97f4a7c15) >> (64 - SHORT_SLOT_BITS));
}

function longHash(at: usize, length: i32): u32 {
  let hash: u64 = <u64>length * 0xff51afd7ed558ccd;
  for (let i = 0; i + 8 <= length; i += 8) {
    hash = (hash ^ load<u64>(at + i)) * 0x9e3779b97f4a7c15;
    hash ^= hash >> 29;
  }
  hash = (hash ^ load<u64>(at + length - 8)) * 0x9e3779b97f4a7c15;
  return <u32>(hash >> 32);
}

/* @inline */ function sameBytes(a: usize, b: usize, length: i32): bool {
  for (let i = 0; i + 8 <= length; i += 8) {
    if (load<u64>(a + i) != load<u64>(b + i)) return false;
  }
  return load<u64>(a + length - 8) == load<u64>(b + length - 8);
}

/** A rank (≥ 0) when the piece is one token, −tokens when it was met before, else UNKNOWN. */
/* @inline */ export function find(at: usize, length: i32): i32 {
  return length <= 8 ? findShort(at, length) : findLong(at, length);
}

/* @inline */ function findShort(at: usize, length: i32): i32 {
  const key = shortKey(at, length);
  let slot = shortSlot(key, length);
  while (true) {
    const entry = slot << 4;
    const entryLength = load<i32>(entry, SHORT_TABLE + 8);
    if (load<u64>(entry, SHORT_TABLE) == key && entryLength == length)
      return load<i32>(entry, SHORT_TABLE + 12);
    if (entryLength == 0) return UNKNOWN;
    slot = (slot + 1) & (SHORT_SLOTS - 1);
  }
}

function findLong(at: usize, length: i32): i32 {
  const hash = longHash(at, length);
  let slot = <usize>(hash >> (32 - LONG_SLOT_BITS));
  while (true) {
    const entry = slot << 4;
    const entryLength = load<i32>(entry, LONG_TABLE + 8);
    if (entryLength == 0) return UNKNOWN;
    if (
      entryLength == length &&
      load<u32>(entry, LONG_TABLE) == hash &&
      sameBytes(at, <usize>load<u32>(entry, LONG_TABLE + 4), length)
    ) {
      return load<i32>(entry, LONG_TABLE + 12);
    }
    slot = (slot + 1) & (LONG_SLOTS - 1);
  }
}

function insertShort(at: usize, length: i32, value: i32): void {
  shortEntries++;
  const key = shortKey(at, length);
  let slot = shortSlot(key, length);
  while (load<i32>(slot << 4, SHORT_TABLE + 8) != 0) slot = (slot + 1) & (SHORT_SLOTS - 1);
  store<u64>(slot << 4, key, SHORT_TABLE);
  store<i32>(slot << 4, length, SHORT_TABLE + 8);
  store<i32>(slot << 4, value, SHORT_TABLE + 12);
}

/** The bytes at `at` must stay where they are. */
function insertLong(at: usize, length: i32, value: i32): void {
  longEntries++;
  const hash = longHash(at, length);
  let slot = <usize>(hash >> (32 - LONG_SLOT_BITS));
  while (load<i32>(slot << 4, LONG_TABLE + 8) != 0) slot = (slot + 1) & (LONG_SLOTS - 1);
  store<u32>(slot << 4, hash, LONG_TABLE);
  store<u32>(slot << 4, <u32>at, LONG_TABLE + 4);
  store<i32>(slot << 4, length, LONG_TABLE + 8);
  store<i32>(slot << 4, value, LONG_TABLE + 12);
}

/** Remembers that a piece of the text, which `find` did not know, has this many tokens. */
export function remember(at: usize, length: i32, count: i32): void {
  if (
    shortEntries >= SHORT_LIMIT ||
    longEntries >= LONG_LIMIT ||
    rememberedEnd + <usize>length > REMEMBERED_BYTES_END
  ) {
    forget();
  }
  if (length <= 8) {
    insertShort(at, length, -count);
  } else {
    memory.copy(rememberedEnd, at, length);
    insertLong(rememberedEnd, length, -count);
    rememberedEnd += length;
  }
}

/** Takes the vocabulary that the host wrote at VOCABULARY: a length byte per token, then the bytes of all. */
export function learn(tokenCount: i32): void {
  tokens = tokenCount;
  memory.fill(PAIR_RANKS, 0x7f, 65536 * 4);
  insertVocabulary();
}

/**
 * Empties a full table and starts again from the vocabulary. That takes about 10 ms and happens at most once in
 * 45,000 new pieces, whose merging takes three times as long: a full memo never slows the counter down much.
 */
function forget(): void {
  memory.fill(SHORT_TABLE, 0, (<usize>SHORT_SLOTS) << 4);
  memory.fill(LONG_TABLE, 0, (<usize>LONG_SLOTS) << 4);
  shortEntries = 0;
  longEntries = 0;
  rememberedEnd = REMEMBERED_BYTES;
  insertVocabulary();
}

function insertVocabulary(): void {
  let at = VOCABULARY + tokens;
  for (let i = 0; i < tokens; i++) {
    const length = <i32>load<u8>(VOCABULARY + i);
    if (length <= 8) insertShort(at, length, i);
    else insertLong(at, length, i);
    if (length == 2) store<i32>((<usize>load<u16>(at)) << 2, i, PAIR_RANKS);
    at += length;
  }
}

/** Rank of the bytes when they are a token, else NO_RANK. */
/* @inline */ export function rankOf(at: usize, length: i32): i32 {
  if (length > LONGEST_TOKEN) return NO_RANK;
  const value = find(at, length);
  return value < 0 ? NO_RANK : value;
}

/** As `rankOf`, for two bytes. */
/* @inline */ export function rankOfPair(at: usize): i32 {
  return load<i32>((<usize>load<u16>(at)) << 2, PAIR_RANKS);
}
