import { LEVELS, type Level } from '../core/context/item.ts';
import {
  DEFAULT_FIT,
  type FitSettings,
  FORMATS,
  type Format,
  type ItemOrder,
  SECRET_HANDLINGS,
  STRATEGIES,
} from '../core/context/fit-settings.ts';
import { ENCODINGS, type Encoding } from '../core/facts/model-profile.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import type { GroupBy, StrategyName } from '../core/context/fit/choice.ts';

/** What `fit` was given, as typed. */
export interface FitFlags {
  readonly budget?: string;
  readonly model?: string;
  readonly encoding?: string;
  readonly reserve?: string;
  readonly strategy?: string;
  readonly groupBy?: string;
  readonly levels?: string;
  readonly floor?: string;
  readonly duplicates?: boolean;
  readonly format?: string;
  readonly order?: string;
  readonly tree?: boolean;
  readonly lineNumbers?: boolean;
  readonly secrets?: string;
  readonly allowSecret?: readonly string[];
}

const GROUPS: readonly GroupBy[] = ['nodeKind', 'source', 'folder', 'language', 'kind'];
const ORDERS: readonly ItemOrder[] = ['path', 'rank'];

/** Tokens as people type them: `8000`, `8,000`, `8_000`, `8k`, `1.5M`. NaN for anything else. */
export function parseTokens(typed: string): number {
  const match = /^([+-]?\d[\d,_]*(?:\.\d+)?)\s*([km]?)$/i.exec(typed.trim());
  if (match === null) return Number.NaN;
  const scale = { '': 1, k: 1e3, m: 1e6 }[(match[2] ?? '').toLowerCase()] ?? Number.NaN;
  return Math.round(Number((match[1] ?? '').replaceAll(/[,_]/g, '')) * scale * 1e6) / 1e6;
}

/** Checks every flag; the engine checks again what depends on the model. */
export function fitSettingsFrom(
  flags: FitFlags,
  texts: { task: string; instructions: string },
): Result<FitSettings> {
  const budget = flags.budget === undefined ? ok(null) : tokens('--budget', flags.budget, 1);
  if (!budget.ok) return budget;
  const reserve = flags.reserve === undefined ? ok(null) : tokens('--reserve', flags.reserve, 0);
  if (!reserve.ok) return reserve;
  const encoding = flags.encoding === undefined ? ok(null) : parseEncoding(flags.encoding);
  if (!encoding.ok) return encoding;
  if (encoding.value !== null && flags.model !== undefined) {
    return fail('invalid_option', 'Give --model or --encoding, not both: a model brings its own encoding.');
  }
  const strategy = oneOf('unknown_strategy', 'strategy', flags.strategy ?? DEFAULT_FIT.strategy, STRATEGIES);
  if (!strategy.ok) return strategy;
  const groupBy = oneOf('invalid_option', 'group', flags.groupBy ?? DEFAULT_FIT.groupBy, GROUPS);
  if (!groupBy.ok) return groupBy;
  const format = oneOf('invalid_option', 'format', flags.format ?? DEFAULT_FIT.format, FORMATS);
  if (!format.ok) return format;
  const order = oneOf('invalid_option', 'order', flags.order ?? DEFAULT_FIT.order, ORDERS);
  if (!order.ok) return order;
  const levels = flags.levels === undefined ? ok(DEFAULT_FIT.levels) : parseLevels(flags.levels);
  if (!levels.ok) return levels;
  const { secrets: asked = DEFAULT_FIT.secrets } = flags;
  const secrets = oneOf('invalid_option', 'way with secrets', asked, SECRET_HANDLINGS);
  if (!secrets.ok) return secrets;
  const allowSecrets = parseFindings(flags.allowSecret ?? []);
  if (!allowSecrets.ok) return allowSecrets;
  const floor = flags.floor === undefined ? ok(DEFAULT_FIT.floor) : parseFloor(flags.floor);
  if (!floor.ok) return floor;
  return ok({
    model: flags.model ?? null,
    encoding: encoding.value,
    budget: budget.value,
    reserve: reserve.value,
    strategy: strategy.value satisfies StrategyName,
    groupBy: groupBy.value,
    levels: levels.value,
    format: format.value satisfies Format,
    order: order.value,
    tree: flags.tree ?? DEFAULT_FIT.tree,
    lineNumbers: flags.lineNumbers ?? DEFAULT_FIT.lineNumbers,
    offer: DEFAULT_FIT.offer,
    floor: floor.value,
    duplicates: flags.duplicates ?? DEFAULT_FIT.duplicates,
    secrets: secrets.value,
    allowSecrets: allowSecrets.value,
    ...texts,
  });
}

/** Ids as `--explain` and the audit write them. */
function parseFindings(typed: readonly string[]): Result<readonly string[]> {
  const ids = typed.map((id) => id.trim().toLowerCase());
  const wrong = ids.find((id) => !/^[0-9a-f]{16}$/.test(id));
  if (wrong === undefined) return ok(ids);
  const message = `--allow-secret ${JSON.stringify(wrong)} is no id of a finding: 16 digits and letters, as --explain prints them.`;
  return fail('invalid_option', message);
}

function parseFloor(typed: string): Result<number> {
  const value = typed.trim() === '' ? Number.NaN : Number(typed);
  if (Number.isFinite(value) && value >= 0) return ok(value);
  const message = `--floor ${JSON.stringify(typed)} is not a number of 0 or more, such as 0.00001 (value per token).`;
  return fail('invalid_floor', message);
}

/** The encodings this build counts, with the list in the refusal. */
export function parseEncoding(typed: string): Result<Encoding> {
  return oneOf('unknown_encoding', 'encoding', typed, ENCODINGS);
}

function tokens(flag: string, typed: string, least: number): Result<number> {
  const amount = parseTokens(typed);
  if (Number.isSafeInteger(amount) && amount >= least) return ok(amount);
  const what = least > 0 ? 'a whole number of tokens above 0' : 'a whole number of tokens, 0 or more';
  return fail('invalid_budget', `${flag} ${JSON.stringify(typed)} is not ${what}, such as 8000 or 32k.`);
}

function parseLevels(typed: string): Result<readonly Level[]> {
  const asked = typed.split(',').map((level) => level.trim());
  const known = LEVELS.filter((level) => asked.includes(level));
  if (known.length > 0 && asked.every((level) => LEVELS.some((offered) => offered === level)))
    return ok(known);
  return fail(
    'invalid_levels',
    `--levels ${JSON.stringify(typed)}: use one or more of ${LEVELS.join(', ')}.`,
  );
}

function oneOf<T extends string>(
  code: 'unknown_strategy' | 'unknown_encoding' | 'invalid_option',
  what: string,
  typed: string,
  known: readonly T[],
): Result<T> {
  const found = known.find((each) => each === typed);
  if (found !== undefined) return ok(found);
  return fail(code, `There is no ${what} ${JSON.stringify(typed)}. Use one of: ${known.join(', ')}.`);
}
