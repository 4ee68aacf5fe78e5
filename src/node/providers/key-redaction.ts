const IN_ITS_PLACE = '[key]';

/** Takes a key out of a text that comes in pieces. */
export interface KeyRedaction {
  /** What can be shown of the text so far and was not yet. */
  take(piece: string): string;
  /** What was held back, once nothing follows. */
  rest(): string;
}

/**
 * A server that echoes its headers must not get the key into an answer, and from there into a document. The end of
 * the text is held back while it may be the beginning of the key.
 */
export function keyRedaction(key: string | null): KeyRedaction {
  if (key === null || key === '') return { take: (piece) => piece, rest: () => '' };
  let held = '';
  return {
    take(piece) {
      const text = (held + piece).replaceAll(key, IN_ITS_PLACE);
      held = text.slice(text.length - beginningAtEnd(text, key));
      return text.slice(0, text.length - held.length);
    },
    rest: () => held,
  };
}

/** Length of the longest end of the text that the key begins with. */
function beginningAtEnd(text: string, key: string): number {
  for (let length = Math.min(text.length, key.length - 1); length > 0; length--)
    if (text.endsWith(key.slice(0, length))) return length;
  return 0;
}
