import type { Ledger } from '../../core/budget/ledger/ledger.ts';
import { type LimitAlert, limitAlerts } from '../../core/budget/ledger/limit-alerts.ts';
import { standings } from '../../core/budget/ledger/room.ts';
import type { Alert as TaskAlert } from '../../core/history/alerts.ts';
import type { Alert, UseAlert } from '../../protocol/ledger.ts';

/** So many are kept, and so many are shown (spec P9). */
const MOST_KEPT = 100;
const MOST_SHOWN = 10;

/** The alerts of limits that this process raised or saw. */
export class LimitsTold {
  #alerts: readonly LimitAlert[] = [];

  add(alerts: readonly LimitAlert[]): void {
    this.#alerts = [...this.#alerts, ...alerts].slice(-MOST_KEPT);
  }

  /** What another process raised is shown in every window. */
  see(ledger: Ledger, now: number): void {
    if (ledger.raised.length === 0) return;
    const known = new Set(this.#alerts.map(({ key }) => key));
    const current = limitAlerts(standings(ledger, now), known, now);
    this.add(current.filter(({ key }) => ledger.raised.includes(key)));
  }

  /** The newest, with those of tasks. */
  newest(others: readonly TaskAlert[]): readonly Alert[] {
    const all: readonly Alert[] = [...others.filter(isOfUse), ...this.#alerts];
    return all.toSorted((a, b) => b.at - a.at).slice(0, MOST_SHOWN);
  }

  clear(): void {
    this.#alerts = [];
  }
}

export function isOfLimit(alert: Alert): alert is LimitAlert {
  return alert.type === 'limit_near' || alert.type === 'limit_reached';
}

/** Limits speak for themselves, by the ledger. */
export function isOfUse(alert: TaskAlert): alert is TaskAlert & UseAlert {
  return alert.type !== 'limit_near' && alert.type !== 'limit_reached';
}
