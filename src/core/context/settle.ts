import { exactCount } from '../facts/readable-number.ts';
import type { Failure, Result } from '../facts/result.ts';
import { fail, ok } from '../facts/result.ts';
import type { OfferedItem } from './offers.ts';
import { type LostPin, pinnedRefused } from './offers.ts';
import { chooseBesidePins } from './choose-beside-pins.ts';
import type { Content, Load, Revise } from './contents.ts';
import { contentOf, recounted, shownItem } from './contents.ts';
import type { Choice, ChoiceOptions, Choose, RejectedReason } from './fit/choice.ts';
import { costOf } from './fit/variants.ts';
import type { Variant } from './item.ts';
import type { LeftOutReason } from './reason.ts';
import type { PackedItem, PromptWords, Renderer } from './render/pack.ts';
import { renderPack, renderPrompt } from './render/pack.ts';
import { shownAt } from './render/shown-text.ts';
import type { Span } from './secrets/finding.ts';
import type { PlannedBudget } from './room.ts';
import { refuseTooMuch } from './refuse-too-much.ts';

/** What the steps after counting need from outside. */
export interface SettlePorts {
  readonly choose: Choose;
  /** Tokens of a text by the model's counting, its factor included; integer ≥ 0. */
  readonly count: (text: string) => number;
  readonly load: Load;
  /** Whoever made variants of some lines makes them again where the text has changed. */
  readonly revise?: Revise | undefined;
  /** The editor's own counter for the model, where it offers one. */
  readonly verify?: ((text: string) => Promise<number>) | undefined;
  readonly isCancelled?: (() => boolean) | undefined;
}

export interface Unsettled {
  readonly offers: ReadonlyMap<string, OfferedItem>;
  /** Already read, because a pin asked for it. */
  readonly contents: ReadonlyMap<string, Content>;
  readonly planned: PlannedBudget;
  /** Budget − margin − fixed framing, > 0. */
  readonly room: number;
  readonly choice: Omit<ChoiceOptions, 'room'>;
  readonly words: PromptWords;
  readonly renderer: Renderer | null;
}

export interface Included {
  readonly item: OfferedItem;
  readonly variant: Variant;
  readonly shown: PackedItem;
  readonly fileSha256: string | null;
  readonly masks: readonly Span[];
}

export interface Settled {
  /** In rank order. */
  readonly included: readonly Included[];
  /** The candidates as they were in the end: recounted where they had changed. */
  readonly offers: ReadonlyMap<string, OfferedItem>;
  readonly reasons: ReadonlyMap<string, LeftOutReason | RejectedReason>;
  readonly choice: Choice;
  /** Of the first pass over the candidates as they were in the end. */
  readonly upperBound: number;
  readonly proven: boolean;
  readonly tokensUsed: number;
  /** The prompt; null without a renderer. */
  readonly text: string | null;
  readonly notes: readonly string[];
}

/** After so many readings that brought changes, only what has been read is still chosen from. */
const READING_ROUNDS = 8;
/** After so many cuts by the overshoot alone, each cut also takes a quarter of the room beside the pinned. */
const EXACT_CUTS = 8;

/**
 * Framing is counted item by item beforehand, and a little too high: whole, its tokens grow together. What that
 * leaves free is given to the choice again, so many times: enough to halve a step that was too large twice.
 */
const TOP_UPS = 4;

/**
 * Steps 8 and 9 of spec F3: choose, read what was chosen, render, count the whole, and again with less room
 * until it holds. It ends, since every candidate is read and recounted at most once and every other round has
 * strictly less room; at the end of the room only the pinned are left.
 *
 * Errors: those of `choose`, and `pinned_exceed_budget`, `pinned_unreadable`, `pinned_secret`, `no_room`, `cancelled`.
 */
export async function settle(problem: Unsettled, ports: SettlePorts): Promise<Result<Settled>> {
  const { planned, renderer, words } = problem;
  const offers = new Map(problem.offers);
  const contents = new Map(problem.contents);
  const gone = new Map<string, LeftOutReason>();
  const recountedIds = new Set<string>();
  const checked = new Set<string>();
  let room = problem.room;
  let first: Choice | null = null;
  let readings = 0;
  let cuts = 0;
  let topUps = 0;
  let held: Settled | null = null;
  let heldRoom = room;
  let spare = 0;

  for (;;) {
    if (ports.isCancelled?.() === true) return cancelled();
    const isFirst = first === null;
    const onlyRead = readings > READING_ROUNDS;
    if (first === null) {
      const chosen = chooseBesidePins([...offers.values()], () => true, problem.choice, room, ports.choose);
      if (!chosen.ok) return chosen;
      first = chosen.value;
    }
    let choice: Choice = first;
    if (!isFirst || onlyRead) {
      const mayChoose = (item: OfferedItem): boolean => !onlyRead || contents.has(item.sourceId);
      const chosen = chooseBesidePins([...offers.values()], mayChoose, problem.choice, room, ports.choose);
      if (!chosen.ok) return chosen;
      choice = chosen.value;
    }

    const before = gone.size + recountedIds.size;
    const read = await readChosen(choice);
    if (!read.ok) return read;
    if (ports.isCancelled?.() === true) return cancelled();
    if (gone.size + recountedIds.size > before) {
      if (held !== null) return ok(held);
      readings++;
      room = problem.room;
      first = null;
      continue;
    }

    const included = inRankOrder(choice);
    const text = renderer === null ? null : renderedText(included, renderer);
    const tokensUsed =
      text === null ? included.reduce((sum, { variant }) => sum + variant.tokens, 0) : ports.count(text);
    const notes = notesOf(recountedIds.size, onlyRead);
    let { limit } = planned;
    let over = tokensUsed - limit;
    if (over <= 0 && text !== null && ports.verify !== undefined) {
      const verified = await verifiedCount(text, ports.verify);
      if (ports.isCancelled?.() === true) return cancelled();
      if (verified === null) notes.push("The editor's own counter gave no count: not verified.");
      else notes.push(`Verified by the editor's own counter: ${exactCount(verified)} tokens.`);
      // The margin is for the error of an estimate: the model's own count may use all of the budget.
      limit = planned.budget;
      over = (verified ?? 0) - limit;
    }
    if (over <= 0) {
      const proven = isFirst ? choice.proven : first.proven && choice.value >= first.value;
      const upperBound = Math.max(first.upperBound, choice.value);
      const reasons = new Map<string, LeftOutReason | RejectedReason>([...choice.rejected, ...gone]);
      if (held === null || choice.value > held.choice.value) {
        held = { included, offers, reasons, choice, upperBound, proven, tokensUsed, text, notes };
      }
      heldRoom = room;
      spare = planned.limit - tokensUsed;
      if (!isCrowded(choice)) return ok(held);
    }
    if (held !== null) {
      // Over, while less was held: half of the spare room may still do.
      if (over > 0) spare = Math.floor(spare / 2);
      const isVerifiedCut = ports.verify !== undefined && cuts > 0;
      if (text === null || topUps >= TOP_UPS || spare <= 0 || isVerifiedCut) return ok(held);
      topUps++;
      room = heldRoom + spare;
      first = null;
      continue;
    }
    if (included.every(({ item }) => item.pinned === true))
      return refuseTooMuch(included, over, { ...planned, limit });
    cuts++;
    room = lessRoom(room, choice, over, cuts, included);
  }

  async function readChosen(choice: Choice): Promise<Result<null>> {
    const unread = [...choice.chosen.keys()].filter((id) => !contents.has(id));
    const loaded = unread.length === 0 ? new Map<string, never>() : await ports.load(unread);
    const lost: LostPin[] = [];
    for (const id of unread) {
      const entry = loaded.get(id) ?? { reason: 'vanished' };
      if ('text' in entry) {
        contents.set(id, contentOf(entry));
      } else if (offers.get(id)?.pinned === true) {
        lost.push({ path: id, ...entry });
      } else {
        gone.set(id, entry.reason);
        offers.delete(id);
      }
    }
    if (lost.length > 0) return pinnedRefused(lost);
    // Without a renderer the tokens are the caller's own figures (spec F2).
    if (renderer !== null) {
      for (const [id, variant] of choice.chosen) await recountIfChanged(id, variant, renderer);
    }
    return ok(null);
  }

  async function recountIfChanged(id: string, variant: Variant, renderer: Renderer): Promise<void> {
    const item = offers.get(id);
    const content = contents.get(id);
    if (item === undefined || content === undefined || recountedIds.has(id) || checked.has(variant.id))
      return;
    const revised = (await ports.revise?.(item, content.text)) ?? null;
    const { text } = shownAt(content.text, variant.level, variant.ranges);
    if (revised === null && ports.count(text) === variant.tokens) {
      checked.add(variant.id);
    } else {
      offers.set(id, recounted(item, content, revised, renderer, ports.count));
      recountedIds.add(id);
    }
  }

  function inRankOrder(choice: Choice): readonly Included[] {
    return choice.ranked.flatMap(({ sourceId }) => {
      const variant = choice.chosen.get(sourceId);
      const item = offers.get(sourceId);
      const content = contents.get(sourceId);
      if (variant === undefined || item === undefined || content === undefined) return [];
      const { fileSha256, masks } = content;
      return [{ item, variant, shown: shownItem(item, variant, content), fileSha256, masks }];
    });
  }

  function renderedText(included: readonly Included[], renderer: Renderer): string {
    const pack = renderPack(
      included.map(({ shown }) => shown),
      renderer,
    );
    return renderPrompt(words, pack, renderer.format);
  }
}

/**
 * The room less the overshoot (spec F6). Where even that would let the same set in, as the room was not used up,
 * the set's own tokens less the overshoot. Late cuts are larger, so that no counter can make it take long.
 */
function lessRoom(
  room: number,
  choice: Choice,
  over: number,
  cuts: number,
  included: readonly Included[],
): number {
  const less = choice.tokens > room - over ? room - over : choice.tokens - over;
  if (cuts <= EXACT_CUTS) return less;
  const pinned = included
    .filter(({ item }) => item.pinned === true)
    .reduce((sum, { variant }) => sum + costOf(variant), 0);
  return Math.min(less, pinned + Math.floor((Math.min(room, choice.tokens) - pinned) * 0.75));
}

/** Null when the editor's counter fails: it is a service, and our own count holds without it. */
async function verifiedCount(
  text: string,
  verify: (text: string) => Promise<number>,
): Promise<number | null> {
  try {
    const tokens = await verify(text);
    return Number.isFinite(tokens) ? Math.ceil(tokens) : null;
  } catch {
    return null;
  }
}

/** True when more room would let more in. */
function isCrowded({ rejected }: Choice): boolean {
  return [...rejected.values()].some((reason) => reason === 'does_not_fit' || reason === 'not_chosen');
}

function notesOf(changed: number, onlyRead: boolean): string[] {
  const notes: string[] = [];
  if (changed > 0) {
    notes.push(`Counted again, as ${changed === 1 ? 'it' : 'they'} had changed: ${changed} of the chosen.`);
  }
  if (onlyRead) notes.push('Files kept changing while they were read: fit again to consider the rest.');
  return notes;
}

function cancelled(): { readonly ok: false; readonly error: Failure } {
  return fail('cancelled', 'The fit was cancelled.');
}
