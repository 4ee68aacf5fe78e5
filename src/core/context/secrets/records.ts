import { byCodeUnit } from '../../facts/text-order.ts';
import type { SecretRecord } from '../audit.ts';
import { secretsNoun } from './describe.ts';
import type { Finding, ScanSecrets } from './finding.ts';
import type { SecretPolicy } from './guard.ts';

/** What became of each finding (spec F5), by path, then line. */
export function secretRecords(
  findings: ReadonlyMap<string, readonly Finding[]>,
  { secrets, allowSecrets }: SecretPolicy,
): readonly SecretRecord[] {
  const allowed = new Set(allowSecrets);
  return [...findings]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([path, found]) =>
      found.map(({ id, rule, line }): SecretRecord => {
        const action = allowed.has(id) ? 'allowed' : secrets === 'mask' ? 'masked' : 'excluded';
        return { id, path, rule, line, action };
      }),
    );
}

/** The user's own words are never changed; that they hold a secret is said. */
export function secretsInWords(
  words: { readonly instructions?: string | undefined; readonly task?: string | undefined },
  scan: ScanSecrets,
): readonly string[] {
  const notes: string[] = [];
  for (const part of ['instructions', 'task'] as const) {
    const found = scan(part, words[part] ?? '');
    if (found.length > 0) {
      const verb = part === 'task' ? 'seems' : 'seem';
      notes.push(`The ${part} ${verb} to hold ${secretsNoun(found)}: your own words go in as they are.`);
    }
  }
  return notes;
}
