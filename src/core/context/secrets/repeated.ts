import type { Found } from './finding.ts';

/** Shorter texts stand elsewhere by chance: a password of five signs may be a word. */
const SHORTEST = 8;

/**
 * Every other place where a found text stands, by the same rule: masking a key where it is assigned is no use where
 * the next line prints it. One walk over the text, however much was found.
 */
export function repeated(text: string, found: readonly Found[]): readonly Found[] {
  const byStart = new Map<string, Map<string, string>>();
  const signs = new Set<number>();
  for (const { rule, from, to } of found) {
    if (to - from < SHORTEST) continue;
    const secret = text.slice(from, to);
    const start = secret.slice(0, SHORTEST);
    const same = byStart.get(start) ?? new Map<string, string>();
    same.set(secret, same.get(secret) ?? rule);
    byStart.set(start, same);
    signs.add(secret.charCodeAt(0));
  }
  const more: Found[] = [];
  if (byStart.size === 0) return more;
  for (let at = 0; at <= text.length - SHORTEST; at++) {
    if (!signs.has(text.charCodeAt(at))) continue;
    for (const [secret, rule] of byStart.get(text.slice(at, at + SHORTEST)) ?? []) {
      if (text.startsWith(secret, at)) more.push({ rule, from: at, to: at + secret.length });
    }
  }
  return more;
}
