/** As many are named in a sentence; the audit has all. */
const MOST_NAMED = 3;

type Place = { readonly rule: string; readonly line: number };

/** `a secret (github-token, line 3)`, `4 secrets (jwt, line 1; … and 1 more)`: never what was found. */
export function secretsNoun(found: readonly Place[]): string {
  const named = found.slice(0, MOST_NAMED).map(({ rule, line }) => `${rule}, line ${line}`);
  const more = found.length > MOST_NAMED ? [`… and ${found.length - MOST_NAMED} more`] : [];
  const what = found.length === 1 ? 'a secret' : `${found.length} secrets`;
  return `${what} (${[...named, ...more].join('; ')})`;
}
