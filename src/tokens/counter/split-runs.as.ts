// What the splitting patterns of the encodings have in common.

import { classAt, DIGIT, endOfBlanks, NEWLINE, WHITE_SPACE, widthAt } from './character-class.as';
import { END_OF_TEXT } from './layout.as';

export const LF: i32 = 10;
export const CR: i32 = 13;
export const BLANK: i32 = 32;
export const APOSTROPHE: i32 = 39;
export const SLASH: i32 = 47;

/** `(?i:'s|'t|'re|'ve|'m|'ll|'d)` at an apostrophe: its bytes, or 0. */
export function contractionOfAnyCase(at: usize): usize {
  const raw = <i32>load<u8>(at, 1);
  if (raw == 0xc5 && load<u8>(at, 2) == 0xbf) return 3; // U+017F, the long s, is an s when case is ignored
  if (raw >= 0x80) return 0;
  return contractionOf(raw | 32, <i32>load<u8>(at, 2) < 0x80 ? <i32>load<u8>(at, 2) | 32 : 0);
}

/** `'s|'t|'re|'ve|'m|'ll|'d` given the two bytes after the apostrophe: its bytes, or 0. */
/* @inline */ export function contractionOf(first: i32, second: i32): usize {
  if (first == 0x73 || first == 0x74 || first == 0x6d || first == 0x64) return 2; // 's 't 'm 'd
  if ((first == 0x72 || first == 0x76) && second == 0x65) return 3; // 're 've
  return first == 0x6c && second == 0x6c ? 3 : 0; // 'll
}

/** End of `\p{N}{1,3}` whose first character ends at `start`. */
/* @inline */ export function upToThreeDigits(start: usize): usize {
  let at = start;
  for (let count = 1; count < 3; count++) {
    if (classAt(at) != DIGIT) break;
    at += widthAt(at);
  }
  return at;
}

/** End of `[\r\n]*`. */
/* @inline */ export function newlines(start: usize): usize {
  let at = start;
  while (<i32>load<u8>(at) == LF || <i32>load<u8>(at) == CR) at++;
  return at;
}

/** End of `\s*[\r\n]+|\s+(?!\S)|\s+` at white space. */
export function whiteSpaceToNewline(start: usize): usize {
  let at = start;
  let last = start;
  let afterNewline: usize = 0;
  while (true) {
    const kind = classAt(at);
    if (!(kind & WHITE_SPACE)) break;
    last = at;
    at += widthAt(at);
    if (kind == NEWLINE) afterNewline = at;
    const afterBlanks = endOfBlanks(at);
    if (afterBlanks > at) {
      last = afterBlanks - 1;
      at = afterBlanks;
    }
  }
  if (afterNewline) return afterNewline;
  return last > start && load<u8>(at) != END_OF_TEXT ? last : at;
}

/** End of `\s+(?!\S)|\s+` at white space. */
export function whiteSpace(start: usize): usize {
  let at = start;
  let last = start;
  while (classAt(at) & WHITE_SPACE) {
    last = at;
    at += widthAt(at);
  }
  return last > start && load<u8>(at) != END_OF_TEXT ? last : at;
}
