import type { Found } from './finding.ts';
import { isPlaceholder } from './placeholder.ts';
import { matchAt, places } from './places.ts';

/** RFC 7468 and its relatives: PKCS#1, PKCS#8, SEC 1, OpenSSH, PGP; SSH2 has four dashes (RFC 4716). */
const BEGIN = /-{4,5} ?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}/y;
const END = /-{4,5} ?END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}/y;

/** A 16,384-bit RSA key has some 12,700 signs; PGP keys with subkeys are longer. */
const LONGEST = 40_000;
/** White space as it is, as an escape, and what joins the lines of a literal. */
const JOINTS = /(?:\\+[nrt])|[\s"'`+,;\\]/g;
/** Signs of a key in a row; words that stand for one are shorter. */
const KEY_RUN = /[A-Za-z0-9+/=]{12,}/;
/** A header may stand above the key (RFC 1421: Proc-Type, DEK-Info). */
const KEY_SHARE = 0.85;
const LONG_RUN = /[A-Za-z0-9+/=]{48,}/;
/** What is a key where the end was cut off. */
const UNFINISHED =
  /(?:(?:\\+[nrt])|[\s"'`+,])*[A-Za-z0-9+/=]{32,100}(?:(?:(?:\\+[nrt])|[\s"'`+,]){1,20}[A-Za-z0-9+/=]{16,100}){0,400}/y;

/** Private keys, each as one block from its first dash to its last. */
export function privateKeys(text: string): readonly Found[] {
  const found: Found[] = [];
  let past = 0;
  for (const word of places(text, 'BEGIN ')) {
    const from = dashesBefore(text, word);
    if (from === null || from < past) continue;
    const begin = matchAt(BEGIN, text, from);
    if (begin === null) continue;
    const to = endOf(text, from + begin[0].length);
    if (to === null) continue;
    found.push({ rule: 'private-key', from, to });
    past = to;
  }
  return found;
}

function dashesBefore(text: string, word: number): number | null {
  const last = text[word - 1] === ' ' ? word - 1 : word;
  let from = last;
  while (from > 0 && last - from < 5 && text[from - 1] === '-') from--;
  return last - from >= 4 ? from : null;
}

function endOf(text: string, start: number): number | null {
  const near = text.slice(start, start + LONGEST);
  for (const word of places(near, 'END ')) {
    const dashes = dashesBefore(near, word);
    const end = dashes === null ? null : matchAt(END, near, dashes);
    if (dashes === null || end === null) continue;
    return isKey(near.slice(0, dashes)) ? start + dashes + end[0].length : null;
  }
  const cut = matchAt(UNFINISHED, text, start);
  return cut === null ? null : start + cut[0].length;
}

function isKey(body: string): boolean {
  const signs = body.replace(JOINTS, '');
  if (LONG_RUN.test(body)) return true;
  if (isPlaceholder(signs)) return false;
  const key = signs.match(/[A-Za-z0-9+/=]/g)?.length ?? 0;
  return KEY_RUN.test(body) && key >= signs.length * KEY_SHARE;
}
