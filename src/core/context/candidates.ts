import { languageOf } from './kind/language.ts';
import { sourceKind } from './kind/source-kind.ts';
import type { ContextItem, Level, LineRange, Variant } from './item.ts';
import type { LeftOut } from './fit-options.ts';
import { LEVEL_UTILITY } from './levels/utility.ts';
import type { ReadingReason } from './reason.ts';
import { itemFraming, type Renderer } from './render/pack.ts';
import { lengthText } from './render/shown-text.ts';

/** A file or document on its way into a fit, as far as it is known. */
export type Candidate = CandidateFacts &
  (
    | { readonly reason: null; readonly tokens: number }
    /** Why it was left out while walking or reading; its tokens are null when never counted. */
    | { readonly reason: ReadingReason; readonly tokens: number | null }
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
}

export interface Offered {
  readonly items: readonly ContextItem[];
  readonly leftOut: readonly LeftOut[];
}

/** A candidate with a text to offer. */
export type OfferedCandidate = Extract<Candidate, { readonly reason: null }>;

export type MakeItem = (candidate: OfferedCandidate) => ContextItem;

/** Variants by candidate id, made of its text; without framing. */
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
  { id, isFile, pinned }: CandidateFacts,
  reason: ReadingReason,
  tokens: number | null,
): LeftOut {
  return { path: id, isFile, reason, tokens: tokens ?? undefined, pinned };
}

/** Tokens up to which a file is offered in full only: a path would hardly save anything (spec F10). */
const SMALL_ITEM = 10;

/**
 * Makes items with their variants, each with the framing that the renderer adds. The full text is always among them,
 * for pins and the audit: `choose` offers no level that is not allowed.
 *
 * @param count tokens of a text by the model's counting, as are the candidates' own.
 * @param detailed variants of candidates that were looked into; the others offer `full` and `path`.
 */
export function itemMaker(
  levels: readonly Level[],
  renderer: Renderer,
  count: (text: string) => number,
  detailed: DetailedVariants = new Map(),
): MakeItem {
  return (candidate) => {
    const variants = detailed.get(candidate.id) ?? plainVariants(candidate, levels, count);
    return itemOf(candidate, variants, renderer, count);
  };
}

/** What needs no look into the text. */
function plainVariants(
  { id, lines, probability, tokens, worth = 1 }: OfferedCandidate,
  levels: readonly Level[],
  count: (text: string) => number,
): readonly Variant[] {
  const variant = (level: 'full' | 'path', shown: number, ranges: readonly LineRange[]): Variant => ({
    id: `${level}:${id}`,
    level,
    ranges,
    tokens: shown,
    value: probability * worth * LEVEL_UTILITY[level],
  });
  const full = variant('full', tokens, lines === 0 ? [] : [[1, lines]]);
  const path = levels.includes('path') ? variant('path', count(lengthText(lines)), []) : null;
  const isWorthOffering =
    path !== null && (!levels.includes('full') || (tokens > SMALL_ITEM && path.tokens < tokens));
  return path !== null && isWorthOffering ? [full, path] : [full];
}

function itemOf(
  candidate: OfferedCandidate,
  variants: readonly Variant[],
  renderer: Renderer,
  count: (text: string) => number,
): ContextItem {
  const { id, isFile, pinned, probability, score, tokens } = candidate;
  const framing = ({ level, ranges }: Variant): number =>
    count(itemFraming({ name: id, isFile, level, ranges }, renderer));
  const language = languageOf(id);
  return {
    sourceId: id,
    probability,
    ...(score === undefined ? {} : { score }),
    tokenCount: tokens,
    nodeKind: 'file',
    pinned,
    metadata: {
      ...(isFile ? { path: id } : {}),
      ...(language === null ? {} : { language }),
      kind: sourceKind(id),
    },
    variants: variants.map((variant) => ({ ...variant, framing: framing(variant) })),
  };
}
