import { BLOCK_NUMBERS, BLOCKS, BYTE_CLASSES } from './layout.as';

// One bit each, so that "one of these" is a single test. `assets/character-classes.js` writes the same numbers.
export const OTHER: i32 = 1;
export const SPACE: i32 = 2;
export const NEWLINE: i32 = 4; // LF and CR
export const DIGIT: i32 = 8; // N
export const UPPER: i32 = 16; // Lu, Lt
export const LOWER: i32 = 32; // Ll
export const LETTER: i32 = 64; // Lm, Lo: upper and lower case at once
export const MARK: i32 = 128; // M

export const ANY_LETTER: i32 = UPPER | LOWER | LETTER;
export const SYMBOL: i32 = OTHER | MARK;
export const WHITE_SPACE: i32 = SPACE | NEWLINE;

/** Class of the character at `at`; 0 at the end of the text. */
/* @inline */ export function classAt(at: usize): i32 {
  const lead = <i32>load<u8>(at);
  const kind = <i32>load<u8>(lead, BYTE_CLASSES);
  return kind != 0 ? kind : wideClassAt(at, lead);
}

/** Bytes of the character at `at`. */
/* @inline */ export function widthAt(at: usize): usize {
  const lead = <i32>load<u8>(at);
  return lead < 0x80 ? 1 : wideWidth(lead);
}

/* @inline */ function wideWidth(lead: i32): usize {
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** As `classAt`, for a lead byte of 0x80 or above. The text is valid UTF-8: the host sees to that. */
export function wideClassAt(at: usize, lead: i32): i32 {
  const second = <i32>load<u8>(at, 1) & 63;
  let point: i32;
  if (lead < 0xe0) {
    point = ((lead & 31) << 6) | second;
  } else if (lead < 0xf0) {
    point = ((lead & 15) << 12) | (second << 6) | (<i32>load<u8>(at, 2) & 63);
  } else if (lead < 0xf8) {
    point =
      ((lead & 7) << 18) | (second << 12) | ((<i32>load<u8>(at, 2) & 63) << 6) | (<i32>load<u8>(at, 3) & 63);
  } else {
    return 0;
  }
  const block = <usize>load<u16>((<usize>point >> 7) << 1, BLOCK_NUMBERS);
  return <i32>load<u8>((block << 7) + (<usize>point & 127), BLOCKS);
}

/** End of the run of characters of the classes in `mask`. */
/* @inline */ export function endOfRun(start: usize, mask: i32): usize {
  let at = start;
  while (true) {
    while (<i32>load<u8>(<usize>load<u8>(at), BYTE_CLASSES) & mask) at++;
    const lead = <i32>load<u8>(at);
    if (lead < 0x80 || !(wideClassAt(at, lead) & mask)) return at;
    at += wideWidth(lead);
  }
}

// The runs that make up most of every text, 16 bytes at a time: finding their end without a loop saves a branch that
// is mispredicted nearly once a word.

/** End of the run of letters, upper or lower case alike. */
/* @inline */ export function endOfLetters(start: usize): usize {
  let at = start;
  while (true) {
    const lowerCase = v128.or(v128.load(at), i8x16.splat(0x20));
    const others = i8x16.bitmask(outside(lowerCase, 0x61));
    if (others) {
      at += <usize>ctz(others);
      return load<u8>(at) < 0x80 ? at : endOfRun(at, ANY_LETTER);
    }
    at += 16;
  }
}

/** End of the run of U+0020. */
/* @inline */ export function endOfBlanks(start: usize): usize {
  let at = start;
  while (true) {
    const others = i8x16.bitmask(i8x16.ne(v128.load(at), i8x16.splat(0x20)));
    if (others) return at + <usize>ctz(others);
    at += 16;
  }
}

/** End of `[A-Z]*[a-z]+` or `[A-Z]+` at `start`, where it ends within 16 bytes and before an ASCII character; else 0. */
/* @inline */ export function endOfShortAsciiWord(start: usize): usize {
  const bytes = v128.load(start);
  const upper = ctz(i8x16.bitmask(outside(bytes, 0x41)));
  if (upper >= 16) return 0;
  const afterUpper = i8x16.bitmask(outside(bytes, 0x61)) >>> upper;
  if (afterUpper == 0) return 0;
  const end = start + <usize>upper + <usize>ctz(afterUpper);
  return end > start && load<u8>(end) < 0x80 ? end : 0;
}

/** Which bytes are none of the 26 from `first` on. */
/* @inline */ function outside(bytes: v128, first: i8): v128 {
  return i8x16.ge_u(i8x16.sub(bytes, i8x16.splat(first)), i8x16.splat(26));
}
