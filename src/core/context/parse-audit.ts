import { ENCODINGS } from '../facts/model-profile.ts';
import type { Result } from '../facts/result.ts';
import { fail, ok } from '../facts/result.ts';
import type { Audit } from './audit.ts';
import type { FieldCheck } from './field-checks.ts';
import {
  isCount,
  isHash,
  isList,
  isNull,
  isNullOr,
  isNumber,
  isOneOf,
  isRecord,
  isShape,
  isShare,
  isText,
  isTruth,
} from './field-checks.ts';
import { FORMATS, STRATEGIES } from './fit-settings.ts';
import { LEVELS } from './item.ts';
import { DUPLICATE_REASONS } from './levels/duplicates.ts';
import { EXCLUDED_REASONS } from './reason.ts';

/**
 * An audit from outside (a JSON value), every field checked and the sums recomputed, so that a verified audit is
 * one that a fit can have written. Error: `invalid_audit`, with the first thing that is wrong.
 */
export function parseAudit(value: unknown): Result<Audit> {
  const wrong = isAudit(value, 'audit') ?? wrongSum(value as Audit);
  return wrong === null
    ? ok(value as Audit)
    : fail('invalid_audit', `This is no audit of a fit: ${wrong}. Fit again to get one.`, { wrong });
}

const isRange: FieldCheck = (value, where) => {
  const [from, to, ...rest] = Array.isArray(value) ? (value as unknown[]) : [];
  const both = isCount(from, where) === null && isCount(to, where) === null && rest.length === 0;
  return both && Number(from) >= 1 && Number(from) <= Number(to) ? null : `${where} is no range of lines`;
};

const isRanges: FieldCheck = (value, where) => {
  const wrong = isList(isRange)(value, where);
  if (wrong !== null) return wrong;
  const ranges = value as readonly (readonly [number, number])[];
  const ascending = ranges.every(([from], index) => index === 0 || from > (ranges[index - 1]?.[1] ?? 0));
  return ascending ? null : `${where} does not ascend`;
};

/** Half-open, in order, none empty. */
const isMasks: FieldCheck = (value, where) => {
  const pairs: unknown[] = Array.isArray(value) ? value : [null];
  let past = 0;
  for (const pair of pairs) {
    const [from, to, ...rest] = Array.isArray(pair) ? (pair as unknown[]) : [];
    const isPair = isCount(from, where) === null && isCount(to, where) === null && rest.length === 0;
    if (!isPair || Number(from) < past || Number(to) <= Number(from)) return `${where} is no list of ranges`;
    past = Number(to);
  }
  return null;
};

/** By its path or by its id, never both. */
function isNamed(
  fields: Readonly<Record<string, FieldCheck>>,
  optional: Readonly<Record<string, FieldCheck>> = {},
): FieldCheck {
  const byPath = isShape({ path: isText, ...fields }, optional);
  const byId = isShape({ id: isText, ...fields }, optional);
  return (value, where) =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, 'id')
      ? byId(value, where)
      : byPath(value, where);
}

const isIncluded = isNamed(
  {
    level: isOneOf(LEVELS),
    ranges: isRanges,
    tokens: isCount,
    probability: isShare,
    value: isNumber,
    reason: isOneOf(['pinned', 'selected']),
    sha256: isHash,
    fileSha256: isNullOr(isHash),
  },
  { masked: isMasks },
);

const isExcluded = isNamed({
  level: isNull,
  ranges: isNull,
  tokens: isNullOr(isCount),
  probability: isNullOr(isShare),
  value: isNullOr(isNumber),
  reason: isOneOf(EXCLUDED_REASONS),
  sha256: isNull,
  fileSha256: isNull,
});

const isDuplicates = isShape({
  clusterId: isText,
  representativeId: isText,
  mergedIds: isList(isText),
  reason: isOneOf(DUPLICATE_REASONS),
});

const isOptions = isShape(
  {
    minRelevance: isNumber,
    highRelevance: isNumber,
    floor: isNumber,
    levels: isList(isOneOf(LEVELS)),
    duplicates: isTruth,
    workLimit: isCount,
    secrets: isOneOf(['exclude', 'mask']),
  },
  { groupBy: isText, shares: isNullOr(isRecord(isNumber)), tree: isTruth, lineNumbers: isTruth },
);

const isAudit = isShape(
  {
    budget: isCount,
    tokensUsed: isCount,
    budgetRemaining: isCount,
    budgetUtilization: isShare,
    framingTokens: isNumber,
    encoding: isOneOf(ENCODINGS),
    exact: isTruth,
    model: isNullOr(isText),
    margin: isCount,
    strategy: isOneOf(STRATEGIES),
    value: isNumber,
    upperBound: isNumber,
    gap: isShare,
    proven: isTruth,
    efficiency: isNumber,
    included: isList(isIncluded),
    excluded: isList(isExcluded),
    candidatesConsidered: isCount,
    includedCount: isCount,
    excludedCount: isCount,
    excludedByReason: isRecord(isCount),
    avgRelevanceIncluded: isShare,
    excludedHighRelevance: isList(isText),
    excludedAboveWeakest: isList(isText),
    options: isOptions,
    secrets: isList(
      isShape({
        id: isText,
        path: isText,
        rule: isText,
        line: isCount,
        action: isOneOf(['excluded', 'masked', 'allowed']),
      }),
    ),
    duplicates: isList(isDuplicates),
    saved: isShape({ before: isCount, after: isCount, tokensSaved: isCount, compressionRatio: isNumber }),
    packHash: isHash,
    format: isOneOf(FORMATS),
    order: isOneOf(['path', 'rank']),
    instructionsHash: isNullOr(isHash),
    elapsedMs: isNumber,
    notes: isList(isText),
  },
  { groups: isRecord(isShape({ share: isNumber, demand: isNumber, used: isNumber })), root: isText },
);

/** Floating-point sums are compared as the goldens are (spec F5). */
const SAME = 1e-9;

function wrongSum(audit: Audit): string | null {
  const shown = audit.included.reduce((sum, { tokens }) => sum + tokens, 0);
  const value = audit.included.reduce((sum, entry) => sum + entry.value, 0);
  const all = audit.included.length + audit.excluded.length;
  const sums: readonly (readonly [string, boolean])[] = [
    ['includedCount is not the number of the included', audit.includedCount !== audit.included.length],
    ['excludedCount is not the number of the excluded', audit.excludedCount !== audit.excluded.length],
    ['candidatesConsidered is not the number of all', audit.candidatesConsidered !== all],
    ['excludedByReason does not count the excluded', !countsReasons(audit)],
    ['tokensUsed is not contents and framing', audit.tokensUsed !== audit.framingTokens + shown],
    ['budgetRemaining is not what is left', audit.budgetRemaining !== audit.budget - audit.tokensUsed],
    ['tokensUsed is over the budget and its margin', audit.tokensUsed > audit.budget - audit.margin],
    ['value is not that of the included', Math.abs(audit.value - value) > SAME * Math.max(1, value)],
  ];
  return sums.find(([, isWrong]) => isWrong)?.[0] ?? null;
}

function countsReasons({ excluded, excludedByReason }: Audit): boolean {
  const left = new Map<string, number>(Object.entries(excludedByReason));
  for (const { reason } of excluded) left.set(reason, (left.get(reason) ?? 0) - 1);
  return [...left.values()].every((count) => count === 0);
}
