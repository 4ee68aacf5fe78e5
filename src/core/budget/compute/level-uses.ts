import type { LedgerRecord } from '../../facts/ledger-record.ts';
import type { LevelUse } from './suggest-level.ts';

/**
 * What levels were given and used, from the usage entries of finished work (spec C9): what `suggestLevel` looks at.
 * Entries without a level, without what it allowed or without compute units say nothing of a level.
 *
 * @param wasSuccessful what became of a request by its outcome record; null while nobody said, which counts as no
 *   success
 */
export function levelUses(
  records: Iterable<LedgerRecord>,
  wasSuccessful: (requestId: string) => boolean | null,
): readonly LevelUse[] {
  const uses: LevelUse[] = [];
  for (const record of records) {
    if (record.kind !== 'usage' || record.level === null || record.requestId === null) continue;
    const allocated = record.reserved?.computeUnits;
    const used = record.amounts.computeUnits;
    if (allocated === undefined || used === undefined) continue;
    uses.push({
      level: record.level,
      at: record.at,
      allocatedHundredths: allocated,
      usedHundredths: used,
      successful: wasSuccessful(record.requestId) === true,
    });
  }
  return uses;
}
