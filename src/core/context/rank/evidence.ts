import { EDIT_HALF_LIFE_MS, type Gestures } from './gestures.ts';
import type { NamedPlace } from './named-places.ts';

/** What the editor knows of a file beside the user's gestures. */
export interface Attended extends Gestures {
  /** Differs from the last commit. */
  readonly changed?: boolean;
  /** Has errors or warnings. */
  readonly problems?: boolean;
}

/**
 * How much a sign adds to the log-odds that a file is needed: 1.1 makes an even chance three to one. By judgement, as
 * no outcomes are recorded yet; only the order is claimed. Where only what is ticked may be chosen from, a tick is not
 * given as a sign.
 */
export const SIGN_LOGIT = {
  /** The task, or a trace pasted into it, names the file. */
  named: 4,
  /** More for a line: traces and compiler messages point at the place. */
  line: 1,
  ticked: 2.2,
  visible: 1.1,
  edited: 1.1,
  changed: 0.9,
  problems: 0.9,
  open: 0.4,
} as const;

/**
 * Added to the log-odds of a file, ≥ 0; one sign more never lowers it.
 * @param now epoch ms; an edit in its future counts as just made.
 */
export function attentionLogit(attended: Attended, now: number): number {
  const { ticked, visible, open, changed, problems, editedAt } = attended;
  return (
    (ticked === true ? SIGN_LOGIT.ticked : 0) +
    (visible === true ? SIGN_LOGIT.visible : 0) +
    (open === true ? SIGN_LOGIT.open : 0) +
    (changed === true ? SIGN_LOGIT.changed : 0) +
    (problems === true ? SIGN_LOGIT.problems : 0) +
    SIGN_LOGIT.edited * recency(editedAt, now)
  );
}

/** A place of the task in a file of the workspace. */
export interface FoundPlace {
  readonly line: number | null;
  /** How many files the name fits as well; 1 when it is this one. */
  readonly among: number;
}

/**
 * Which files the named places are. A written path fits the files whose id ends with it, or with which it ends (an
 * absolute path from another machine): of those the ones that agree in most folders.
 */
export function findPlaces(
  places: readonly NamedPlace[],
  ids: Iterable<string>,
): ReadonlyMap<string, FoundPlace> {
  const found = new Map<string, FoundPlace>();
  if (places.length === 0) return found;
  const byName = new Map<string, string[]>();
  for (const id of ids) {
    const name = lastName(id);
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [id]);
    else known.push(id);
  }
  for (const { path, line } of places) {
    const fitting = bestFitting(path, byName.get(lastName(path)) ?? []);
    for (const id of fitting) {
      const known = found.get(id);
      found.set(id, {
        line: known?.line ?? line,
        among: Math.min(known?.among ?? fitting.length, fitting.length),
      });
    }
  }
  return found;
}

/** Added to the log-odds of a named file; a name that fits several files is shared among them. */
export function placeLogit({ line, among }: FoundPlace): number {
  const logit = SIGN_LOGIT.named + (line === null ? 0 : SIGN_LOGIT.line) - Math.log(among);
  return Math.max(0, logit);
}

function bestFitting(path: string, ids: readonly string[]): readonly string[] {
  const written = path.split('/').filter((name) => name !== '' && name !== '..');
  let best: string[] = [];
  let most = 0;
  for (const id of ids) {
    const names = id.split('/');
    let agreeing = 0;
    while (
      agreeing < Math.min(names.length, written.length) &&
      names.at(-1 - agreeing) === written.at(-1 - agreeing)
    ) {
      agreeing++;
    }
    // one of the two is the end of the other, else they are different files of one name
    if (agreeing < Math.min(names.length, written.length)) continue;
    if (agreeing > most) {
      most = agreeing;
      best = [];
    }
    if (agreeing === most) best.push(id);
  }
  return best;
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function recency(editedAt: number | undefined, now: number): number {
  if (editedAt === undefined || !Number.isFinite(editedAt)) return 0;
  return 2 ** (-Math.max(0, now - editedAt) / EDIT_HALF_LIFE_MS);
}
