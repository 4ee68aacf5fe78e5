import type { Found } from './finding.ts';
import { longRuns } from './long-runs.ts';
import { isPlaceholder } from './placeholder.ts';
import { matchAt, places } from './places.ts';
import { looksRandom } from './randomness.ts';
import { TOKEN_KINDS } from './token-kinds.ts';

/** No sign of a longer word before it, save that of an escaped line ending or tab in a literal. */
const BEFORE = String.raw`(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))`;
/** A token may begin this much before its long run (`xoxe.`), and what stands before it is looked at. */
const LOOK_BACK = 8;

export interface TokensFound {
  readonly found: readonly Found[];
  /** Whether anything began like a token: only then other scanners are worth their time. */
  readonly suspicious: boolean;
}

/**
 * Makes the search for secrets that are known by how they begin. Only where there is a long run of their signs is
 * anything compared at all.
 */
export function tokenSearch(): (text: string) => TokensFound {
  const starts = new RegExp(`${BEFORE}(?:${TOKEN_KINDS.map(({ start }) => start).join('|')})`, 'g');
  const kinds = TOKEN_KINDS.map(({ rule, start, rest, random, literal }) => {
    return { rule, random, literal, whole: new RegExp(`${start}(${rest})`, 'y') };
  });
  return (text) => {
    const found: Found[] = [];
    let suspicious = false;
    let past = 0;
    /** Where to go on: past a token, so that a text made of beginnings takes no longer than any other. */
    const tryAt = (from: number): number => {
      suspicious = true;
      for (const { rule, random, whole } of kinds) {
        const match = matchAt(whole, text, from);
        if (match === null) continue;
        const to = from + match[0].length;
        const body = match[1] ?? '';
        if (!isPlaceholder(body) && (random !== true || looksRandom(body))) found.push({ rule, from, to });
        return to;
      }
      return from + 1;
    };
    longRuns(text, (from, to) => {
      const start = Math.max(past, from - LOOK_BACK);
      if (start >= to) return;
      // One sign more: that a dot follows is part of how some begin.
      const part = text.slice(start, to + 1);
      starts.lastIndex = 0;
      for (let hit = starts.exec(part); hit !== null; hit = starts.exec(part)) {
        past = tryAt(start + hit.index);
        if (past >= to) return;
        starts.lastIndex = past - start;
      }
    });
    for (const { literal } of kinds) {
      if (literal !== undefined) for (const at of places(text, literal)) tryAt(at);
    }
    return { found, suspicious };
  };
}
