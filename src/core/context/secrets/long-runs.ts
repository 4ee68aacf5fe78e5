/** Letters, digits, `_` and `-`: what tokens are made of. */
const IN_RUN = runSigns();
/** No token has a shorter run of these signs; code mostly has. */
const LONG = 16;

/**
 * Calls `visit` with every run of at least 16 letters, digits, `_` and `-`. It steps from one possible last sign of
 * a run to the next, so that it looks at a part of the text only.
 */
export function longRuns(text: string, visit: (from: number, to: number) => void): void {
  const { length } = text;
  let from = 0;
  while (from + LONG <= length) {
    let at = from + LONG - 1;
    while (at >= from && isInRun(text.charCodeAt(at))) at--;
    if (at >= from) {
      from = at + 1;
      continue;
    }
    let to = from + LONG;
    while (to < length && isInRun(text.charCodeAt(to))) to++;
    visit(from, to);
    from = to + 1;
  }
}

function isInRun(code: number): boolean {
  return code < 128 && IN_RUN[code] === 1;
}

function runSigns(): Uint8Array {
  const signs = new Uint8Array(128);
  for (const sign of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-')
    signs[sign.charCodeAt(0)] = 1;
  return signs;
}
