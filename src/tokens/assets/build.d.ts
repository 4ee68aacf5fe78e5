/** Builds counter, class table and vocabularies into `directory`, unless they are up to date. */
export function buildTokenAssets(directory: string): Promise<void>;

/** Tokens of an encoding of tiktoken, as bytes, in the order of their ranks. */
export function readVocabulary(encoding: string): Buffer[];
