import { byCodeUnit } from '../../facts/text-order.ts';
import type { SourceKind } from '../kind/source-kind.ts';
import { type Attended, attentionLogit, findPlaces, type FoundPlace, placeLogit } from './evidence.ts';
import { termTotal } from './file-terms.ts';
import { chancesOf, probabilityOf } from './probability.ts';
import type { RankIndex, RankedSource } from './rank-index.ts';
import { reasonsFor } from './reasons.ts';
import { scoresOf } from './score.ts';
import { type Signals, signalsOf } from './signals.ts';
import { pairTests } from './test-pairing.ts';
import { type TaskTerms, taskTerms } from './task-terms.ts';
import {
  type RankParameters,
  rankParameters,
  SIZE_HANDICAP,
  SMALLEST_SIZE,
  TEST_HANDICAP,
  TEST_WORTH,
  TOKENS_PER_TERM,
} from './weights.ts';

/** What text, paths and history say of every file for a task; the same until one of these changes. */
export interface Judged {
  readonly task: TaskTerms;
  readonly index: RankIndex;
  readonly signals: Signals;
  /** By which it was judged. */
  readonly parameters: RankParameters;
  /** Place in the index by id. */
  readonly byId: ReadonlyMap<string, number>;
  /** Log-odds that the file is needed, in the order of the index's files, named places counted in. */
  readonly logits: Float64Array;
  readonly places: ReadonlyMap<string, FoundPlace>;
  /** What is taken off the log-odds where files are put in one order, ≥ 0. */
  readonly handicaps: Float64Array;
  /** Place of a test in the index → place of the source it tests. */
  readonly tested: ReadonlyMap<number, number>;
}

export interface RankedFile {
  readonly id: string;
  readonly kind: SourceKind;
  /** Orders the files, greatest first; any finite number. */
  readonly score: number;
  /** In [0, 1], calibrated: that the task needs the file (for a test: that it changes too). */
  readonly probability: number;
  /** Empty for files far down the list. */
  readonly reasons: readonly string[];
}

export interface RankOptions {
  /** What else is known of a file; default nothing. */
  readonly attended?: (id: string) => Attended;
  /** Epoch ms, for how long ago edits were; default 0. */
  readonly now?: number;
  /** How many of the best get reasons. Default 100. */
  readonly reasonsFor?: number;
}

const REASONS_FOR = 100;
/** Files that others are said to have changed with. */
const PARTNERS = 5;

/** Reads the task and judges every file; the costly half of `rankFiles`, to be kept while nothing changed. */
export function judgeFiles(
  task: string,
  index: RankIndex,
  parameters: RankParameters = rankParameters(index.history !== null),
): Judged {
  const terms = taskTerms(task);
  const signals = signalsOf(terms, index);
  const { files } = index;
  const tested = index.tested ?? pairTests(files);
  const { logits } = chancesOf(files, scoresOf(signals, parameters), signals, parameters, tested);
  const byId = new Map(files.map(({ id }, place) => [id, place]));
  const places = findPlaces(terms.places, byId.keys());
  for (const [id, found] of places) {
    const place = byId.get(id);
    if (place !== undefined) logits[place] = (logits[place] ?? 0) + placeLogit(found);
  }
  const handicaps = Float64Array.from(files, handicap);
  return { task: terms, index, byId, signals, parameters, logits, handicaps, places, tested };
}

/**
 * Files for a task, best first. The order of the index's files never matters, and one more sign of attention never
 * lowers a file.
 *
 * @example
 * const [first] = rankFiles('parseRange loses the last line', index);
 * first?.reasons; // ['names `parseRange` in 3 places', …]
 */
export function rankFiles(task: string, index: RankIndex, options: RankOptions = {}): readonly RankedFile[] {
  return rankJudged(judgeFiles(task, index), options);
}

/** The cheap half of `rankFiles`: adds what the user does now, orders, and gives reasons. */
export function rankJudged(judged: Judged, options: RankOptions = {}): readonly RankedFile[] {
  const { attended = () => ({}), now = 0, reasonsFor: most = REASONS_FOR } = options;
  const { index } = judged;
  const ranked = index.files.flatMap((file, place) => {
    const standing = standingOf(judged, file.id, attended(file.id), now);
    return standing === null ? [] : [{ file, place, ...standing }];
  });
  ranked.sort((a, b) => b.score - a.score || byCodeUnit(a.file.id, b.file.id));
  const best = ranked
    .filter(({ file }) => file.path.kind !== 'test')
    .slice(0, PARTNERS)
    .map(({ file }) => file);
  const facts = { ...judged, best };
  return ranked.map(({ file, place, probability, score }, rank) => ({
    id: file.id,
    kind: file.path.kind,
    score,
    probability,
    reasons:
      rank >= most
        ? []
        : reasonsFor(
            file,
            {
              place: judged.places.get(file.id),
              attended: attended(file.id),
              tests: index.files[judged.tested.get(place) ?? -1],
            },
            facts,
          ),
  }));
}

/** Where one file stands. */
export interface Standing {
  /** In [0, 1], as in `RankedFile`. */
  readonly probability: number;
  readonly score: number;
  /** What its being needed counts where values are added up, in (0, 1]: a test counts less than a source. */
  readonly worth: number;
}

/** One file with what the user does now; null when it was not judged. */
export function standingOf(judged: Judged, id: string, attended: Attended, now: number): Standing | null {
  const place = judged.byId.get(id);
  const file = judged.index.files[place ?? -1];
  if (place === undefined || file === undefined) return null;
  const logit = (judged.logits[place] ?? 0) + attentionLogit(attended, now);
  return {
    probability: probabilityOf(logit),
    score: logit - (judged.handicaps[place] ?? 0),
    worth: file.path.kind === 'test' ? TEST_WORTH : 1,
  };
}

function handicap({ path, terms }: RankedSource): number {
  const tokens = terms === null ? 0 : TOKENS_PER_TERM * termTotal(terms);
  const size = SIZE_HANDICAP * Math.log(tokens + SMALLEST_SIZE);
  return path.kind === 'test' ? size + TEST_HANDICAP : size;
}
