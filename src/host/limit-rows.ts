import { limitText } from '../core/budget/ledger/limit-text.ts';
import { readLimitWords } from '../core/budget/ledger/read-limit.ts';
import { amountText } from '../core/facts/amount-text.ts';
import type { Limit } from '../core/facts/limit.ts';
import type { LimitStanding } from '../protocol/ledger.ts';

/** A row of the list of limits. No vscode. */
export interface LimitRow {
  readonly label: string;
  readonly description: string;
  /** What choosing it sets; a text is typed on; absent: cannot be chosen. */
  readonly set?: { readonly limit: string; readonly id: string | null };
  /** Opens the box with the limit's words; null: empty. */
  readonly edit?: { readonly id: string | null; readonly words: string };
}

/** No words ask for the machine's zone. */
export const ZONE = 'UTC';

const SIGNS: Readonly<Record<LimitStanding['state'], string>> = {
  fine: '',
  near: '$(warning) ',
  reached: '$(error) ',
};

/** The limits with how they stand; the first row is what is typed, as soon as it is a limit. */
export function limitRows(standings: readonly LimitStanding[], typed: string): readonly LimitRow[] {
  const words = typed.trim();
  const read = words === '' ? null : readLimitWords(words, ZONE);
  const first: LimitRow[] =
    read === null
      ? []
      : read.ok
        ? [{ label: `Limit ${limitText(read.value)}`, description: '', set: { limit: words, id: null } }]
        : [{ label: read.error.message, description: '' }];
  const rows = standings.map(({ limit, state, used, remaining }): LimitRow => ({
    label: `${SIGNS[state]}${limitText(limit)}`,
    description: `${amountText(limit.unit, used, limit.amount)} used, ${amountText(limit.unit, remaining, limit.amount)} left`,
    edit: { id: limit.id, words: editableWords(limit) },
  }));
  return [...first, ...rows, { label: 'New limit…', description: '', edit: { id: null, words: '' } }];
}

/** Whose usage can be reset: the whole workspace, and every tenant that has a limit of its own. */
export function tenantsOf(standings: readonly LimitStanding[]): readonly string[] {
  const tenants = standings.flatMap(({ limit: { scope } }) => (scope === 'workspace' ? [] : [scope.tenant]));
  return [...new Set(tenants)].toSorted();
}

/** A limit as it can be typed again: without quotes around the tenant and without the zone, which no words say. */
function editableWords({ unit, amount, period, scope, ...limit }: Limit): string {
  const plain = limitText({ ...limit, unit, amount, period, timeZone: 'utc', scope: 'workspace' });
  return scope === 'workspace' || scope.tenant === '' ? plain : `${plain} for ${scope.tenant}`;
}
