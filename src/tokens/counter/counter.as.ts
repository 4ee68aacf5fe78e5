// Counts the tokens of a text as tiktoken's `encode_ordinary` does. The host (counter-machine.ts) writes tables and
// text into memory and calls these functions; nothing is imported, nothing is allocated.

import { END_OF_TEXT, PADDING, VOCABULARY } from './layout.as';
import { ensureMemory, LONGEST_IN_PLACE, mergeByHeap, mergeInPlace, setScratchStart } from './merge.as';
import { find, learn, remember, UNKNOWN } from './pieces.as';
import { pieceOfCl100k } from './split-cl100k.as';
import { pieceOfGpt2 } from './split-gpt2.as';
import { pieceOfO200k } from './split-o200k.as';

export { CHARACTER_CLASSES, VOCABULARY } from './layout.as';

/** Longer pieces are rare and rarely come again. */
const LONGEST_REMEMBERED: i32 = 512;

let text: usize = 0;

/** Makes memory for a packed vocabulary of `length` bytes at VOCABULARY. */
export function makeRoomForVocabulary(length: i32): void {
  text = (VOCABULARY + <usize>length + PADDING + 15) & ~15;
  ensureMemory(text + 0x10000);
}

/** Takes the vocabulary at VOCABULARY: the lengths of that many tokens, a byte each, then the bytes of all. */
export function loadVocabulary(tokens: i32): void {
  learn(tokens);
}

/** Where to write up to `length` bytes of text. Memory may have moved: views must be taken again. */
export function makeRoomForText(length: i32): usize {
  ensureMemory(text + <usize>length + PADDING);
  return text;
}

/* @inline */ function tokensOf(at: usize, length: i32): i32 {
  const value = length <= LONGEST_REMEMBERED ? find(at, length) : UNKNOWN;
  if (value >= 0) return 1;
  return value != UNKNOWN ? -value : encode(at, length);
}

function encode(at: usize, length: i32): i32 {
  const tokens = length <= LONGEST_IN_PLACE ? mergeInPlace(at, length) : mergeByHeap(at, length);
  if (length <= LONGEST_REMEMBERED) remember(at, length, tokens);
  return tokens;
}

function finishText(length: i32): usize {
  const end = text + <usize>length;
  store<u8>(end, END_OF_TEXT);
  setScratchStart(end + PADDING);
  return end;
}

/** Tokens of the first `length` bytes of the text, valid UTF-8, by o200k's pattern. */
export function countO200k(length: i32): i32 {
  const end = finishText(length);
  let total = 0;
  for (let at = text; at < end;) {
    const next = pieceOfO200k(at);
    total += tokensOf(at, <i32>(next - at));
    at = next;
  }
  return total;
}

/** As `countO200k`, by cl100k's pattern. */
export function countCl100k(length: i32): i32 {
  const end = finishText(length);
  let total = 0;
  for (let at = text; at < end;) {
    const next = pieceOfCl100k(at);
    total += tokensOf(at, <i32>(next - at));
    at = next;
  }
  return total;
}

/** As `countO200k`, by gpt2's pattern. */
export function countGpt2(length: i32): i32 {
  const end = finishText(length);
  let total = 0;
  for (let at = text; at < end;) {
    const next = pieceOfGpt2(at);
    total += tokensOf(at, <i32>(next - at));
    at = next;
  }
  return total;
}
