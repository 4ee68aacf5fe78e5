import { exactCount } from '../facts/readable-number.ts';
import { byCodeUnit } from '../facts/text-order.ts';
import type { Audit, AuditName, AuditOptions, ExcludedEntry, IncludedEntry, SecretRecord } from './audit.ts';
import { nameOf } from './audit.ts';
import { shownName } from './contents.ts';
import type { GroupBy } from './fit/choice.ts';
import { hasTokenCounts } from './fit/item-checks.ts';
import { rankOrder } from './fit/rank-order.ts';
import { fullestOf } from './fit/variants.ts';
import type { CheckedOptions, LeftOut } from './fit-options.ts';
import type { ContextItem } from './item.ts';
import type { DuplicateCluster } from './levels/duplicates.ts';
import type { ExcludedReason } from './reason.ts';
import type { Renderer } from './render/pack.ts';
import { renderPack } from './render/pack.ts';
import type { PlannedBudget } from './room.ts';
import type { Included, Settled } from './settle.ts';

/** What `packHash` is of when nothing was rendered (spec F5). */
export const PLAIN_RENDERER: Renderer = { format: 'plain', order: 'path', tree: false, lineNumbers: false };

export interface AuditFacts {
  readonly settled: Settled;
  /** Every candidate that became an item, in any order. */
  readonly items: readonly ContextItem[];
  /** Why the items that were never offered are out. */
  readonly reasons: ReadonlyMap<string, ExcludedReason>;
  readonly stayOut: readonly LeftOut[];
  /** Near duplicates of which one was offered. */
  readonly duplicates: readonly DuplicateCluster[];
  readonly options: CheckedOptions;
  readonly secrets: readonly SecretRecord[];
  /** What is to be said of the user's own words. */
  readonly wordNotes: readonly string[];
  readonly planned: PlannedBudget;
  readonly model: string | null;
  readonly elapsedMs: number;
  readonly salt: string;
}

/** Writes down a fit that holds (spec F5). */
export function buildAudit(facts: AuditFacts, sha256: (text: string) => string): Audit {
  const { settled, options, planned, stayOut } = facts;
  const { included, tokensUsed, upperBound } = settled;
  const { ranked, unranked } = excludedItems(facts);
  const out = [...ranked, ...unranked];
  const excluded = [
    ...ranked.map(({ item, reason }) => excludedEntry(item, reason)),
    ...[
      ...unranked.map(({ item, reason }) => excludedEntry(item, reason)),
      ...stayOut.map(leftOutEntry),
    ].sort((a, b) => byCodeUnit(nameOf(a), nameOf(b))),
  ];
  const value = included.reduce((sum, { variant }) => sum + variant.value, 0);
  const shownTokens = included.reduce((sum, { variant }) => sum + variant.tokens, 0);
  const fullTokens = included.reduce((sum, { item }) => sum + item.tokenCount, 0);
  const probabilities = included.reduce((sum, { item }) => sum + item.probability, 0);
  const weakest = included
    .filter(({ item }) => item.pinned !== true)
    .reduce((least, { item }) => Math.min(least, item.probability), Number.POSITIVE_INFINITY);
  const renderer = options.renderer ?? PLAIN_RENDERER;
  const packed = included.map(({ shown }) => shown);
  const none = facts.items.length + stayOut.length === 0;
  const gap = upperBound <= 0 ? 0 : Math.max(0, (upperBound - value) / upperBound);
  return {
    budget: planned.budget,
    tokensUsed,
    budgetRemaining: planned.budget - tokensUsed,
    budgetUtilization: tokensUsed / planned.budget,
    framingTokens: tokensUsed - shownTokens,
    encoding: planned.counting.encoding,
    exact: planned.counting.exact,
    model: facts.model,
    margin: planned.margin,
    strategy: options.strategy,
    value,
    upperBound,
    gap,
    proven: settled.proven,
    efficiency: tokensUsed === 0 ? 0 : value / tokensUsed,
    included: included.map((entry) => includedEntry(entry, sha256)),
    excluded,
    candidatesConsidered: facts.items.length + stayOut.length,
    includedCount: included.length,
    excludedCount: excluded.length,
    excludedByReason: countByReason(excluded),
    avgRelevanceIncluded: included.length === 0 ? 0 : probabilities / included.length,
    excludedHighRelevance: idsAbove(out, options.highRelevance),
    excludedAboveWeakest: idsAbove(out, weakest),
    options: auditOptions(options),
    ...(options.strategy === 'balanced' ? { groups: settled.choice.groups ?? {} } : {}),
    secrets: facts.secrets,
    duplicates: facts.duplicates,
    saved: {
      before: fullTokens,
      after: shownTokens,
      tokensSaved: Math.max(0, fullTokens - shownTokens),
      compressionRatio: fullTokens === 0 ? 1 : shownTokens / fullTokens,
    },
    packHash: sha256(renderPack(packed, renderer)),
    format: renderer.format,
    order: renderer.order,
    instructionsHash: instructionsHash(options.words.instructions, facts.salt, sha256),
    elapsedMs: facts.elapsedMs,
    notes: [
      ...(none ? ['no candidates'] : []),
      ...planned.notes,
      ...settled.notes,
      ...unusedNote(facts, excluded),
      ...sharingNote(options, gap),
      ...facts.wordNotes,
    ],
  };
}

/**
 * Says why budget stays unused where the floor left out what would have fitted (spec F3, step 6): at least one of what is
 * below it has room in what is left.
 */
function unusedNote(
  { settled, options, planned }: AuditFacts,
  excluded: readonly ExcludedEntry[],
): readonly string[] {
  const unused = planned.limit - settled.tokensUsed;
  const wouldFit = excluded.some(
    ({ reason, tokens }) => reason === 'below_floor' && tokens !== null && tokens <= unused,
  );
  return options.floor > 0 && wouldFit
    ? [`Leaves ${exactCount(unused)} tokens unused: nothing worthwhile is left.`]
    : [];
}

/** What sharing costs against the best fit without shares: a preference has its price. */
function sharingNote({ strategy, groupBy }: AuditFacts['options'], gap: number): readonly string[] {
  const most = (gap * 100).toFixed(1);
  return strategy === 'balanced' && most !== '0.0'
    ? [`Sharing by ${GROUP_WORDS[groupBy]} costs at most ${most} % of the value.`]
    : [];
}

const GROUP_WORDS: Readonly<Record<GroupBy, string>> = {
  nodeKind: 'kind of node',
  source: 'source',
  folder: 'folder',
  language: 'language',
  kind: 'kind of file',
};

/** Salted, as short instructions could be guessed from a bare hash; null without instructions. */
function instructionsHash(
  instructions: string | undefined,
  salt: string,
  sha256: (text: string) => string,
): string | null {
  return instructions === undefined || instructions.trim() === '' ? null : sha256(`${salt}\n${instructions}`);
}

interface ExcludedItem {
  readonly item: ContextItem;
  readonly reason: ExcludedReason;
}

/** In rank order; without a token count there is no rank, only a name to go by. */
function excludedItems(facts: AuditFacts): {
  readonly ranked: readonly ExcludedItem[];
  readonly unranked: readonly ExcludedItem[];
} {
  const { settled, reasons } = facts;
  const inside = new Set(settled.included.map(({ item }) => item.sourceId));
  const outside = facts.items
    .filter(({ sourceId }) => !inside.has(sourceId))
    .map((item) => settled.offers.get(item.sourceId) ?? item);
  const withReason = (item: ContextItem): ExcludedItem => {
    const reason = reasons.get(item.sourceId) ?? settled.reasons.get(item.sourceId);
    if (reason === undefined) throw new Error(`left out without a reason: ${item.sourceId}`);
    return { item, reason };
  };
  return {
    ranked: rankOrder(outside.filter(hasTokenCounts)).map(withReason),
    unranked: outside
      .filter((item) => !hasTokenCounts(item))
      .sort((a, b) => byCodeUnit(shownName(a).name, shownName(b).name))
      .map(withReason),
  };
}

function idsAbove(out: readonly { item: ContextItem }[], threshold: number): string[] {
  return out.filter(({ item }) => item.probability > threshold).map(({ item }) => item.sourceId);
}

function auditName(item: ContextItem): AuditName {
  const { name, isFile } = shownName(item);
  return isFile ? { path: name } : { id: name };
}

function includedEntry(
  { item, variant, shown, fileSha256, masks }: Included,
  sha256: (text: string) => string,
): IncludedEntry {
  return {
    ...auditName(item),
    level: shown.level,
    ranges: shown.ranges,
    tokens: variant.tokens,
    probability: item.probability,
    value: variant.value,
    reason: item.pinned === true ? 'pinned' : 'selected',
    sha256: sha256(shown.text),
    fileSha256: shown.isFile ? fileSha256 : null,
    ...(masks.length === 0 ? {} : { masked: masks.map(({ from, to }) => [from, to] as const) }),
  };
}

function excludedEntry(item: ContextItem, reason: ExcludedReason): ExcludedEntry {
  const { tokens, value } = fullestOf(item);
  return {
    ...auditName(item),
    level: null,
    ranges: null,
    tokens: hasTokenCounts(item) ? tokens : null,
    probability: item.probability,
    value,
    reason,
    sha256: null,
    fileSha256: null,
  };
}

function leftOutEntry({ path, isFile = true, reason, tokens }: LeftOut): ExcludedEntry {
  return {
    ...(isFile ? { path } : { id: path }),
    level: null,
    ranges: null,
    tokens: tokens ?? null,
    probability: null,
    value: null,
    reason,
    sha256: null,
    fileSha256: null,
  };
}

function countByReason(excluded: readonly ExcludedEntry[]): Partial<Record<ExcludedReason, number>> {
  const counts: Partial<Record<ExcludedReason, number>> = {};
  for (const { reason } of excluded) counts[reason] = (counts[reason] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => byCodeUnit(a, b)));
}

function auditOptions(options: CheckedOptions): AuditOptions {
  const { minRelevance, highRelevance, floor, levels, workLimit, groupBy, shares, renderer } = options;
  return {
    minRelevance,
    highRelevance,
    floor,
    levels,
    duplicates: options.duplicates,
    workLimit,
    secrets: options.secrets,
    ...(options.strategy === 'balanced' ? { groupBy, shares } : {}),
    ...(renderer === null ? {} : { tree: renderer.tree, lineNumbers: renderer.lineNumbers }),
  };
}
