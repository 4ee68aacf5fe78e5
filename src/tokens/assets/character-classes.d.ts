/** The class of every code point as tiktoken sees it. */
export function probeCharacterClasses(): Uint8Array;

/** The class of every code point as `character-classes.txt` says. */
export function readCharacterClasses(): Uint8Array;
