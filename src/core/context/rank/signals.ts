import {
  recencySignal,
  messagesSignal,
  type SimilarCommit,
  similarCommits,
  similarSignal,
} from './history-signals.ts';
import type { RankIndex, RankedSource } from './rank-index.ts';
import type { TaskTerms } from './task-terms.ts';
import { contentSignal, namesSignal, pairsSignal, pathSignal } from './text-signals.ts';

/** What speaks for a file, each 0 when it is silent. */
export const SIGNALS = [
  'content',
  'path',
  'names',
  'pairs',
  'source',
  'doc',
  'recency',
  'messages',
  'similar',
] as const;
export type Signal = (typeof SIGNALS)[number];

/** A column per signal, in the order of the index's files. */
export interface Signals {
  readonly values: Readonly<Record<Signal, Float64Array>>;
  readonly similar: readonly SimilarCommit[];
  /** How many files have each term of the task in their text, in its order. */
  readonly having: Uint32Array;
}

/** A file that is no source may outdo the best source by this much. */
const MOST = 1.3;

/** Every signal of every file, scaled by its greatest value among the sources, so that weights hold for any task. */
export function signalsOf(task: TaskTerms, { files, history }: RankIndex): Signals {
  const ids = files.map(({ id }) => id);
  const isSource = files.map(({ path }) => path.kind === 'source');
  const scaled = (values: Float64Array): Float64Array => scaledBySources(values, isSource);
  const silent = new Float64Array(files.length);
  const similar = history === null ? [] : similarCommits(task, history);
  const content = contentSignal(task, files);
  return {
    similar,
    having: content.having,
    values: {
      content: scaled(content.values),
      path: scaled(pathSignal(task, files)),
      names: scaled(namesSignal(task, files)),
      pairs: scaled(pairsSignal(task, files)),
      source: kindSignal(files, 'source'),
      doc: kindSignal(files, 'doc'),
      recency: history === null ? silent : recencySignal(history, ids),
      messages: history === null ? silent : scaled(messagesSignal(task, history, ids)),
      similar: history === null ? silent : byPlace(similarSignal(similar, history, ids), isSource),
    },
  };
}

function kindSignal(files: readonly RankedSource[], kind: RankedSource['path']['kind']): Float64Array {
  return Float64Array.from(files, ({ path }) => (path.kind === kind ? 1 : 0));
}

/** Divided by the greatest value of a source, so that weights hold for any task. */
export function scaledBySources(values: Float64Array, isSource: readonly boolean[]): Float64Array {
  let greatest = 0;
  values.forEach((value, place) => {
    if (isSource[place] === true && value > greatest) greatest = value;
  });
  return greatest === 0 ? values.map(() => 0) : values.map((value) => Math.min(MOST, value / greatest));
}

/** 1/(1 + place/3) by the place among the sources, 0 without a value: likeness has no scale of its own. */
function byPlace(values: Float64Array, isSource: readonly boolean[]): Float64Array {
  const sources = [...values]
    .filter((value, place) => isSource[place] === true && value > 0)
    .sort((a, b) => b - a);
  return values.map((value) => {
    if (value === 0) return 0;
    // the number of sources that are better: equal values share a place, so that input order does not matter
    let better = 0;
    while ((sources[better] ?? 0) > value) better++;
    return 1 / (1 + better / 3);
  });
}
