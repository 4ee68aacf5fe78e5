import { ANY_LETTER, classAt, DIGIT, endOfLetters, endOfRun, SYMBOL, widthAt } from './character-class.as';
import { APOSTROPHE, BLANK, contractionOf, whiteSpace } from './split-runs.as';

/**
 * End of the piece at `start` by the pattern of gpt2, r50k_base, p50k_base and p50k_edit:
 * `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
 */
/* @inline */ export function pieceOfGpt2(start: usize): usize {
  const lead = <i32>load<u8>(start);
  if (lead == APOSTROPHE) {
    const length = contractionOf(<i32>load<u8>(start, 1), <i32>load<u8>(start, 2));
    if (length) return start + length;
  }
  const body = lead == BLANK ? start + 1 : start;
  const kind = classAt(body);
  if (kind & ANY_LETTER) return endOfLetters(body + widthAt(body));
  if (kind & SYMBOL) return endOfRun(body + widthAt(body), SYMBOL);
  if (kind == DIGIT) return endOfRun(body + widthAt(body), DIGIT);
  return whiteSpace(start);
}
