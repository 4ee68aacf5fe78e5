import { isDifficultyLevel } from '../../facts/difficulty-level.ts';
import { isObject } from '../../facts/json-value.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import { type ComputeBudget, create } from './compute-budget.ts';

/** Options of `createBudgeter` that a setting gives. */
export interface LevelOptions {
  readonly easyBudget?: ComputeBudget;
  readonly mediumBudget?: ComputeBudget;
  readonly hardBudget?: ComputeBudget;
  readonly customLevels: Readonly<Record<string, ComputeBudget>>;
}

/**
 * The levels as a user writes them: a name and the settings of its budget. `easy`, `medium` and `hard` replace the
 * presets, other names are levels of their own. Absent and null are no levels.
 *
 * Errors: `invalid_object`, `invalid_level_name`, and those of `create`; `details.level` names the level.
 *
 * @example readLevelSettings({ hard: { numCandidates: 6, usePrm: true }, quick: { numCandidates: 1 } })
 */
export function readLevelSettings(setting: unknown): Result<LevelOptions> {
  if (setting === undefined || setting === null) return ok({ customLevels: {} });
  if (!isObject(setting)) {
    return fail('invalid_object', 'Levels are an object such as {"quick": {"numCandidates": 1}}.');
  }
  const presets: { easyBudget?: ComputeBudget; mediumBudget?: ComputeBudget; hardBudget?: ComputeBudget } =
    {};
  const custom: [string, ComputeBudget][] = [];
  for (const [name, settings] of Object.entries(setting)) {
    if (name.trim() === '') return fail('invalid_level_name', 'A level needs a name.', { level: name });
    const budget = create(settings);
    if (!budget.ok) {
      const { code, message, details } = budget.error;
      return fail(code, `Level ${JSON.stringify(name)}: ${message}`, { ...details, level: name });
    }
    if (isDifficultyLevel(name)) presets[`${name}Budget`] = budget.value;
    else custom.push([name, budget.value]);
  }
  // Not by assignment: "__proto__" may be the name of a level.
  return ok(Object.freeze({ ...presets, customLevels: Object.freeze(Object.fromEntries(custom)) }));
}
