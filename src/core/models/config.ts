import { isName } from '../facts/check-ledger.ts';
import { DATA_TYPES, type DataType } from '../facts/category.ts';
import { isObject } from '../facts/json-value.ts';
import { fail, type Failure, type Result } from '../facts/result.ts';

/** How the facade shares requests between old and new (spec M14). */
export const MIGRATION_STAGES = ['legacy', 'gradual', 'full'] as const;
export type MigrationStage = (typeof MIGRATION_STAGES)[number];

export const LOG_LEVELS = ['error', 'warn', 'info'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything that can be set of asking models (spec M13), by its dotted name. Immutable. */
export interface ModelsConfig {
  readonly qualityThreshold: number;
  /** Per request, USD > 0; null: none. */
  readonly costLimitUsd: number | null;
  readonly minSamples: number;
  readonly decay: number;
  readonly smoothing: number;
  readonly verdictDays: number;
  readonly explorationRate: number;
  readonly 'counts.simple': number;
  readonly 'counts.dual': number;
  readonly 'counts.triple': number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly retryBaseMs: number;
  readonly caching: boolean;
  readonly 'cache.maxEntries': number;
  readonly 'cache.ttlSeconds': number;
  /** Days that requests and responses stay; null keeps them for good. */
  readonly 'retentionDays.metrics': number | null;
  readonly 'storage.retryMs': number;
  readonly 'feedback.keepCorrectedData': boolean;
  readonly 'anomaly.factor': number;
  readonly 'anomaly.sigmas': number;
  readonly 'anomaly.minSamples': number;
  readonly 'anomaly.maxResponseMs': number;
  readonly 'anomaly.maxCostUsd': number;
  readonly 'anomaly.minScore': number;
  readonly 'anomaly.warnings': boolean;
  readonly 'validation.enabled': boolean;
  /** Rules in place of the preset's; null: the preset's. Checked by the port. */
  readonly 'validation.gpu': unknown;
  readonly 'validation.token': unknown;
  readonly 'validation.grid_load': unknown;
  /** Fields that tell items apart, by data type or `default`, in place of the presets'. */
  readonly 'merge.keys': Readonly<Partial<Record<DataType | 'default', readonly string[]>>>;
  readonly 'logging.level': LogLevel;
  readonly 'migration.stage': MigrationStage;
  readonly 'migration.rolloutPercent': number;
  readonly 'migration.rollbackEnabled': boolean;
}

export const DEFAULT_MODELS_CONFIG: ModelsConfig = Object.freeze({
  qualityThreshold: 0.8,
  costLimitUsd: 1,
  minSamples: 10,
  decay: 0.95,
  smoothing: 0.7,
  verdictDays: 30,
  explorationRate: 0.2,
  'counts.simple': 1,
  'counts.dual': 2,
  'counts.triple': 3,
  timeoutMs: 30_000,
  retries: 3,
  retryBaseMs: 1_000,
  caching: true,
  'cache.maxEntries': 1_000,
  'cache.ttlSeconds': 3_600,
  'retentionDays.metrics': 90,
  'storage.retryMs': 60_000,
  'feedback.keepCorrectedData': false,
  'anomaly.factor': 3,
  'anomaly.sigmas': 3,
  'anomaly.minSamples': 10,
  'anomaly.maxResponseMs': 60_000,
  'anomaly.maxCostUsd': 1,
  'anomaly.minScore': 0.5,
  'anomaly.warnings': true,
  'validation.enabled': true,
  'validation.gpu': null,
  'validation.token': null,
  'validation.grid_load': null,
  'merge.keys': Object.freeze({}),
  'logging.level': 'info',
  'migration.stage': 'full',
  'migration.rolloutPercent': 100,
  'migration.rollbackEnabled': true,
});

type Name = keyof ModelsConfig;

/** What a value must be, in words; null: it is. */
type Rule = (value: unknown) => string | null;

const number =
  (from: number, to: number, must: string): Rule =>
  (value) =>
    typeof value === 'number' && value >= from && value <= to ? null : must;
const above0 = (to: number): Rule => number(Number.MIN_VALUE, to, `a number above 0, at most ${to}`);
const share = number(0, 1, 'a number from 0 to 1');
const positiveShare = number(Number.MIN_VALUE, 1, 'a number above 0, at most 1');
const integer =
  (from: number, to: number): Rule =>
  (value) =>
    Number.isSafeInteger(value) && Number(value) >= from && Number(value) <= to
      ? null
      : `a whole number from ${from} to ${to}`;
const flag: Rule = (value) => (typeof value === 'boolean' ? null : 'true or false');
const oneOf =
  (words: readonly unknown[]): Rule =>
  (value) =>
    words.includes(value) ? null : `one of ${words.join(', ')}`;
const orNull =
  (rule: Rule): Rule =>
  (value) => {
    const must = value === null ? null : rule(value);
    return must === null ? null : `${must}, or null`;
  };

/** Beyond it nothing that people mean: a month of waiting, ten thousand years of days, a million dollars. */
const LONGEST_MS = 2_592_000_000;
const MOST_DAYS = 3_650_000;
const MOST_USD = 1_000_000;
const MOST = 1_000_000;
/** Spec M5.3. */
const MOST_MODELS = 3;

const RULES: Readonly<Record<Name, Rule>> = {
  qualityThreshold: share,
  costLimitUsd: orNull(above0(MOST_USD)),
  minSamples: integer(1, MOST),
  decay: positiveShare,
  smoothing: positiveShare,
  verdictDays: above0(MOST_DAYS),
  explorationRate: share,
  'counts.simple': integer(1, MOST_MODELS),
  'counts.dual': integer(1, MOST_MODELS),
  'counts.triple': integer(1, MOST_MODELS),
  timeoutMs: integer(1, LONGEST_MS),
  retries: integer(0, 100),
  retryBaseMs: number(0, LONGEST_MS, 'a number of milliseconds of 0 or more'),
  caching: flag,
  'cache.maxEntries': integer(1, MOST),
  'cache.ttlSeconds': above0(LONGEST_MS),
  'retentionDays.metrics': orNull(number(1, MOST_DAYS, 'a number of days of 1 or more')),
  'storage.retryMs': integer(1, LONGEST_MS),
  'feedback.keepCorrectedData': flag,
  'anomaly.factor': number(1, MOST, 'a number of 1 or more'),
  'anomaly.sigmas': above0(MOST),
  'anomaly.minSamples': integer(1, MOST),
  'anomaly.maxResponseMs': above0(LONGEST_MS),
  'anomaly.maxCostUsd': above0(MOST_USD),
  'anomaly.minScore': share,
  'anomaly.warnings': flag,
  'validation.enabled': flag,
  'validation.gpu': () => null,
  'validation.token': () => null,
  'validation.grid_load': () => null,
  'merge.keys': mergeKeys,
  'logging.level': oneOf(LOG_LEVELS),
  'migration.stage': oneOf(MIGRATION_STAGES),
  'migration.rolloutPercent': number(0, 100, 'a number from 0 to 100'),
  'migration.rollbackEnabled': flag,
};

/** Settings whose value is an object; others may be written as objects of objects. */
const WHOLE: ReadonlySet<string> = new Set([
  'validation.gpu',
  'validation.token',
  'validation.grid_load',
  'merge.keys',
]);

export interface ReadConfig {
  readonly config: ModelsConfig;
  /** `invalid_config`, each naming its field; what it would have replaced stays. */
  readonly refused: readonly Failure[];
}

/**
 * Settings as they come from outside, by dotted names or as nested objects, on top of those that are in force (spec
 * M13). A wrong value is refused by its name and the old one stays; what is not named stays.
 *
 * @param readRules whether a value is a rule set (spec M11)
 */
export function readModelsConfig(
  fields: Readonly<Record<string, unknown>>,
  before: ModelsConfig,
  readRules: (value: unknown) => Result<unknown>,
): ReadConfig {
  const refused: Failure[] = [];
  const next: Record<string, unknown> = { ...before };
  for (const [name, value] of flat(fields, '')) {
    const must = isKnown(name) ? broken(name, value, readRules) : unknownName(name);
    if (must === null) next[name] = frozen(value);
    else refused.push(refusal(name, must));
  }
  // Every field was checked by the rule of its name.
  return { config: Object.freeze(next) as unknown as ModelsConfig, refused };
}

function* flat(fields: Readonly<Record<string, unknown>>, prefix: string): Generator<[string, unknown]> {
  for (const [name, value] of Object.entries(fields)) {
    const dotted = prefix + name;
    const isBranch = isObject(value) && !WHOLE.has(dotted) && BRANCHES.has(dotted);
    if (isBranch) yield* flat(value, `${dotted}.`);
    else if (value !== undefined) yield [dotted, value];
  }
}

const BRANCHES: ReadonlySet<string> = new Set(
  Object.keys(RULES).flatMap((name) => (name.includes('.') ? [name.slice(0, name.indexOf('.'))] : [])),
);

function isKnown(name: string): name is Name {
  return Object.hasOwn(RULES, name);
}

function broken(name: Name, value: unknown, readRules: (value: unknown) => Result<unknown>): string | null {
  if (name.startsWith('validation.') && WHOLE.has(name)) {
    const read = value === null ? null : readRules(value);
    return read === null || read.ok ? null : `a rule set or null: ${read.error.message}`;
  }
  return RULES[name](value);
}

/** Keys lie in secret storage or the environment, and in no file (spec M2). */
const LIKE_A_KEY = /(?:^|[._-])(?:api[._-]?)?(?:key|token|secret|password)s?$/i;

function unknownName(name: string): string {
  return LIKE_A_KEY.test(name)
    ? 'left out: keys are never kept in settings. Use Set API Key, or the environment'
    : 'the name of a setting: there is none of this name';
}

function refusal(name: string, must: string): Failure {
  return fail('invalid_config', `"${name}" must be ${must}.`, { field: name }).error;
}

function mergeKeys(value: unknown): string | null {
  const must = `an object of ${DATA_TYPES.join(', ')} or default, each a list of field names`;
  if (!isObject(value)) return must;
  const areFields = Object.entries(value).every(
    ([type, fields]) =>
      ['default', ...DATA_TYPES].includes(type) &&
      Array.isArray(fields) &&
      fields.length > 0 &&
      fields.every(isName),
  );
  return areFields ? null : must;
}

function frozen(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(frozen));
  if (!isObject(value)) return value;
  return Object.freeze(
    Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, frozen(inner)])),
  );
}
