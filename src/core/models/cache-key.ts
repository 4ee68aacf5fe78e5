import type { Category, DataType } from '../facts/category.ts';
import type { JsonObject } from '../facts/json-value.ts';
import { byCodeUnit } from '../facts/text-order.ts';
import { canonicalJson } from './canonical-json.ts';
import type { RuleSet } from './validate/rule-set.ts';

/** All that an answer depends on (spec M12). */
export interface CacheKeyParts {
  readonly prompt: string;
  /** Of the context before the prompt; null without one. */
  readonly packHash: string | null;
  /** Ids of the models chosen, in any order; one that is asked twice stands twice. */
  readonly models: readonly string[];
  readonly category: Category;
  readonly qualityThreshold: number;
  readonly costLimitMicroUsd: number | null;
  readonly requestCap: number;
  readonly dataType: DataType | null;
  readonly ruleSet: RuleSet | null;
  /** Per model: vendor's id, base URL, search, reasoning and whatever else changes what it is asked. Never a key. */
  readonly switches: Readonly<Record<string, JsonObject>>;
}

/**
 * The text whose SHA-256 is the key of an answer in the cache (spec M12): canonical JSON, so that parts in another order
 * give the same key. The prompt is trimmed and keeps its case, as code is case-sensitive.
 *
 * @example sha256(cacheKeyText(parts))
 */
export function cacheKeyText(parts: CacheKeyParts): string {
  return canonicalJson({
    prompt: parts.prompt.trim(),
    packHash: parts.packHash,
    models: parts.models.toSorted(byCodeUnit),
    category: parts.category,
    qualityThreshold: parts.qualityThreshold,
    costLimitMicroUsd: parts.costLimitMicroUsd,
    requestCap: parts.requestCap,
    dataType: parts.dataType,
    // a rule set is plain JSON by what reads it; its type has optional fields, JSON has absent ones
    ruleSet: parts.ruleSet as JsonObject | null,
    switches: parts.switches,
  });
}

/** The text whose SHA-256 finds the answers to one prompt, whatever else they depend on (spec M12, "Invalidate"). */
export function promptKeyText(prompt: string): string {
  return canonicalJson({ prompt: prompt.trim() });
}
