import { amountText } from '../../facts/amount-text.ts';
import type { Limit, LimitPeriod } from '../../facts/limit.ts';
import type { Standing } from './room.ts';

const EACH: Readonly<Record<LimitPeriod, string>> = {
  hour: 'an hour',
  day: 'a day',
  week: 'a week',
  month: 'a month',
  total: 'in total',
};

/**
 * A limit in words: `$10.00 a day`, `20 compute units a week (Europe/Berlin) for "reviewer"`. Names from outside are
 * quoted; who shows the text escapes it for its place.
 */
export function limitText({ unit, amount, period, timeZone, scope }: Limit): string {
  const zone = timeZone === 'utc' || period === 'total' ? '' : ` (${timeZone})`;
  const whose = scope === 'workspace' ? '' : ` for ${whoseText(scope.tenant)}`;
  return `${amountText(unit, amount, amount)} ${EACH[period]}${zone}${whose}`;
}

/** How a limit stands, in a sentence: `$6.20 of $10.00 a day used, $0.40 reserved, $3.40 left.` */
export function standingText({ limit, used, reserved, remaining }: Standing): string {
  const of = (amount: number) => amountText(limit.unit, amount, limit.amount);
  const held = reserved === 0 ? '' : `, ${of(reserved)} reserved`;
  return `${of(used)} of ${limitText(limit)} used${held}, ${of(remaining)} left.`;
}

function whoseText(tenant: string): string {
  return tenant === '' ? 'work without a name' : `"${tenant}"`;
}
