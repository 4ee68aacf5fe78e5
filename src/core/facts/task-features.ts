/**
 * What the learned predictor keeps of a task in place of its text (spec P7): counts, and keyed hashes of its words.
 * Without the store's salt nobody can tell the words; with it, the same text always gives the same features.
 */
export interface TaskFeatures {
  /** Keyed hash of the whole text, 16 hex digits. */
  readonly taskHash: string;
  /**
   * Words and pairs of neighbouring words of the first 400 words: hash, count, hash, count, … ascending by hash.
   * Hashes are unsigned 32-bit integers, counts integers ≥ 1.
   */
  readonly terms: readonly number[];
  /** Code points. */
  readonly characters: number;
  readonly words: number;
  readonly bullets: number;
  readonly codeFences: number;
  readonly questionMarks: number;
  readonly filePaths: number;
  readonly images: number;
  /** Keyed hash of the command's name when the text starts with one, as "/review". */
  readonly slashCommand: string | null;
  /** Keyed hash of the session's name. */
  readonly session: string | null;
  /** How many requests came before in the session, from 0. */
  readonly turn: number;
}
