/** Copies the runtime and the grammars into `directory`, as far as they are not there yet. */
export function buildGrammars(directory: string): void;
