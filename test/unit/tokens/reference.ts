import assert from 'node:assert/strict';
import { get_encoding, type Tiktoken, type TiktokenEncoding } from 'tiktoken';
import type { TokenCounter } from '../../../src/tokens/token-counter.ts';
import { escapeText, shrinkText } from './random-texts.ts';

/** Runs `use` with tiktoken's own tokenizer, and frees it. Never give it a piece above 3,000 characters: it is slow. */
export function withReference<T>(encoding: TiktokenEncoding, use: (reference: Tiktoken) => T): T {
  const reference = get_encoding(encoding);
  try {
    return use(reference);
  } finally {
    reference.free();
  }
}

/** Fails with the shortest text found on which the two still differ. */
export function assertCountsAlike(counter: TokenCounter, reference: Tiktoken, text: string): void {
  const expected = reference.encode_ordinary(text).length;
  if (counter.count(text) === expected) return;
  const shortest = shrinkText(text, (part) => counter.count(part) !== reference.encode_ordinary(part).length);
  assert.fail(
    `${counter.encoding} counts ${counter.count(shortest)} tokens in ${escapeText(shortest)}, tiktoken ` +
      `${reference.encode_ordinary(shortest).length} (found in ${escapeText(text.slice(0, 300))})`,
  );
}
