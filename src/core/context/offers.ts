import type { Result } from '../facts/result.ts';
import { fail, ok } from '../facts/result.ts';
import { byCodeUnit } from '../facts/text-order.ts';
import { checkItems, hasTokenCounts } from './fit/item-checks.ts';
import { variantsOf } from './fit/variants.ts';
import type { LeftOut } from './fit-options.ts';
import type { ContextItem, Variant } from './item.ts';
import type { ExcludedReason } from './reason.ts';
import { PIN_OVERRIDES } from './reason.ts';
import { secretsNoun } from './secrets/describe.ts';
import type { Finding } from './secrets/finding.ts';

export type OfferedItem = ContextItem & { readonly variants: readonly Variant[] };

/** Candidates after steps 3 and 4 of spec F3. */
export interface Sorted {
  /** What may be chosen, by id. */
  readonly offers: ReadonlyMap<string, OfferedItem>;
  readonly reasons: ReadonlyMap<string, ExcludedReason>;
}

/**
 * Puts the candidates in an order of their own, so that theirs never matters, and checks each by itself and all
 * for unique ids. Errors: those of `checkItems`; `duplicate_source_id` also between items and files left out.
 */
export function checkCandidates(
  items: readonly ContextItem[],
  leftOut: readonly LeftOut[],
): Result<readonly ContextItem[]> {
  const sorted = [...items].sort((a, b) => byCodeUnit(a.sourceId, b.sourceId));
  const valid = checkItems(sorted);
  if (!valid.ok) return valid;
  const seen = new Set(sorted.map(({ sourceId }) => sourceId));
  for (const path of leftOut.map(({ path }) => path).sort(byCodeUnit)) {
    if (seen.has(path)) {
      const message = `There are two candidates ${JSON.stringify(path)}. Name every file once.`;
      return fail('duplicate_source_id', message, { sourceId: path });
    }
    seen.add(path);
  }
  return ok(sorted);
}

/** Splits what a pin forces in from what stays out; a pinned file without text refuses the fit. */
export function checkPins(
  leftOut: readonly LeftOut[],
): Result<{ readonly forced: readonly LeftOut[]; readonly stayOut: readonly LeftOut[] }> {
  const pinned = leftOut.filter(({ pinned }) => pinned === true);
  const lost = pinned.filter(({ reason }) => !PIN_OVERRIDES.has(reason));
  if (lost.length > 0) return pinnedRefused(lost);
  return ok({
    forced: [...pinned].sort((a, b) => byCodeUnit(a.path, b.path)),
    stayOut: leftOut.filter(({ pinned }) => pinned !== true),
  });
}

/** A pinned file that cannot be shown. */
export interface LostPin {
  readonly path: string;
  readonly reason: string;
  readonly findings?: readonly Finding[] | undefined;
}

/**
 * The refusal for pinned files that give no text, with the reason of each; where all can be read, for those with
 * secrets, with rule and line of each.
 */
export function pinnedRefused(lost: readonly LostPin[]): Result<never> {
  const sorted = [...lost].sort((a, b) => byCodeUnit(a.path, b.path));
  const unread = sorted.filter(({ reason }) => reason !== 'secret');
  if (unread.length === 0) return pinnedSecret(sorted);
  const named = unread.map(({ path, reason }) => `${JSON.stringify(path)} (${reason})`).join(', ');
  return fail('pinned_unreadable', `Pinned, but there is no text to include: ${named}. Unpin or repair it.`, {
    paths: unread.map(({ path }) => path),
    reasons: Object.fromEntries(unread.map(({ path, reason }) => [path, reason])),
  });
}

function pinnedSecret(lost: readonly LostPin[]): Result<never> {
  const named = lost.map(({ path, findings = [] }) => `${JSON.stringify(path)} has ${secretsNoun(findings)}`);
  const secrets = lost.flatMap(({ path, findings = [] }) =>
    findings.map(({ id, rule, line }) => ({ id, path, rule, line })),
  );
  return fail(
    'pinned_secret',
    `Pinned, but it may not be shown: ${named.join(', ')}. Remove the secret, mask secrets, allow the finding, or unpin the file.`,
    { secrets },
  );
}

/** Steps 3 and 4: what may be chosen from at all. Error: `pinned_invalid_token_count`. */
export function sortOut(items: readonly ContextItem[], minRelevance: number): Result<Sorted> {
  const offers = new Map<string, OfferedItem>();
  const reasons = new Map<string, ExcludedReason>();
  for (const item of items) {
    const { sourceId, tokenCount, pinned = false } = item;
    if (!hasTokenCounts(item)) {
      if (pinned) {
        return fail(
          'pinned_invalid_token_count',
          `${JSON.stringify(sourceId)} is pinned, but its tokens could not be counted. Unpin it.`,
          { sourceId, tokenCount },
        );
      }
      reasons.set(sourceId, 'invalid_token_count');
    } else if (item.probability < minRelevance && !pinned) {
      reasons.set(sourceId, 'below_min_relevance');
    } else {
      offers.set(sourceId, { ...item, variants: variantsOf(item) });
    }
  }
  return ok({ offers, reasons });
}
