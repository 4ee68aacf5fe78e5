import { toSixDecimals } from '../../core/facts/decimals.ts';
import type { Ledger } from '../../core/budget/ledger/ledger.ts';
import { standingText } from '../../core/budget/ledger/limit-text.ts';
import { type Standing, standings } from '../../core/budget/ledger/room.ts';
import type { LimitStanding } from '../../protocol/ledger.ts';

/** How all limits stand, by id. */
export function limitStandings(ledger: Ledger, now: number): readonly LimitStanding[] {
  return standings(ledger, now).map(toldStanding);
}

function toldStanding(standing: Standing): LimitStanding {
  const { limit, used, reserved, remaining, period } = standing;
  return {
    limit,
    used,
    reserved,
    remaining,
    periodEnd: period.end,
    state: stateOf(standing),
    text: standingText(standing),
  };
}

/** As the alerts judge it (spec P9): what is used counts, what is reserved does not. */
function stateOf({ limit: { amount, warnShare }, used }: Standing): LimitStanding['state'] {
  if (used >= amount) return 'reached';
  return warnShare !== null && toSixDecimals(used / amount) >= warnShare ? 'near' : 'fine';
}
