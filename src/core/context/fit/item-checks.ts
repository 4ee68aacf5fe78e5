import type { ContextItem, Variant } from '../item.ts';
import { fail, ok, type Result } from '../../facts/result.ts';

/**
 * Spec F1. Errors: `duplicate_source_id` (also for a blank one), `invalid_probability`, `invalid_score`,
 * `invalid_value` (of a variant). Token counts are no error: see `hasTokenCounts`. That variant ids are unique is not
 * checked: choosing carries the variants themselves, and looking up 200,000 ids takes longer than the fit.
 */
export function checkItems(items: readonly ContextItem[]): Result<null> {
  const sourceIds = new Set<string>();
  for (const item of items) {
    const { sourceId, probability, score } = item;
    if (typeof sourceId !== 'string' || sourceId.trim() === '') {
      return fail('duplicate_source_id', 'An item has a blank source id. Give every item an id of its own.');
    }
    sourceIds.add(sourceId);
    if (!(probability >= 0 && probability <= 1)) {
      return fail(
        'invalid_probability',
        `The probability of ${quoted(sourceId)} is ${probability}. Give a number from 0 to 1.`,
        { sourceId, probability },
      );
    }
    if (score !== undefined && !Number.isFinite(score)) {
      return fail('invalid_score', `The score of ${quoted(sourceId)} is ${score}. Give a finite number.`, {
        sourceId,
        score,
      });
    }
  }
  if (sourceIds.size < items.length) {
    const sourceId = firstRepeated(items.map((item) => item.sourceId));
    return fail(
      'duplicate_source_id',
      `Two items have the source id ${quoted(sourceId)}. Give each its own.`,
      {
        sourceId,
      },
    );
  }
  return checkValues(items);
}

function checkValues(items: readonly ContextItem[]): Result<null> {
  for (const { variants } of items) {
    if (variants === undefined) continue;
    for (const { id, value } of variants) {
      if (value >= 0 && value < Infinity) continue;
      return fail(
        'invalid_value',
        `The value of variant ${quoted(id)} is ${value}. Give a finite number ≥ 0.`,
        {
          id,
          value,
        },
      );
    }
  }
  return ok(null);
}

/** Spec F3, step 3: an item with a count that is no integer ≥ 0 is left out, for it must never free budget. */
export function hasTokenCounts({ tokenCount, variants }: ContextItem): boolean {
  if (!isTokenCount(tokenCount)) return false;
  if (variants === undefined) return true;
  for (const variant of variants) if (!isCounted(variant)) return false;
  return true;
}

function isCounted({ tokens, framing }: Variant): boolean {
  return isTokenCount(tokens) && (framing === undefined || isTokenCount(framing));
}

function isTokenCount(count: number): boolean {
  return Number.isSafeInteger(count) && count >= 0;
}

function firstRepeated(ids: readonly string[]): string {
  const seen = new Set<string>();
  return ids.find((id) => seen.size === seen.add(id).size) ?? '';
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
