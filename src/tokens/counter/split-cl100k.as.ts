import {
  ANY_LETTER,
  classAt,
  DIGIT,
  endOfLetters,
  endOfRun,
  NEWLINE,
  SYMBOL,
  WHITE_SPACE,
  widthAt,
} from './character-class.as';
import {
  APOSTROPHE,
  BLANK,
  contractionOfAnyCase,
  newlines,
  upToThreeDigits,
  whiteSpaceToNewline,
} from './split-runs.as';

/**
 * End of the piece at `start` by the pattern of cl100k_base:
 * `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
 */
/* @inline */ export function pieceOfCl100k(start: usize): usize {
  const lead = <i32>load<u8>(start);
  if (lead == APOSTROPHE) {
    const length = contractionOfAnyCase(start);
    if (length) return start + length;
  }
  const kind = classAt(start);
  const afterFirst = start + widthAt(start);
  if (kind & ANY_LETTER) return endOfLetters(afterFirst);
  if (kind == DIGIT) return upToThreeDigits(afterFirst);
  if (kind != NEWLINE) {
    const following = classAt(afterFirst);
    if (following & ANY_LETTER) return endOfLetters(afterFirst);
    if (lead == BLANK && following & SYMBOL) return newlines(endOfRun(afterFirst, SYMBOL));
  }
  return kind & WHITE_SPACE ? whiteSpaceToNewline(start) : newlines(endOfRun(afterFirst, SYMBOL));
}
