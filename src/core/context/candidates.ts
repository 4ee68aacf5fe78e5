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

/** Variants by candidate id, made of its text; without framing. */
export type DetailedVariants = ReadonlyMap<string, readonly Variant[]>;

/**
 * Candidates as items with the variants that `levels` allow, each with the framing that the renderer adds.
 *
 * @param detailed variants of candidates that were looked into; the others offer `full` and `path`.
 * @param count tokens of a text by the model's counting, as are the candidates' own.
 */
export function offer(
  candidates: Iterable<Candidate>,
  levels: readonly Level[],
  renderer: Renderer,
  count: (text: string) => number,
  detailed: DetailedVariants = new Map(),
): Offered {
  const items: ContextItem[] = [];
  const leftOut: LeftOut[] = [];
  for (const candidate of candidates) {
    if (candidate.reason === null) {
      const variants =
        detailed.get(candidate.id) ?? plainVariants(candidate, candidate.tokens, levels, count);
      items.push(itemOf(candidate, candidate.tokens, variants, renderer, count));
    } else leftOut.push(leftOutOf(candidate.id, candidate.reason, candidate.tokens, candidate.pinned));
  }
  return { items, leftOut };
}

function leftOutOf(path: string, reason: ReadingReason, tokens: number | null, pinned: boolean): LeftOut {
  return { path, reason, tokens: tokens ?? undefined, pinned };
}

/** What needs no look into the text. */
function plainVariants(
  { id, lines, probability, worth = 1 }: CandidateFacts,
  tokens: number,
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
  const variants: Variant[] = [];
  if (levels.includes('full')) variants.push(variant('full', tokens, lines === 0 ? [] : [[1, lines]]));
  if (levels.includes('path')) variants.push(variant('path', count(lengthText(lines)), []));
  return variants;
}

function itemOf(
  candidate: CandidateFacts,
  tokens: number,
  variants: readonly Variant[],
  renderer: Renderer,
  count: (text: string) => number,
): ContextItem {
  const { id, isFile, pinned, probability, score } = candidate;
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
