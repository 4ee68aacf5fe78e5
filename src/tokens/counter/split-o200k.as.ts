import {
  ANY_LETTER,
  classAt,
  DIGIT,
  endOfRun,
  endOfShortAsciiWord,
  LETTER,
  LOWER,
  MARK,
  NEWLINE,
  OTHER,
  SYMBOL,
  UPPER,
  widthAt,
} from './character-class.as';
import {
  APOSTROPHE,
  BLANK,
  contractionOfAnyCase,
  CR,
  LF,
  SLASH,
  upToThreeDigits,
  whiteSpaceToNewline,
} from './split-runs.as';

// With U = [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}] and L = [\p{Ll}\p{Lm}\p{Lo}\p{M}] the pattern is
//   [^\r\n\p{L}\p{N}]? U* L+ contraction? | [^\r\n\p{L}\p{N}]? U+ L* contraction? |
//   \p{N}{1,3} | ?[^\s\p{L}\p{N}]+[\r\n/]* | \s*[\r\n]+ | \s+(?!\S) | \s+

/** End of `U*L+`, or 0 when it does not match. */
/* @inline */ function wordInLowerCase(start: usize): usize {
  let at = start;
  // Where U* can hand the last character that is upper and lower case at once to L+.
  let lastOfBoth: usize = 0;
  while (true) {
    at = endOfRun(at, UPPER);
    const kind = classAt(at);
    if (!(kind & (LETTER | MARK))) {
      return kind == LOWER ? endOfRun(at, LOWER | LETTER | MARK) : lastOfBoth;
    }
    at += widthAt(at);
    lastOfBoth = at;
  }
}

/* @inline */ function withContraction(at: usize): usize {
  return <i32>load<u8>(at) == APOSTROPHE ? at + contractionOfAnyCase(at) : at;
}

/* @inline */ function symbols(start: usize): usize {
  let at = endOfRun(start, SYMBOL);
  while (true) {
    const byte = <i32>load<u8>(at);
    if (byte != LF && byte != CR && byte != SLASH) return at;
    at++;
  }
}

/** End of the piece at `start` by the pattern of o200k_base. */
/* @inline */ export function pieceOfO200k(start: usize): usize {
  const kind = classAt(start);
  const afterFirst = start + widthAt(start);
  if (kind == DIGIT) return upToThreeDigits(afterFirst);
  if (kind != NEWLINE) {
    const body = kind & ANY_LETTER ? start : afterFirst;
    if (kind != MARK) {
      const end = endOfShortAsciiWord(body);
      if (end) return withContraction(end);
    }
    if (classAt(body) & (ANY_LETTER | MARK)) {
      const end = wordInLowerCase(body);
      if (end) return withContraction(end);
      // Only capitals follow. A mark in front of them is a word of its own by the first alternative, without prefix.
      return withContraction(kind == MARK ? afterFirst : endOfRun(body, UPPER));
    }
    if (kind == MARK) return withContraction(afterFirst);
    if (<i32>load<u8>(start) == BLANK && classAt(afterFirst) & SYMBOL) return symbols(afterFirst);
    if (kind == OTHER) return symbols(afterFirst);
  }
  return whiteSpaceToNewline(start);
}
