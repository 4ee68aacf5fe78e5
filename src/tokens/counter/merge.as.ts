// Byte pair encoding, for the number of tokens only: the neighbouring pair whose bytes together have the smallest
// rank is joined, the leftmost of equals first, until no neighbours are a token together.

import { PADDING, SCRATCH } from './layout.as';
import { NO_RANK, rankOf, rankOfPair } from './pieces.as';

/** Up to here two small arrays beat the heap. */
export const LONGEST_IN_PLACE: i32 = 64;

const STARTS: usize = SCRATCH;
const RANKS: usize = SCRATCH + 512;

/** End of the memory in use; the heap's scratch begins after it. */
let scratchStart: usize = 0;
let heap: usize = 0;
let heapSize: i32 = 0;

/* @inline */ function get(array: usize, i: i32): i32 {
  return load<i32>(array + ((<usize>i) << 2));
}

/* @inline */ function set(array: usize, i: i32, value: i32): void {
  store<i32>(array + ((<usize>i) << 2), value);
}

/** Tokens of a piece of at most LONGEST_IN_PLACE bytes. Quadratic, and quick because so little moves. */
export function mergeInPlace(bytes: usize, length: i32): i32 {
  let parts = length;
  for (let i = 0; i < length - 1; i++) {
    set(STARTS, i, i);
    set(RANKS, i, rankOfPair(bytes + i));
  }
  set(STARTS, length - 1, length - 1);
  set(STARTS, length, length);
  set(RANKS, length - 1, NO_RANK);
  while (true) {
    let smallest = NO_RANK;
    let at = -1;
    for (let i = 0; i < parts - 1; i++) {
      const candidate = get(RANKS, i);
      if (candidate < smallest) {
        smallest = candidate;
        at = i;
      }
    }
    if (at < 0) return parts;
    for (let i = at + 1; i < parts; i++) {
      set(STARTS, i, get(STARTS, i + 1));
      set(RANKS, i, get(RANKS, i + 1));
    }
    parts--;
    const left = get(STARTS, at);
    set(RANKS, at, at < parts - 1 ? rankOf(bytes + left, get(STARTS, at + 2) - left) : NO_RANK);
    if (at > 0) {
      const before = get(STARTS, at - 1);
      set(RANKS, at - 1, rankOf(bytes + before, get(STARTS, at + 1) - before));
    }
  }
}

function push(key: u64): void {
  let i = heapSize++;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const above = load<u64>(heap + ((<usize>parent) << 3));
    if (above <= key) break;
    store<u64>(heap + ((<usize>i) << 3), above);
    i = parent;
  }
  store<u64>(heap + ((<usize>i) << 3), key);
}

function pop(): u64 {
  const smallest = load<u64>(heap);
  heapSize--;
  const last = load<u64>(heap + ((<usize>heapSize) << 3));
  let i = 0;
  while (true) {
    let child = 2 * i + 1;
    if (child >= heapSize) break;
    let below = load<u64>(heap + ((<usize>child) << 3));
    if (child + 1 < heapSize) {
      const sibling = load<u64>(heap + ((<usize>(child + 1)) << 3));
      if (sibling < below) {
        child++;
        below = sibling;
      }
    }
    if (below >= last) break;
    store<u64>(heap + ((<usize>i) << 3), below);
    i = child;
  }
  store<u64>(heap + ((<usize>i) << 3), last);
  return smallest;
}

/* @inline */ function setRank(ranks: usize, i: i32, rank: i32): void {
  set(ranks, i, rank);
  if (rank != NO_RANK) push(((<u64>rank) << 32) | <u64>i);
}

/**
 * Tokens of a piece of any length, in O(n log n): the parts are a linked list, the possible merges a heap ordered by
 * rank and then position; an entry that a later merge made stale is recognised when it comes up.
 */
export function mergeByHeap(bytes: usize, length: i32): i32 {
  const array = (<usize>(length + 2)) << 2;
  const next = scratchStart;
  const previous = next + array;
  const ranks = previous + array;
  heap = (ranks + array + 7) & ~7;
  // A merge takes one entry out and puts at most two in, so the heap never holds more than twice the length.
  ensureMemory(heap + ((<usize>length) << 4) + PADDING);
  heapSize = 0;
  for (let i = 0; i <= length; i++) {
    set(next, i, i + 1);
    set(previous, i, i - 1);
    set(ranks, i, NO_RANK);
  }
  for (let i = 0; i < length - 1; i++) setRank(ranks, i, rankOfPair(bytes + i));
  let parts = length;
  while (heapSize > 0) {
    const key = pop();
    const left = <i32>(key & 0xffffffff);
    if (get(ranks, left) != <i32>(key >> 32)) continue;
    const right = get(next, left);
    const after = get(next, right);
    set(next, left, after);
    set(previous, after, left);
    set(ranks, right, -1);
    parts--;
    setRank(ranks, left, after < length ? rankOf(bytes + left, get(next, after) - left) : NO_RANK);
    const before = get(previous, left);
    if (before >= 0) {
      const rank = rankOf(bytes + before, after - before);
      if (rank != get(ranks, before)) setRank(ranks, before, rank);
    }
  }
  return parts;
}

export function ensureMemory(end: usize): void {
  const missing = <i32>((end + 0xffff) >> 16) - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) unreachable();
}

/** Says where memory is free. */
export function setScratchStart(at: usize): void {
  scratchStart = (at + 15) & ~15;
}
