import { isObject } from '../facts/json-value.ts';
import { fail, ok, type Result } from '../facts/result.ts';

/** When a record raises an alert (spec P1, P9). */
export interface AlertSettings {
  /** Utilization below which a budget was too large, and clearly so. */
  readonly over: number;
  readonly overWarning: number;
  /** Above which it was too small, clearly so, and passed. */
  readonly under: number;
  readonly underWarning: number;
  readonly underCritical: number;
  /** A cost above so many times the mean of the last day, from so many priced records on. */
  readonly spikeRatio: number;
  readonly spikeRecords: number;
  /** A mean utilization score below this over the last so many records. */
  readonly efficiency: number;
  readonly efficiencyRecords: number;
}

export const ALERT_SETTINGS: AlertSettings = Object.freeze({
  over: 0.5,
  overWarning: 0.3,
  under: 0.95,
  underWarning: 0.98,
  underCritical: 1,
  spikeRatio: 2,
  spikeRecords: 5,
  efficiency: 0.6,
  efficiencyRecords: 10,
});

/** Utilizations may lie above 1, scores do not, counts are whole. */
const BOUNDS: Readonly<Record<keyof AlertSettings, readonly [number, number]>> = {
  over: [0, 1],
  overWarning: [0, 1],
  under: [0, 10],
  underWarning: [0, 10],
  underCritical: [0, 10],
  spikeRatio: [1, 1000],
  spikeRecords: [1, 1000],
  efficiency: [0, 1],
  efficiencyRecords: [1, 1000],
};

/**
 * Thresholds as the user sets them; what is absent keeps its default.
 *
 * Errors: `invalid_alert_setting` with the name of an unknown threshold or of one out of its range.
 */
export function readAlertSettings(value: unknown): Result<AlertSettings> {
  if (value === undefined || value === null) return ok(ALERT_SETTINGS);
  if (!isObject(value))
    return fail('invalid_alert_setting', 'Alert thresholds are an object such as {"over": 0.5}.');
  const read: Record<keyof AlertSettings, number> = { ...ALERT_SETTINGS };
  for (const [name, given] of Object.entries(value)) {
    const known = Object.keys(BOUNDS).find((each): each is keyof AlertSettings => each === name);
    if (known === undefined)
      return fail('invalid_alert_setting', `There is no alert threshold "${name}".`, { name });
    const [low, high] = BOUNDS[known];
    const isWhole = known.endsWith('Records');
    if (
      typeof given !== 'number' ||
      !(given >= low && given <= high) ||
      (isWhole && !Number.isInteger(given))
    ) {
      const message = `The alert threshold ${name} must be a ${isWhole ? 'whole ' : ''}number from ${low} to ${high}.`;
      return fail('invalid_alert_setting', message, { name });
    }
    read[known] = given;
  }
  return ok(Object.freeze(read));
}
