import { secretsInAddresses } from './addresses.ts';
import { assignedSecrets } from './assignments.ts';
import type { Finding, Found, ScanSecrets } from './finding.ts';
import { merged } from './merge.ts';
import { privateKeys } from './private-keys.ts';
import { repeated } from './repeated.ts';
import { tokenSearch } from './tokens.ts';

export interface ScanPorts {
  /** A keyed hash in hex, 16 digits or more; the key is the store's salt. */
  readonly keyedHash: (text: string) => string;
  /** Another scanner, asked only about texts in which something begins like a token. */
  readonly others: (shown: string) => readonly Found[];
}

/** Raised when other secrets are found than before, so that files are scanned again. */
export const SCAN_VERSION = 1;

/** Of the keyed hash: 64 bits tell a file's findings apart and can still be typed. */
const ID_DIGITS = 16;

/** Makes the scanner. It takes time in proportion to the text, whatever the text is. */
export function secretScanner({ keyedHash, others }: ScanPorts): ScanSecrets {
  const tokens = tokenSearch();
  return (path, shown) => {
    const { found, suspicious } = tokens(shown);
    const all = [
      ...found,
      ...privateKeys(shown),
      ...secretsInAddresses(shown),
      ...(suspicious ? others(shown) : []),
      ...assignedSecrets(shown),
    ];
    if (all.length === 0) return NONE;
    const once = merged(all);
    return withIds(path, shown, merged([...once, ...repeated(shown, once)]), keyedHash);
  };
}

const NONE: readonly Finding[] = [];

function withIds(
  path: string,
  shown: string,
  found: readonly Found[],
  keyedHash: (text: string) => string,
): readonly Finding[] {
  let line = 1;
  // Looked for once each: a minified file is one line with everything in it.
  let ending = endingFrom(shown, 0);
  return found.map(({ rule, from, to }) => {
    while (ending < from) {
      line++;
      ending = endingFrom(shown, ending + 1);
    }
    const id = keyedHash(JSON.stringify([path, rule, shown.slice(from, to)])).slice(0, ID_DIGITS);
    return { id, rule, line, from, to };
  });
}

/** Where the line that holds a place ends; infinite for the last. */
function endingFrom(text: string, at: number): number {
  const ending = text.indexOf('\n', at);
  return ending === -1 ? Number.POSITIVE_INFINITY : ending;
}
