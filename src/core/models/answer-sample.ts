/**
 * Up to this length an answer is counted whole: what models answer. A text of one endless word, the dearest to count,
 * takes about 1.5 s per million characters, and nothing else runs meanwhile.
 */
const LONGEST_COUNTED = 200_000;

/** The part of an answer whose tokens are counted, and how many times as long the answer is. */
export interface AnswerSample {
  readonly part: string;
  /** ≥ 1; 1: the part is the whole. */
  readonly times: number;
}

/**
 * What is counted of an answer whose vendor does not state its tokens: of an endless one its beginning, and the rest is
 * taken for the same.
 *
 * @example const { part, times } = answerSample(text); Math.ceil(count(part) * times)
 */
export function answerSample(text: string): AnswerSample {
  if (text.length <= LONGEST_COUNTED) return { part: text, times: 1 };
  return { part: text.slice(0, LONGEST_COUNTED), times: text.length / LONGEST_COUNTED };
}
