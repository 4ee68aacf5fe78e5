import { fail, ok, type Result } from '../../src/core/facts/result.ts';
import type { LedgerSchema } from '../../src/node/store/ledger-file.ts';
import type { Retention } from '../../src/node/store/retention.ts';
import type { Fold, RecordSchema } from '../../src/node/store/stored-record.ts';

/** What the writers of the fault suite record: the id says who wrote it and as which one. */
export interface CampaignRecord {
  readonly id: string;
  readonly kind: 'campaign';
  readonly at: number;
  readonly amount: number;
}

export const campaignRecords: RecordSchema<CampaignRecord> = {
  version: 1,
  check: (value): Result<CampaignRecord> => {
    const { id, kind, at, amount } = (value ?? {}) as Partial<CampaignRecord>;
    return typeof id === 'string' && kind === 'campaign' && typeof at === 'number' && amount === amountOf(id)
      ? ok({ id, kind, at, amount })
      : fail('invalid_record', 'Not a record of the campaign.');
  },
};

/** Told by the id, so that a total can be checked without asking the store. */
export function amountOf(id: string): number {
  let hash = 7;
  for (const character of id) hash = (hash * 31 + character.charCodeAt(0)) % 9973;
  return hash;
}

export interface CampaignTotal {
  readonly ids: readonly string[];
  readonly amount: number;
}

/** Few enough that the writers prune all the time. */
export const campaignRetention = (): Retention => ({ days: null, most: 40, keepFrom: null });

export const campaignFold: Fold<CampaignRecord> = {
  name: 'total',
  version: 1,
  begin: (state) => {
    const before = (state ?? { ids: [], amount: 0 }) as CampaignTotal;
    const ids = [...before.ids];
    let { amount } = before;
    return {
      take: (record) => {
        ids.push(record.id);
        amount += record.amount;
      },
      end: () => ({ ids, amount }),
    };
  },
};

/** How often each writer changed the ledger. */
export type CampaignLedger = Readonly<Record<string, number>>;

export const campaignLedger: LedgerSchema<CampaignLedger> = {
  version: 1,
  check: (value) => ok(value as CampaignLedger),
  empty: {},
};
