/** What the user did with a file, all optional: nothing done is nothing said. */
export interface Gestures {
  readonly pinned?: boolean;
  readonly ticked?: boolean;
  /** Open in an editor tab. */
  readonly open?: boolean;
  /** In sight in an editor now. */
  readonly visible?: boolean;
  /** When it was last edited by hand, epoch ms. */
  readonly editedAt?: number;
}

/**
 * How strongly one gesture alone says "this file is needed". Set by judgement, as there are no recorded outcomes
 * to fit them to yet; only the order is claimed: a tick is an explicit wish, sight and typing are signs of
 * attention, a tab left open says little.
 */
export const GESTURE_WEIGHT = { pinned: 1, ticked: 0.5, visible: 0.3, open: 0.1, edited: 0.3 } as const;

/** An edit loses half of its weight in this time: about one piece of work at a desk. */
export const EDIT_HALF_LIFE_MS = 30 * 60_000;

/**
 * The probability that a file is needed, from gestures alone: each is taken as independent evidence,
 * 1 − Π (1 − weight) ("noisy or", Pearl 1988), so that one more gesture never lowers it.
 *
 * @param now epoch ms; an edit in its future (a clock was set back) counts as just made.
 * @returns a number in [0, 1]: 1 when pinned, .5 when only ticked, 0 without any gesture.
 */
export function probabilityFromGestures(gestures: Gestures, now: number): number {
  const weights = [
    gestures.pinned === true ? GESTURE_WEIGHT.pinned : 0,
    gestures.ticked === true ? GESTURE_WEIGHT.ticked : 0,
    gestures.visible === true ? GESTURE_WEIGHT.visible : 0,
    gestures.open === true ? GESTURE_WEIGHT.open : 0,
    GESTURE_WEIGHT.edited * recency(gestures.editedAt, now),
  ];
  return 1 - weights.reduce((doubt, weight) => doubt * (1 - weight), 1);
}

function recency(editedAt: number | undefined, now: number): number {
  if (editedAt === undefined || !Number.isFinite(editedAt)) return 0;
  return 2 ** (-Math.max(0, now - editedAt) / EDIT_HALF_LIFE_MS);
}
