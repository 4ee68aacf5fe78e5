import type { VerdictRecord } from '../../facts/model-record.ts';

/**
 * The verdicts that count (spec M9): of a response the latest, a user's before a validation's; a record that comes
 * twice counts once. In the order of `at`; those of one instant stay as they came (spec P7).
 */
export function verdictsInForce(records: readonly VerdictRecord[]): readonly VerdictRecord[] {
  const seen = new Set<string>();
  const ofResponse = new Map<string, VerdictRecord>();
  const ordered = records.toSorted((a, b) => a.at - b.at);
  for (const record of ordered) {
    if (seen.has(record.id)) continue;
    seen.add(record.id);
    const before = ofResponse.get(record.responseId);
    if (before?.source === 'user' && record.source !== 'user') continue;
    // Deleted first: a verdict takes its own place in the order, not that of the one it replaces.
    ofResponse.delete(record.responseId);
    ofResponse.set(record.responseId, record);
  }
  return [...ofResponse.values()];
}
