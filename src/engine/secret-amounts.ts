import type { Candidate } from '../core/context/candidates.ts';
import { contentOf } from '../core/context/contents.ts';
import type { Finding } from '../core/context/secrets/finding.ts';
import { notAllowed, type SecretPolicy } from '../core/context/secrets/guard.ts';
import type { Engine } from './engine.ts';
import { loadShown } from './load.ts';

/**
 * The candidates, with those of which some secrets are shown and others masked counted as they will be: beforehand only
 * the text with all and that with none is counted.
 *
 * @param count tokens by the model's counting.
 */
export async function countedAsShown(
  engine: Engine,
  candidates: ReadonlyMap<string, Candidate>,
  policy: SecretPolicy,
  count: (text: string) => number,
): Promise<ReadonlyMap<string, Candidate>> {
  const partly = [...candidates.values()].filter(({ reason, findings = [] }) => {
    const masked = notAllowed(findings, policy).length;
    return reason === null && masked > 0 && masked < findings.length;
  });
  if (partly.length === 0) return candidates;
  const loaded = await loadShown(
    engine,
    partly.map(({ id }) => id),
    policy,
  );
  const counted = new Map(candidates);
  for (const candidate of partly) {
    const entry = loaded.get(candidate.id);
    if (candidate.reason !== null || entry === undefined || 'reason' in entry) continue;
    counted.set(candidate.id, { ...candidate, tokens: count(contentOf(entry).text) });
  }
  return counted;
}

export function findingsOf(candidates: Iterable<Candidate>): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, readonly Finding[]>();
  for (const { id, findings } of candidates) if (findings !== undefined) found.set(id, findings);
  return found;
}
