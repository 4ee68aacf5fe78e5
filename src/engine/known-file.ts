import type { ReadingReason } from '../core/context/reason.ts';
import type { Finding } from '../core/context/secrets/finding.ts';
import type { WalkedFile } from '../node/walk-state.ts';

/** What reading a file told; contents are not kept. */
export interface FileFacts {
  /** Null: its text can be shown. */
  readonly reason: ReadingReason | null;
  /** Of the bytes, hex; null when they could not be read. */
  readonly sha256: string | null;
  readonly lines: number;
  /** Whether the text shown differs from the file's: it has a BOM or CR. */
  readonly shownDiffers: boolean;
  readonly secrets: readonly Finding[];
}

/** A file of the workspace as far as it is known. */
export interface KnownFile {
  readonly id: string;
  readonly absolutePath: string;
  /** Null for what the walk could not look at. */
  readonly walked: WalkedFile | null;
  /** Null until read. */
  readonly facts: FileFacts | null;
  /** Of the text shown, by the present encoding; null until counted. */
  readonly tokens: number | null;
  /** The same with every secret masked; null where there is none. */
  readonly maskedTokens: number | null;
}

/** Nothing more will be learnt of it unless it changes. */
export function isSettled(file: KnownFile): boolean {
  return file.facts !== null && (file.tokens !== null || file.facts.sha256 === null);
}
