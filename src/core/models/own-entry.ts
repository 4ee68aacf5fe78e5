import { COMPLEXITY_WORDS, TASK_TYPES } from '../facts/characteristics.ts';
import {
  DEFAULT_ENCODING,
  ENCODINGS,
  type Encoding,
  type ModelProfile,
  type ModelTraits,
  type Price,
  type TokenCounting,
} from '../facts/model-profile.ts';
import { fail, ok, type Result } from '../facts/result.ts';
import { ADAPTER_NAMES, adapterProfile } from './adapter-profiles.ts';
import { isAllowedBaseUrl, mayCarry } from './base-url.ts';
import { countingOf } from './counting.ts';

/** A price kind that an entry may state by name; figures make it `perToken`. */
const PRICE_WORDS = ['included', 'unknown'] as const;

/** One of the user's own model entries, checked. An absent field keeps what is known of the model of that id. */
export interface OwnEntry extends ModelTraits {
  readonly id: string;
  readonly name?: string;
  readonly provider?: string;
  /** A model or family whose counting this one shares: `gpt-4o`, `claude`. */
  readonly family?: string;
  readonly encoding?: Encoding;
  /** Tokens of the model per token of `encoding`, > 0; makes the count an estimate. */
  readonly factor?: number;
  /** Error band of the estimate, in [0, 1). */
  readonly band?: number;
  readonly contextWindow?: number;
  readonly maxInputTokens?: number;
  readonly maxOutputTokens?: number;
  readonly price?: (typeof PRICE_WORDS)[number];
  readonly freeOfCharge?: boolean;
  /** USD per million tokens, ≥ 0. Input and output go together. */
  readonly inputUsdPerMillion?: number;
  readonly outputUsdPerMillion?: number;
  readonly cachedInputUsdPerMillion?: number;
  /** How it is asked: a shipped adapter's name, or one that was registered. */
  readonly adapter?: string;
  /** What its vendor calls it, when that is not the id. */
  readonly model?: string;
  /** https, or http on the machine itself; no user, query or fragment. */
  readonly baseUrl?: string;
  readonly enabled?: boolean;
  /** Whether it may look things up on the web, where its adapter can. */
  readonly search?: boolean;
  /** Time limit of a call over all its attempts, ms. */
  readonly timeoutMs?: number;
  /** Name of its key in secret storage or the environment, never the key; null: it needs none. */
  readonly keyName?: string | null;
}

/** Longest timer that JavaScript has, ms. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Names of environment variables that hold an API key, and nothing else: a configuration that comes with a checkout
 * must not have other variables sent out, and a key that was pasted in place of its name is refused.
 */
const KEY_NAME = /^[A-Z][A-Z0-9_]{0,50}_API_KEY$/;

type Check = { readonly holds: (value: unknown) => boolean; readonly expected: string };

const TEXT: Check = {
  holds: (value) => typeof value === 'string' && value.trim() !== '',
  expected: 'a text that is not blank',
};
const LIMIT: Check = {
  holds: (value) => Number.isSafeInteger(value) && Number(value) > 0,
  expected: 'a whole number of tokens above 0',
};
const USD: Check = {
  holds: (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
  expected: 'a number of USD per million tokens, 0 or more',
};

const YES_OR_NO: Check = { holds: (value) => typeof value === 'boolean', expected: 'true or false' };
const listOf = (words: readonly string[]): Check => ({
  holds: (value) => Array.isArray(value) && value.every((each) => words.some((word) => word === each)),
  expected: `a list of ${words.join(', ')}`,
});

const DURATION: Check = {
  holds: (value) => Number.isSafeInteger(value) && Number(value) > 0 && Number(value) <= LONGEST_MS,
  expected: 'a whole number of milliseconds above 0',
};

/** What a ranking looks at; an entry states it, for no package does. */
const TRAITS: Readonly<Record<keyof ModelTraits, Check>> = {
  avgResponseMs: DURATION,
  quality: {
    holds: (value) => typeof value === 'number' && value >= 0 && value <= 100,
    expected: 'a number from 0 to 100',
  },
  supportsThinking: YES_OR_NO,
  supportsTools: YES_OR_NO,
  strengths: listOf(TASK_TYPES),
  preferredFor: listOf(Object.keys(COMPLEXITY_WORDS)),
};

const FIELDS: Readonly<Record<keyof OwnEntry, Check>> = {
  id: TEXT,
  name: TEXT,
  provider: TEXT,
  family: TEXT,
  encoding: {
    holds: (value) => ENCODINGS.some((name) => name === value),
    expected: `one of ${ENCODINGS.join(', ')}`,
  },
  factor: {
    holds: (value) => typeof value === 'number' && Number.isFinite(value) && value > 0,
    expected: 'a number above 0',
  },
  band: {
    holds: (value) => typeof value === 'number' && value >= 0 && value < 1,
    expected: 'a share from 0 to below 1',
  },
  contextWindow: LIMIT,
  maxInputTokens: LIMIT,
  maxOutputTokens: LIMIT,
  price: {
    holds: (value) => PRICE_WORDS.some((word) => word === value),
    expected: `one of ${PRICE_WORDS.join(', ')}`,
  },
  freeOfCharge: YES_OR_NO,
  inputUsdPerMillion: USD,
  outputUsdPerMillion: USD,
  cachedInputUsdPerMillion: USD,
  adapter: { holds: TEXT.holds, expected: `the name of an adapter, such as ${ADAPTER_NAMES.join(', ')}` },
  model: TEXT,
  baseUrl: {
    holds: (value) => typeof value === 'string' && isAllowedBaseUrl(value),
    expected: 'an https address without user, query or fragment; http only on this machine',
  },
  enabled: YES_OR_NO,
  search: YES_OR_NO,
  timeoutMs: DURATION,
  keyName: {
    holds: (value) => value === null || (typeof value === 'string' && KEY_NAME.test(value)),
    expected: 'the name of a key, in capitals and ending in _API_KEY, never the key itself; or null',
  },
  ...TRAITS,
};

/**
 * Checks an entry of the settings or the configuration.
 *
 * @param at position in the user's list, from 0; messages count from 1
 * @returns `invalid_model_entry` with `details: { entry, field }` for the first field that is wrong
 */
export function checkOwnEntry(value: unknown, at: number): Result<OwnEntry> {
  const refuse = (field: string, sentence: string) =>
    fail('invalid_model_entry', `Model entry ${at + 1}: ${sentence}`, { entry: at, field });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('', 'must be an object with an "id".');
  }
  const given = value as Readonly<Record<string, unknown>>;
  if (given['id'] === undefined) return refuse('id', 'has no "id".');
  for (const [field, content] of Object.entries(given)) {
    if (!Object.hasOwn(FIELDS, field)) {
      return refuse(field, `"${field}" is not a field; there are ${Object.keys(FIELDS).join(', ')}.`);
    }
    const { holds, expected } = FIELDS[field as keyof OwnEntry];
    if (!holds(content)) return refuse(field, `"${field}" must be ${expected}.`);
  }
  return checkTogether(given as unknown as OwnEntry, refuse);
}

/** Fields that only make sense with or without one another. */
function checkTogether(
  entry: OwnEntry,
  refuse: (field: string, sentence: string) => Result<OwnEntry>,
): Result<OwnEntry> {
  const { contextWindow, inputUsdPerMillion, outputUsdPerMillion, cachedInputUsdPerMillion, price } = entry;
  if ((entry.factor === undefined) !== (entry.band === undefined)) {
    return refuse(entry.factor === undefined ? 'factor' : 'band', '"factor" and "band" go together.');
  }
  if ((inputUsdPerMillion === undefined) !== (outputUsdPerMillion === undefined)) {
    const missing = inputUsdPerMillion === undefined ? 'inputUsdPerMillion' : 'outputUsdPerMillion';
    return refuse(missing, `"${missing}" is missing: input and output prices go together.`);
  }
  if (cachedInputUsdPerMillion !== undefined && inputUsdPerMillion === undefined) {
    return refuse('cachedInputUsdPerMillion', '"cachedInputUsdPerMillion" needs the other two prices.');
  }
  if (price !== undefined && inputUsdPerMillion !== undefined) {
    return refuse('price', `"price" says ${price}, yet prices per million tokens are given.`);
  }
  if (entry.freeOfCharge === true && (inputUsdPerMillion !== undefined || price === 'unknown')) {
    return refuse('freeOfCharge', '"freeOfCharge" goes with no price.');
  }
  for (const field of ['maxInputTokens', 'maxOutputTokens'] as const) {
    if (contextWindow !== undefined && (entry[field] ?? 0) > contextWindow) {
      return refuse(field, `"${field}" is larger than "contextWindow".`);
    }
  }
  return checkReach(entry, refuse);
}

function checkReach(
  entry: OwnEntry,
  refuse: (field: string, sentence: string) => Result<OwnEntry>,
): Result<OwnEntry> {
  if (entry.adapter === 'openai-compatible' && entry.baseUrl === undefined) {
    return refuse('baseUrl', 'the adapter openai-compatible needs a "baseUrl".');
  }
  const profile = adapterProfile(entry.adapter ?? '');
  const keyName = entry.keyName === undefined ? (profile?.keyName ?? null) : entry.keyName;
  const baseUrl = entry.baseUrl ?? profile?.baseUrl ?? null;
  if (keyName !== null && baseUrl !== null && !mayCarry(keyName, baseUrl)) {
    return refuse(
      'keyName',
      `${keyName} is not sent to ${baseUrl}: give a "keyName" of its own, such as MY_GATEWAY_API_KEY.`,
    );
  }
  return ok(entry);
}

/**
 * The user's word over what is known: what the entry states counts, the rest is kept. A window that is stated alone
 * also bounds the limits that are known of the model.
 *
 * @param known the profile of that id from the editor and the packages
 */
export function profileFromEntry(entry: OwnEntry, id: string, known: ModelProfile | undefined): ModelProfile {
  const contextWindow = entry.contextWindow ?? known?.contextWindow ?? null;
  const bound = (limit: number | null) =>
    limit === null || entry.contextWindow === undefined ? limit : Math.min(limit, entry.contextWindow);
  const price = statedPrice(entry);
  return {
    id,
    name: entry.name ?? known?.name ?? entry.id,
    provider: entry.provider ?? known?.provider ?? 'own',
    counting: statedCounting(entry) ?? known?.counting ?? countingOf(id),
    contextWindow: widerOf(contextWindow, entry.maxInputTokens, entry.contextWindow),
    maxInputTokens: entry.maxInputTokens ?? bound(known?.maxInputTokens ?? null),
    maxOutputTokens: entry.maxOutputTokens ?? bound(known?.maxOutputTokens ?? null),
    price: price ?? known?.price ?? { kind: 'unknown' },
    sources: ['settings', ...(known?.sources ?? [])],
    disagreements: known?.disagreements ?? [],
    ...(known?.notes !== undefined && price === undefined && { notes: known.notes }),
    ...(entry.freeOfCharge !== undefined && { freeOfCharge: entry.freeOfCharge }),
    ...statedTraits(entry),
  };
}

/** Only the user states them, so that there are none to keep. */
function statedTraits(entry: OwnEntry): ModelTraits {
  const names = Object.keys(TRAITS).filter((name) => Object.hasOwn(entry, name));
  return Object.fromEntries(names.map((name) => [name, entry[name as keyof ModelTraits]]));
}

/** An input limit that the user states beyond the packages' window says that the window is wider than they know. */
function widerOf(
  window: number | null,
  input: number | undefined,
  stated: number | undefined,
): number | null {
  return stated === undefined && window !== null && input !== undefined ? Math.max(window, input) : window;
}

function statedPrice(entry: OwnEntry): Price | undefined {
  if (entry.inputUsdPerMillion !== undefined && entry.outputUsdPerMillion !== undefined) {
    return {
      kind: 'perToken',
      inputUsdPerMillion: entry.inputUsdPerMillion,
      outputUsdPerMillion: entry.outputUsdPerMillion,
      cachedInputUsdPerMillion: entry.cachedInputUsdPerMillion ?? null,
    };
  }
  if (entry.freeOfCharge === true) return { kind: 'included' };
  return entry.price === undefined ? undefined : { kind: entry.price };
}

function statedCounting(entry: OwnEntry): TokenCounting | undefined {
  if (entry.factor !== undefined && entry.band !== undefined) {
    const basis = 'stated in the settings';
    return {
      encoding: entry.encoding ?? DEFAULT_ENCODING,
      exact: false,
      factor: entry.factor,
      band: entry.band,
      basis,
    };
  }
  if (entry.encoding !== undefined) {
    return { encoding: entry.encoding, exact: true, factor: 1, band: 0, basis: null };
  }
  return entry.family === undefined ? undefined : countingOf(entry.family);
}
