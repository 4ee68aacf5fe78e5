import type { OfferedItem } from './offers.ts';
import type { ContextItem, Variant } from './item.ts';
import type { ReadingReason } from './reason.ts';
import type { Finding, Span } from './secrets/finding.ts';
import type { PackedItem, Renderer } from './render/pack.ts';
import { itemFraming } from './render/pack.ts';
import { shownAt, shownText } from './render/shown-text.ts';

/** What reading a candidate gave: its decoded text with the hash of its bytes (hex), or why there is none. */
export type Loaded =
  | {
      readonly text: string;
      readonly fileSha256: string | null;
      /** Ranges of the text in full that `[masked]` stands for. */
      readonly masks?: readonly Span[];
    }
  | { readonly reason: ReadingReason }
  | { readonly reason: 'secret'; readonly findings: readonly Finding[] };

/** Contents by source id. A missing entry is taken as `vanished`. */
export type Load = (sourceIds: readonly string[]) => Promise<ReadonlyMap<string, Loaded>>;

/** One reading of a candidate. It is kept for the whole fit: what is counted is what is hashed and shown. */
export interface Content {
  readonly text: string;
  readonly fileSha256: string | null;
  readonly masks: readonly Span[];
}

export function contentOf(loaded: Extract<Loaded, { text: string }>): Content {
  return { text: shownText(loaded.text), fileSha256: loaded.fileSha256, masks: loaded.masks ?? [] };
}

/** The path of a file, else the id. */
export function shownName(item: ContextItem): { readonly name: string; readonly isFile: boolean } {
  const path = item.metadata?.path;
  return path === undefined ? { name: item.sourceId, isFile: false } : { name: path, isFile: true };
}

/** A chosen variant with its text, ready to be rendered. */
export function shownItem(item: ContextItem, variant: Variant, content: Content): PackedItem {
  return {
    ...shownName(item),
    level: variant.level,
    ...shownAt(content.text, variant.level, variant.ranges),
    pinned: item.pinned === true,
  };
}

/** The variants with their framing counted, where the caller has not done so; none without a renderer. */
export function withFraming(
  item: OfferedItem,
  renderer: Renderer | null,
  count: (text: string) => number,
): OfferedItem {
  const framing = (variant: Variant): number =>
    renderer === null
      ? 0
      : (variant.framing ??
        count(itemFraming({ ...shownName(item), level: variant.level, ranges: variant.ranges }, renderer)));
  return { ...item, variants: item.variants.map((variant) => ({ ...variant, framing: framing(variant) })) };
}

/**
 * The item's variants as they would be made of this text, without framing; null: it is the text they were made of. For
 * whoever made them: only there it is known which lines a task or an outline asks for.
 */
export type Revise = (item: OfferedItem, text: string) => Promise<readonly Variant[] | null>;

/**
 * The item as its content is now: a file may have changed since it was counted. What shows some of its lines is made
 * anew, or left out where nobody can: the same line numbers hold other lines now.
 *
 * @param revised what `Revise` gave.
 */
export function recounted(
  item: OfferedItem,
  content: Content,
  revised: readonly Variant[] | null,
  renderer: Renderer,
  count: (text: string) => number,
): OfferedItem {
  const whole = item.variants
    .filter(({ level }) => level === 'full' || level === 'path')
    .map(({ id, level, value, ranges }): Variant => {
      const shown = shownAt(content.text, level, ranges);
      return { id, level, value, ranges: shown.ranges, tokens: count(shown.text) };
    });
  const variants = revised ?? whole;
  return withFraming({ ...item, tokenCount: count(content.text), variants }, renderer, count);
}
