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
