import { languageOf } from './kind/language.ts';
import { sourceKind } from './kind/source-kind.ts';
import type { ContextItem, Level, LineRange, Variant } from './item.ts';
import type { LeftOut } from './fit-options.ts';
import { valueOf } from './rank/value.ts';
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
}

export interface Offered {
  readonly items: readonly ContextItem[];
  readonly leftOut: readonly LeftOut[];
}

/** A candidate with a text to offer. */
export type OfferedCandidate = Extract<Candidate, { readonly reason: null }>;

export type MakeItem = (candidate: OfferedCandidate) => ContextItem;

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
 */
export function itemMaker(
  levels: readonly Level[],
  renderer: Renderer,
  count: (text: string) => number,
): MakeItem {
  return (candidate) => itemOf(candidate, levels, renderer, count);
}

function itemOf(
  { id, isFile, lines, pinned, probability, tokens }: OfferedCandidate,
  levels: readonly Level[],
  renderer: Renderer,
  count: (text: string) => number,
): ContextItem {
  const variant = (level: Level, shown: number, ranges: readonly LineRange[]): Variant => ({
    id: `${level}:${id}`,
    level,
    ranges,
    tokens: shown,
    value: valueOf(probability, level),
    framing: count(itemFraming({ name: id, isFile, level, ranges }, renderer)),
  });
  const language = languageOf(id);
  const full = variant('full', tokens, lines === 0 ? [] : [[1, lines]]);
  const path = levels.includes('path') ? variant('path', count(lengthText(lines)), []) : null;
  const isWorthOffering =
    path !== null && (!levels.includes('full') || (tokens > SMALL_ITEM && path.tokens < tokens));
  return {
    sourceId: id,
    probability,
    tokenCount: tokens,
    nodeKind: 'file',
    pinned,
    metadata: {
      ...(isFile ? { path: id } : {}),
      ...(language === null ? {} : { language }),
      kind: sourceKind(id),
    },
    variants: path !== null && isWorthOffering ? [full, path] : [full],
  };
}
