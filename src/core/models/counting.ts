import type { Encoding, TokenCounting } from '../facts/model-profile.ts';
import { FAMILIES, UNKNOWN_FAMILY } from './families.ts';

/**
 * Models of a public vocabulary: tiktoken's own table (tiktoken 1.0.22, `model_to_encoding.json`) and the names that
 * begin with one of its names; the first pattern that fits. gpt-oss is not in it and counts by o200k_harmony.
 * GPT-5.1 to 5.6 are not in it either: they are taken to count as GPT-5, which ai-tokenizer 1.0.6 supports for 5.1
 * (its README: 98.7 % accurate at 5,000 tokens, 99.7 % at 50,000, but 79.8 % at 500). For GPT-6 we know of no table and no measurement: an estimate.
 */
const EXACT: readonly (readonly [pattern: RegExp, encoding: Encoding])[] = [
  [/^gpt-oss\b/, 'o200k_harmony'],
  [/^(ft:)?(chatgpt-4o|gpt-4o|gpt-4[.-]1|gpt-4[.-]5|gpt-5|o[134])(?![0-9])/, 'o200k_base'],
  [/^(ft:)?(gpt-4|gpt-3\.?5)(?![0-9])/, 'cl100k_base'],
  [/^((davinci|babbage)-002$|text-embedding-)/, 'cl100k_base'],
  [/^(text|code)-davinci-edit-/, 'p50k_edit'],
  [/^(text-davinci-00[23]|code-(davinci|cushman)-|davinci-codex|cushman-codex)/, 'p50k_base'],
  [/^(text-(davinci-001|curie|babbage|ada)|(davinci|curie|babbage|ada)$)/, 'r50k_base'],
  [/^gpt-?2$/, 'gpt2'],
];

/**
 * How the tokens of a model are counted, by its name alone: its own vocabulary where that is public, else o200k_base
 * times the factor of its family (spec F7), else the widest estimate.
 *
 * @param names what the model is called, best name first: id, then the family that an editor states
 * @example countingOf('gpt-5-mini').encoding // 'o200k_base', exact
 * @example countingOf('claude-sonnet-4-5').exact // false
 */
export function countingOf(...names: readonly string[]): TokenCounting {
  for (const name of names.map(bareName)) {
    const exact = EXACT.find(([pattern]) => pattern.test(name));
    if (exact !== undefined) return { encoding: exact[1], exact: true, factor: 1, band: 0, basis: null };
    const family = FAMILIES.find(({ models }) => models.test(name));
    if (family !== undefined) return estimate(family);
  }
  return estimate(UNKNOWN_FAMILY);
}

/** `openai/gpt-5` and `openai:gpt-5` are `gpt-5`; `ft:gpt-4o` stays. */
export function bareName(name: string): string {
  const lower = name.trim().toLowerCase();
  const bare = lower.slice(lower.lastIndexOf('/') + 1);
  return bare.startsWith('ft:') ? bare : bare.replace(/^[a-z][a-z0-9-]*:(?=[a-z])/, '');
}

/**
 * `-2025-08-07`, `-20250807`, `@20250807`, `-251015`. Never four digits: kimi-k2-0905 and kimi-k2-0711 are two models,
 * and a plain `kimi-k2` is one of them.
 */
export function withoutDate(name: string): string {
  return name.replace(/[-@](20\d{2}-\d{2}-\d{2}|20\d{6}|\d{6})$/, '');
}

function estimate({ factor, band, basis }: { factor: number; band: number; basis: string }): TokenCounting {
  return { encoding: 'o200k_base', exact: false, factor, band, basis };
}
