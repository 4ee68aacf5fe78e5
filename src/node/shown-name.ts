import { isUtf8 } from 'node:buffer';

/**
 * A file name for people. Names are bytes on POSIX systems: what is no UTF-8 is written `\xNN`, so that two such
 * names stay two. `null`: the name is plain UTF-8 and needs no other form.
 */
export function escapedName(bytes: Buffer): string | null {
  if (isUtf8(bytes)) return null;
  let shown = '';
  for (let at = 0; at < bytes.length;) {
    const length = [1, 2, 3, 4].find((n) => at + n <= bytes.length && isUtf8(bytes.subarray(at, at + n)));
    if (length === undefined) {
      shown += `\\x${(bytes[at] ?? 0).toString(16).padStart(2, '0')}`;
      at++;
    } else {
      shown += bytes.toString('utf8', at, at + length);
      at += length;
    }
  }
  return shown;
}
