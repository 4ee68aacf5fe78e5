import { ALERT_SETTINGS, type AlertSettings } from '../../core/history/alert-settings.ts';
import { type Alert, ALERT_CAP, alertsFor, withAlerts } from '../../core/history/alerts.ts';
import { type BudgetRecord, utilization } from '../../core/facts/outcome-record.ts';

/** Alerts look at the last day and the last ten tasks with a budget (spec P9); a day seldom has more than these. */
const MOST_KEPT = 1_000;
/** After a start the alerts of so many are told again. */
const LOOKED_BACK_AT = ALERT_CAP;

/** The latest outcomes, and the alerts that they raised. */
export class RecentOutcomes {
  /** How many outcomes of the past it needs after a start. */
  static readonly lookedBackAt = 2 * LOOKED_BACK_AT;
  readonly #settings: () => AlertSettings;
  #records: BudgetRecord[] = [];
  /** Of these those with a budget: all that an outcome without a price is compared with. */
  #budgeted: BudgetRecord[] = [];
  #alerts: readonly Alert[] = [];

  /** @param settings as they are when a record is judged */
  constructor(settings: () => AlertSettings = () => ALERT_SETTINGS) {
    this.#settings = settings;
  }

  /** Oldest first. */
  get alerts(): readonly Alert[] {
    return this.#alerts;
  }

  /** What a further outcome raises. */
  alertsBy(record: BudgetRecord): readonly Alert[] {
    const settings = this.#settings();
    const past =
      record.costMicroUsd === null ? this.#budgeted.slice(-settings.efficiencyRecords) : this.#records;
    return alertsFor(record, past, [], settings);
  }

  add(record: BudgetRecord): void {
    this.#alerts = withAlerts(this.#alerts, this.alertsBy(record));
    this.addQuietly(record);
  }

  /** Of the past: its alerts are told by `lookBack`, where it still matters. */
  addQuietly(record: BudgetRecord): void {
    this.#records.push(record);
    if (this.#records.length >= 2 * MOST_KEPT) this.#records = this.#records.slice(-MOST_KEPT);
    if (utilization(record) === null) return;
    this.#budgeted.push(record);
    if (this.#budgeted.length >= 2 * MOST_KEPT) this.#budgeted = this.#budgeted.slice(-MOST_KEPT);
  }

  /** The alerts of the latest outcomes, as they were raised when these came. */
  lookBack(): void {
    const from = Math.max(0, this.#records.length - LOOKED_BACK_AT);
    const again = new RecentOutcomes(this.#settings);
    for (const record of this.#records.slice(0, from)) again.addQuietly(record);
    for (const record of this.#records.slice(from)) again.add(record);
    this.#alerts = again.alerts;
  }
}
