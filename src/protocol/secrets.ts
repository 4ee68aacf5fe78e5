/** Secrets that keep files out, or are masked in them. */
import { RequestType } from 'vscode-jsonrpc';

/** A secret found in a file; its text is kept nowhere. */
export interface FoundSecret {
  readonly id: string;
  readonly path: string;
  readonly rule: string;
  /** 1-based. */
  readonly line: number;
  readonly allowed: boolean;
}

/** Findings in one file, or (null) in all candidates. */
export const secretsFound = new RequestType<{ readonly path: string | null }, readonly FoundSecret[], void>(
  'secrets',
);
