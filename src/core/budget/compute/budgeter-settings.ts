import { amountText } from '../../facts/amount-text.ts';
import { hundredthsOf, unitsOf } from '../../facts/amounts.ts';
import { isDifficultyLevel } from '../../facts/difficulty-level.ts';
import { isObject } from '../../facts/json-value.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import { asComputeBudget, type ComputeBudget } from './compute-budget.ts';
import { easy, hard, medium } from './presets.ts';

/** What a budgeter is set up with (spec C5), frozen. */
export interface BudgeterSettings {
  readonly easyBudget: ComputeBudget;
  readonly mediumBudget: ComputeBudget;
  readonly hardBudget: ComputeBudget;
  readonly customLevels: Readonly<Record<string, ComputeBudget>>;
  /** Compute units, null without a limit. */
  readonly globalLimit: number | null;
  readonly limitHundredths: number | null;
}

/** Reads and checks the options of a budgeter; errors as `createBudgeter`. */
export function readBudgeterSettings(options: unknown): Result<BudgeterSettings> {
  if (!isObject(options)) return fail('invalid_object', 'The options of a budgeter are an object.');
  const easyBudget = asComputeBudget(given(options['easyBudget'], easy));
  const mediumBudget = asComputeBudget(given(options['mediumBudget'], medium));
  const hardBudget = asComputeBudget(given(options['hardBudget'], hard));
  if (easyBudget === null) return notABudget('easyBudget');
  if (mediumBudget === null) return notABudget('mediumBudget');
  if (hardBudget === null) return notABudget('hardBudget');
  const customLevels = readLevels(given(options['customLevels'], () => ({})));
  if (!customLevels.ok) return customLevels;
  const limitHundredths = readLimit(options['globalLimit']);
  if (!limitHundredths.ok) return limitHundredths;
  const budgets = [easyBudget, mediumBudget, hardBudget, ...Object.values(customLevels.value)];
  const cheapest = Math.min(...budgets.map(({ costHundredths }) => costHundredths));
  if (limitHundredths.value !== null && limitHundredths.value < cheapest) {
    const sentence = `The limit is below the cheapest level, which takes ${amountText('computeUnits', cheapest)}.`;
    return fail('global_limit_too_low', sentence, { cheapest: unitsOf(cheapest) });
  }
  return ok({
    easyBudget,
    mediumBudget,
    hardBudget,
    customLevels: customLevels.value,
    globalLimit: limitHundredths.value === null ? null : unitsOf(limitHundredths.value),
    limitHundredths: limitHundredths.value,
  });
}

/** Only `undefined` is absent: null is a wrong budget, not the preset (spec C2). */
function given(value: unknown, absent: () => unknown): unknown {
  return value === undefined ? absent() : value;
}

function readLevels(levels: unknown): Result<Readonly<Record<string, ComputeBudget>>> {
  if (!isObject(levels)) return notABudget('customLevels');
  const entries: [string, ComputeBudget][] = [];
  for (const [name, value] of Object.entries(levels)) {
    const budget = asComputeBudget(value);
    if (budget === null) return notABudget(name);
    entries.push([name, budget]);
  }
  for (const [name] of entries) {
    if (isDifficultyLevel(name)) {
      const sentence = `"${name}" is a level of its own: set ${name}Budget instead.`;
      return fail('reserved_level', sentence, { level: name });
    }
    if (name.trim() === '') return fail('invalid_level_name', 'A custom level needs a name.');
  }
  // Not by assignment: "__proto__" may be the name of a level.
  return ok(Object.freeze(Object.fromEntries(entries)));
}

function readLimit(limit: unknown): Result<number | null> {
  if (limit === undefined || limit === null) return ok(null);
  const hundredths = hundredthsOf(limit);
  return hundredths === null || hundredths === 0
    ? fail('invalid_global_limit', 'The limit must be a number of compute units above 0, or null.')
    : ok(hundredths);
}

function notABudget(name: string) {
  const sentence = `"${name}" is not a compute budget. Make it from settings such as {"numCandidates": 5}.`;
  return fail('invalid_budget', sentence, { level: name });
}
