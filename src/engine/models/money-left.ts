import { roomFor } from '../../core/budget/ledger/room-for.ts';
import type { ModelStore } from './ports.ts';

/**
 * What the limits on money that cover a tenant leave now, micro-USD ≥ 0 (spec C6, M5); null: none covers it. A ledger
 * that cannot be read now is taken as it was known last.
 */
export async function moneyLeft(
  store: ModelStore | null,
  tenant: string,
  now: number,
): Promise<number | null> {
  if (store === null) return null;
  const fresh = await store.limits.fresh();
  const room = roomFor(fresh.ok ? fresh.value : store.limits.ledger, { amounts: {}, tenant }, now);
  if (!room.ok) return null;
  const left = room.value.covering
    .filter(({ limit }) => limit.unit === 'microUsd')
    .map(({ remaining }) => remaining);
  return left.length === 0 ? null : Math.min(...left);
}
