import assert from 'node:assert/strict';
import type { BudgetRecord } from '../../../src/core/facts/outcome-record.ts';
import { ALERT_SETTINGS, readAlertSettings } from '../../../src/core/history/alert-settings.ts';
import { type Alert, alertsFor, noteOf, recentAlerts, withAlerts } from '../../../src/core/history/alerts.ts';
import { DAY, promisedWith, recordWith } from '../predict/any-record.ts';

const told = (alerts: readonly Alert[]) => alerts.map(({ type, severity }) => `${type} ${severity}`);

const learned = (budgetUsed: number, some: Partial<BudgetRecord> = {}) =>
  recordWith({
    budgetAllocated: 9000,
    budgetUsed,
    prediction: promisedWith({
      method: 'learned',
      interval: { low: 2000, high: 12_000, level: 0.8, calibrated: true },
    }),
    ...some,
  });

describe('alerts', () => {
  it('judge utilization for the formula', () => {
    const at = (budgetUsed: number) =>
      told(alertsFor(recordWith({ budgetAllocated: 10_000, budgetUsed }), []));
    assert.deepEqual(at(2500), ['over_allocation warning']);
    assert.deepEqual(at(3000), ['over_allocation info']);
    assert.deepEqual(at(4500), ['over_allocation info']);
    assert.deepEqual(at(5000), []);
    assert.deepEqual(at(9500), []);
    assert.deepEqual(at(9600), ['under_allocation info']);
    assert.deepEqual(at(9900), ['under_allocation warning']);
    assert.deepEqual(at(10_000), ['under_allocation warning']);
    assert.deepEqual(at(12_000), ['under_allocation critical']);
    assert.deepEqual(told(alertsFor(recordWith({ budgetUsed: 1 }), [])), []);
  });

  it('judge the interval for the learned predictor', () => {
    const at = (budgetUsed: number) => told(alertsFor(learned(budgetUsed), []));
    assert.deepEqual(at(1999), ['over_allocation info']);
    for (const inside of [2000, 9500, 12_000]) assert.deepEqual(at(inside), []);
    assert.deepEqual(at(12_001), ['under_allocation warning']);
    const [alert] = alertsFor(learned(100), []);
    assert.deepEqual(Object.keys(alert?.data ?? {}), ['allocated', 'used', 'utilization', 'interval']);
  });

  it('agree with the note on the record', () => {
    assert.equal(noteOf(learned(1999)), 'over');
    assert.equal(noteOf(learned(12_001)), 'under');
    assert.equal(noteOf(learned(5000)), 'fine');
    assert.equal(noteOf(learned(1999, { budgetAllocated: null })), null);
    assert.deepEqual(alertsFor(learned(1999, { budgetAllocated: null }), []), []);
    const formula = (budgetUsed: number) => noteOf(recordWith({ budgetAllocated: 100, budgetUsed }));
    assert.deepEqual([formula(49), formula(50), formula(96)], ['over', 'fine', 'under']);
    assert.equal(noteOf(recordWith()), null);
  });

  it('see a cost above twice the mean of five earlier ones of the last day', () => {
    const now = 10 * DAY;
    const earlier = (count: number, at: number, costMicroUsd: number | null) =>
      Array.from({ length: count }, (_, i) => recordWith({ id: `r${i}`, at, costMicroUsd }));
    const spike = (before: readonly BudgetRecord[], costMicroUsd: number | null) =>
      alertsFor(recordWith({ id: 'x', at: now, costMicroUsd }), before);
    const five = earlier(5, now - DAY, 1_000_000);
    const [alert] = spike(five, 2_000_001);
    assert.equal(alert?.type, 'cost_spike');
    assert.deepEqual(alert.data, { taskCost: 2_000_001, avgCost: 1_000_000, ratio: 2.000001 });
    assert.match(alert.message, /\$2\.00.*\$1\.00/);
    assert.deepEqual(spike(five, 2_000_000), []);
    assert.deepEqual(spike(five, null), []);
    assert.deepEqual(spike(five.slice(1), 9_000_000), []);
    assert.deepEqual(spike(earlier(5, now - DAY - 1, 1), 9_000_000), []);
    assert.deepEqual(spike([...five.slice(1), ...earlier(3, now, null)], 9_000_000), []);
    assert.equal(spike(earlier(5, now, 0), 1)[0]?.data['ratio'], null);
  });

  it('see when budgets begin to fit badly', () => {
    const series = (shares: readonly number[]) =>
      shares.map((budgetUsed, i) =>
        recordWith({
          id: `r${i}`,
          budgetAllocated: 100,
          budgetUsed,
          prediction: promisedWith({
            method: 'learned',
            interval: { low: 0, high: 1000, level: 0.8, calibrated: true },
          }),
        }),
      );
    const last = (shares: readonly number[]) => {
      const records = series(shares);
      const [record] = records.slice(-1);
      assert.ok(record);
      return told(alertsFor(record, records.slice(0, -1)));
    };
    const bad = Array.from({ length: 9 }, () => 10);
    assert.deepEqual(last(bad), []);
    assert.deepEqual(last([...bad, 10]), ['efficiency_drop warning']);
    assert.deepEqual(last([...bad, 10, 10]), []);
    // exactly 0.6 is not below it
    assert.deepEqual(last(Array.from({ length: 10 }, () => 55)), []);
    assert.deepEqual(last([...Array.from({ length: 10 }, () => 55), 10]), ['efficiency_drop warning']);
  });

  it('pass on limits, between the costs and the fit', () => {
    const limit = {
      id: 'day',
      unit: 'outputTokens',
      amount: 1000,
      period: 'day',
      timeZone: 'utc',
      scope: 'workspace',
      warnShare: 0.75,
    } as const;
    const period = { start: 0, end: DAY };
    const standings = [
      { type: 'limit_near', severity: 'warning', limit, used: 800, period },
      { type: 'limit_reached', severity: 'critical', limit, used: 1000, period },
    ] as const;
    const alerts = alertsFor(recordWith({ budgetAllocated: 100, budgetUsed: 200 }), [], standings);
    assert.deepEqual(told(alerts), [
      'under_allocation critical',
      'limit_near warning',
      'limit_reached critical',
    ]);
    assert.deepEqual(alerts[1]?.data, { limit, used: 800, period });
    assert.match(alerts[1]?.message ?? '', /^80 % of the limit day is used\.$/);
  });

  it('are kept up to a hundred, the newest shown first', () => {
    const [alert] = alertsFor(recordWith({ budgetAllocated: 100, budgetUsed: 1 }), []);
    assert.ok(alert);
    const many = Array.from({ length: 130 }, (_, i) => ({ ...alert, at: i }));
    const stored = withAlerts(many.slice(0, 60), many.slice(60));
    assert.equal(stored.length, 100);
    assert.deepEqual(
      recentAlerts(stored).map(({ at }) => at),
      [129, 128, 127, 126, 125, 124, 123, 122, 121, 120],
    );
    assert.deepEqual(recentAlerts(stored, 0), []);
    assert.equal(recentAlerts(stored, 500).length, 100);
  });

  it('have thresholds that are settings, checked by name', () => {
    assert.deepEqual(readAlertSettings(undefined), { ok: true, value: ALERT_SETTINGS });
    const read = readAlertSettings({ over: 0.2, spikeRecords: 3 });
    assert.ok(read.ok && read.value.over === 0.2 && read.value.under === 0.95);
    assert.deepEqual(alertsFor(recordWith({ budgetAllocated: 100, budgetUsed: 25 }), [], [], read.value), []);
    for (const [value, name] of [
      [{ over: 2 }, 'over'],
      [{ spikeRecords: 1.5 }, 'spikeRecords'],
      [{ under: 'x' }, 'under'],
      [{ unknown: 1 }, 'unknown'],
    ] as const) {
      const refused = readAlertSettings(value);
      assert.ok(!refused.ok);
      assert.equal(refused.error.code, 'invalid_alert_setting');
      assert.deepEqual(refused.error.details, { name });
    }
    assert.ok(!readAlertSettings([]).ok);
  });
});
