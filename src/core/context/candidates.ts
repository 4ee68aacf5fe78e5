import { languageOf } from './kind/language.ts';
import { sourceKind } from './kind/source-kind.ts';
import { type ContextItem, type Level, type LineRange, SMALL_ITEM, type Variant } from './item.ts';
import type { LeftOut } from './fit-options.ts';
import { LEVEL_UTILITY } from './levels/utility.ts';
import type { LeftOutReason } from './reason.ts';
import { itemFraming, type Renderer } from './render/pack.ts';
import { lengthText } from './render/shown-text.ts';
import type { Finding } from './secrets/finding.ts';

/** A file or document on its way into a fit, as far as it is known. */
export type Candidate = CandidateFacts &
  (
    | { readonly reason: null; readonly tokens: number }
    /** Why it was left out while walking, reading or scanning; its tokens are null when never counted. */
    | { readonly reason: LeftOutReason; readonly tokens: number | null }
  );

interface CandidateFacts {
  readonly id: string;
  readonly isFile: boolean;
  readonly lines: number;
  readonly pinned: boolean;
  /** In [0, 1]. */
  readonly probability: number;
  /** Rank and nothing else; default the probability. */
  readonly score?: number;
  /** What its being needed counts, in (0, 1]; default 1. Value is probability · worth · u(level). */
  readonly worth?: number;
  /** The one level at which the user wants it shown; absent or null: the fit decides. */
  readonly level?: Level | null;
  /** Secrets found in its text; absent: none. */
  readonly findings?: readonly Finding[];
}

export interface Offered {
  readonly items: readonly ContextItem[];
  readonly leftOut: readonly LeftOut[];
}

/** A candidate with a text to offer. */
export type OfferedCandidate = Extract<Candidate, { readonly reason: null }>;

export type MakeItem = (candidate: OfferedCandidate) => ContextItem;

/**
 * Variants by candidate id, made of its text, without framing. Their value is that of a file which is needed for
 * certain: u(level).
 */
export type DetailedVariants = ReadonlyMap<string, readonly Variant[]>;

/** Candidates as items, and those that are out before any fit. */
export function offer(candidates: Iterable<Candidate>, makeItem: MakeItem): Offered {
  const items: ContextItem[] = [];
  const leftOut: LeftOut[] = [];
  for (const candidate of candidates) {
    if (candidate.reason === null) items.push(makeItem(candidate));
    else leftOut.push(leftOutOf(candidate, candidate.reason, candidate.tokens));
  }
  return { items, leftOut };
}

function leftOutOf(
  { id, isFile, pinned, findings }: CandidateFacts,
  reason: LeftOutReason,
  tokens: number | null,
): LeftOut {
  return { path: id, isFile, reason, tokens: tokens ?? undefined, pinned, findings };
}

/** What of an item does not depend on how likely it is needed: costly to make, and kept from plan to plan. */
export interface ItemShape {
  readonly metadata: NonNullable<ContextItem['metadata']>;
  /** With framing; values as in `DetailedVariants`. */
  readonly variants: readonly Variant[];
}

/**
 * Shapes with their variants, each with the framing that the renderer adds. The full text is always among them, for
 * pins and the audit (`choose` offers no level that is not allowed), unless the user asked for another level.
 *
 * @param count tokens of a text by the model's counting, as are the candidates' own.
 * @param detailed variants of candidates that were looked into; the others offer `full` and `path`.
 */
export function shaper(
  levels: readonly Level[],
  renderer: Renderer,
  count: (text: string) => number,
  detailed: DetailedVariants = new Map(),
): (candidate: OfferedCandidate) => ItemShape {
  const withFraming = ({ id, isFile }: OfferedCandidate, variant: Variant): Variant => {
    const { level, ranges } = variant;
    return { ...variant, framing: count(itemFraming({ name: id, isFile, level, ranges }, renderer)) };
  };
  return (candidate) => {
    const { id, isFile, level: asked = null } = candidate;
    const able = detailed.get(id) ?? plainVariants(candidate, levels, count);
    const wanted = asked === null ? able : able.filter(({ level }) => level === asked);
    const language = languageOf(id);
    return {
      metadata: {
        ...(isFile ? { path: id } : {}),
        ...(language === null ? {} : { language }),
        kind: sourceKind(id),
      },
      variants: (wanted.length === 0 ? able : wanted).map((variant) => withFraming(candidate, variant)),
    };
  };
}

/** The item of a candidate: its variants are worth what they show, as likely as it is needed. */
export function itemOf(
  { id, pinned, probability, score, tokens, worth = 1 }: OfferedCandidate,
  { metadata, variants }: ItemShape,
): ContextItem {
  const expected = probability * worth;
  return {
    sourceId: id,
    probability,
    ...(score === undefined ? {} : { score }),
    tokenCount: tokens,
    nodeKind: 'file',
    pinned,
    metadata,
    variants: variants.map((variant) => worthBy(expected, variant)),
  };
}

/** @param expected how much of the file is likely needed: probability · worth. */
export function worthBy(expected: number, variant: Variant): Variant {
  return { ...variant, value: expected * variant.value };
}

/** `shaper` and `itemOf` in one, for a single fit. */
export function itemMaker(...asked: Parameters<typeof shaper>): MakeItem {
  const shape = shaper(...asked);
  return (candidate) => itemOf(candidate, shape(candidate));
}

/** What needs no look into the text. */
function plainVariants(
  { id, lines, tokens, level: asked = null }: OfferedCandidate,
  levels: readonly Level[],
  count: (text: string) => number,
): readonly Variant[] {
  const variant = (level: 'full' | 'path', shown: number, ranges: readonly LineRange[]): Variant => ({
    id: `${level}:${id}`,
    level,
    ranges,
    tokens: shown,
    value: LEVEL_UTILITY[level],
  });
  const full = variant('full', tokens, lines === 0 ? [] : [[1, lines]]);
  const path =
    levels.includes('path') || asked === 'path' ? variant('path', count(lengthText(lines)), []) : null;
  const isWorthOffering =
    path !== null &&
    (!levels.includes('full') || asked === 'path' || (tokens > SMALL_ITEM && path.tokens < tokens));
  return isWorthOffering ? [full, path] : [full];
}
