import type { Candidate } from '../core/context/candidates.ts';
import type { Attended } from '../core/context/rank/evidence.ts';
import type { FitSettings } from '../core/context/fit-settings.ts';
import { probabilityFromGestures } from '../core/context/rank/gestures.ts';
import { type Judged, type Standing, standingOf } from '../core/context/rank/rank-files.ts';
import { type Selection, isLeftOut, levelAsked, parentOf } from '../core/context/selection.ts';
import { type LeftOutReason, PIN_OVERRIDES, type ReadingReason } from '../core/context/reason.ts';
import type { Attention } from '../protocol/selection.ts';
import type { LiveDocuments } from './documents.ts';
import type { Finding } from '../core/context/secrets/finding.ts';
import { isKeptOut, notAllowed, type SecretPolicy } from '../core/context/secrets/guard.ts';
import { isSettled, type KnownFile } from './known-file.ts';

/** Everything that decides what is offered to a fit. */
export interface Gathering {
  readonly files: ReadonlyMap<string, KnownFile>;
  readonly documents: LiveDocuments;
  /** Ids of documents that are no file. */
  readonly loose: readonly string[];
  readonly selection: Selection;
  /** Which files are candidates. */
  readonly offer: FitSettings['offer'];
  readonly attention: Attention;
  /** How likely the task needs each file; null without a task: then gestures speak alone. */
  readonly judged: Judged | null;
  readonly policy: SecretPolicy;
  /** The terminal's `--pin` globs. */
  readonly isPinnedByGlob: (path: string) => boolean;
  /** Tokens of the encoding to tokens of the model. */
  readonly scale: (tokens: number) => number;
  /** Epoch ms. */
  readonly now: number;
}

export interface Gathered {
  readonly candidates: ReadonlyMap<string, Candidate>;
  /** False while a candidate's tokens are estimated from its size. */
  readonly settled: boolean;
}

/** What is ticked or pinned, as it is in the editor where that differs from the disk. */
export function gather(gathering: Gathering): Gathered {
  const { files, documents, selection } = gathering;
  const candidates = new Map<string, Candidate>();
  const isTickedIn = ticksByFolder(selection);
  const pinned = new Set(selection.pinned);
  const standing = standings(gathering);
  let settled = true;

  const take = (id: string, file: KnownFile | undefined): void => {
    const walked = file?.walked ?? null;
    const isPinned = pinned.has(id) || (walked !== null && gathering.isPinnedByGlob(walked.path));
    const isTickedHere = isTickedIn(id);
    if (!isPinned && !isTickedHere && gathering.offer === 'ticked') return;
    const findings = findingsIn(file, id, documents);
    const amount = amountOf(file, id, documents, notAllowed(findings, gathering.policy).length > 0);
    const reason = isLeftOut(selection, id) ? 'user_excluded' : reasonOf(file, documents.has(id));
    // A pin has no power over what was read and gave no text.
    const isWithoutText = !amount.settled && file !== undefined && isSettled(file);
    const overridden = isPinned && reason !== null && PIN_OVERRIDES.has(reason) && !isWithoutText;
    const readable = overridden ? null : reason;
    const known: LeftOutReason | null =
      readable === null && isKeptOut(findings, gathering.policy) ? 'secret' : readable;
    if (known === null && !amount.settled) settled = false;
    candidates.set(id, {
      id,
      isFile: file !== undefined,
      lines: amount.lines,
      pinned: isPinned,
      level: levelAsked(selection, id),
      ...(findings.length === 0 ? {} : { findings }),
      ...standing(id, isPinned, isTickedHere),
      ...(known === null
        ? { reason: null, tokens: gathering.scale(amount.tokens) }
        : { reason: known, tokens: amount.settled ? gathering.scale(amount.tokens) : null }),
    });
  };

  for (const file of files.values()) take(file.id, file);
  for (const id of gathering.loose) take(id, undefined);
  return { candidates, settled };
}

/** Bytes of a file per token until it is counted; code runs from 3 to 4. Shown with "~", never fitted. */
const BYTES_PER_TOKEN = 3.5;

function amountOf(
  file: KnownFile | undefined,
  id: string,
  documents: LiveDocuments,
  isMasked: boolean,
): { tokens: number; lines: number; settled: boolean } {
  const live = documents.live(id);
  if (live !== undefined) {
    const tokens = isMasked ? (documents.maskedTokens(id) ?? live.tokens) : live.tokens;
    return { tokens, lines: live.lines, settled: true };
  }
  const tokens = (isMasked ? file?.maskedTokens : null) ?? file?.tokens ?? null;
  if (tokens !== null) return { tokens, lines: file?.facts?.lines ?? 0, settled: true };
  return { tokens: Math.ceil((file?.walked?.size ?? 0) / BYTES_PER_TOKEN), lines: 0, settled: false };
}

/** In the editor's text where there is one. */
export function findingsIn(
  file: KnownFile | undefined,
  id: string,
  documents: LiveDocuments,
): readonly Finding[] {
  return documents.has(id) ? documents.findings(id) : (file?.facts?.secrets ?? []);
}

/** What the editor holds can be shown even where the file itself cannot; its kind still counts. */
function reasonOf(file: KnownFile | undefined, isLive: boolean): ReadingReason | null {
  const reason = file?.facts?.reason ?? null;
  if (!isLive || reason === null) return reason;
  return KINDS.has(reason) ? reason : null;
}

const KINDS: ReadonlySet<ReadingReason> = new Set([
  'user_excluded',
  'lock_file',
  'minified',
  'generated',
  'vendored',
]);

/** `isTicked`, with the answers for folders kept for all that lies below them. */
export function ticksByFolder({ marks }: Selection): (id: string) => boolean {
  if (Object.keys(marks).every((marked) => marked === '')) {
    const all = marks[''] ?? false;
    return () => all;
  }
  const folders = new Map<string, boolean>();
  const isTickedFolder = (folder: string): boolean => {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const answer = isTickedAt(folder);
    folders.set(folder, answer);
    return answer;
  };
  const isTickedAt = (path: string): boolean => {
    const mark = Object.hasOwn(marks, path) ? marks[path] : undefined;
    if (mark !== undefined) return mark;
    const parent = parentOf(path);
    return parent !== undefined && isTickedFolder(parent);
  };
  return isTickedAt;
}

type Standings = (
  id: string,
  pinned: boolean,
  ticked: boolean,
) => Partial<Standing> & { probability: number };

/** With a task by what it says of the file, with gestures as more evidence; a pin is the user's word. */
function standings(gathering: Gathering): Standings {
  const { judged, now, offer, selection } = gathering;
  const attended = attendedOf(gathering.attention, offer === 'all' ? selection : null);
  const plain = new Map<string, number>();
  return (id, pinned, ticked) => {
    const signs = attended(id);
    const standing = judged === null ? null : standingOf(judged, id, signs, now);
    if (standing !== null) return pinned ? { ...standing, probability: 1, worth: 1 } : standing;
    if (signs !== UNATTENDED)
      return { probability: probabilityFromGestures({ pinned, ticked, ...signs }, now) };
    const key = `${pinned} ${ticked}`;
    const known = plain.get(key) ?? probabilityFromGestures({ pinned, ticked }, now);
    plain.set(key, known);
    return { probability: known };
  };
}

const UNATTENDED: Attended = {};
const TICKED: Attended = { ticked: true };

/**
 * What the user does with a file now; the same value for all those with which nothing is done.
 *
 * @param ticks null: a tick says nothing, as only what is ticked is chosen from.
 */
export function attendedOf(attention: Attention, ticks: Selection | null): (id: string) => Attended {
  const signs = new Map<string, Attended>();
  const sign = (ids: Iterable<string>, seen: Attended): void => {
    for (const id of ids) signs.set(id, { ...signs.get(id), ...seen });
  };
  sign(attention.open, { open: true });
  sign(attention.visible, { visible: true });
  sign(attention.changed ?? [], { changed: true });
  sign(attention.problems ?? [], { problems: true });
  for (const [id, editedAt] of Object.entries(attention.edited)) sign([id], { editedAt });
  const isTickedIn = ticks === null ? () => false : ticksByFolder(ticks);
  return (id) => {
    const seen = signs.get(id);
    if (!isTickedIn(id)) return seen ?? UNATTENDED;
    return seen === undefined ? TICKED : { ...seen, ticked: true };
  };
}
