import type { Ledger } from '../../core/budget/ledger/ledger.ts';
import { type LimitAlert, limitAlerts } from '../../core/budget/ledger/limit-alerts.ts';
import { standings } from '../../core/budget/ledger/room.ts';
import type { Alert } from '../../protocol/ledger.ts';

/** So many are kept (spec P9, ALERT_CAP), and so many are shown. */
const MOST_KEPT = 100;
const MOST_SHOWN = 10;

/** The alerts that this process raised or saw, newest first. */
export class RaisedAlerts {
  #alerts: readonly Alert[] = [];

  add(alerts: readonly Alert[]): void {
    this.#alerts = [...alerts.toReversed(), ...this.#alerts].slice(0, MOST_KEPT);
  }

  /** Limits that another process told of: their alerts are shown in every window. */
  see(ledger: Ledger, now: number): void {
    const known = new Set(this.#alerts.filter(isOfLimit).map(({ key }) => key));
    const current = limitAlerts(standings(ledger, now), known, now);
    this.add(current.filter(({ key }) => ledger.raised.includes(key)));
  }

  newest(): readonly Alert[] {
    return this.#alerts.slice(0, MOST_SHOWN);
  }

  clear(): void {
    this.#alerts = [];
  }
}

function isOfLimit(alert: Alert): alert is LimitAlert {
  return alert.type === 'limit_near' || alert.type === 'limit_reached';
}
