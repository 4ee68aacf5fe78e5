/** Of the words of the shorter text, so many must be in the other for both to be one task that was reworded. */
const SHARED = 0.5;

/**
 * Whether a text is the task of before, reworded or gone on with; what the user said about that one then still holds.
 * One that was pasted over it shares few of its words. No vscode.
 */
export function isSameTask(before: string, after: string): boolean {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  const [fewer, more] = a.size <= b.size ? [a, b] : [b, a];
  if (fewer.size === 0) return false;
  const shared = [...fewer].filter((word) => more.has(word)).length;
  // While it is typed a text ends in half a word.
  return before.startsWith(after) || after.startsWith(before) || shared / fewer.size >= SHARED;
}

/** Shorter words ("fix", "the") are in every task; a text of such words alone has no others. */
const TELLING = 4;

function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  const telling = words.filter((word) => word.length >= TELLING);
  return new Set(telling.length > 0 ? telling : words);
}
