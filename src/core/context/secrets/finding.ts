/** A place in a text: half-open range of UTF-16 code units of the text as shown (no BOM, LF). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a rule found: where, and which rule. Never the text itself. */
export interface Found extends Span {
  readonly rule: string;
}

/** One secret of one file. Its text is kept nowhere: the id is a keyed hash of path, rule and text (spec F3). */
export interface Finding extends Found {
  /** 16 hex digits; the same secret at the same path keeps it wherever in the file it moves. */
  readonly id: string;
  /** Where it begins, 1-based. */
  readonly line: number;
}

/** The findings of a file's text as shown, in order, not overlapping. */
export type ScanSecrets = (path: string, shown: string) => readonly Finding[];
