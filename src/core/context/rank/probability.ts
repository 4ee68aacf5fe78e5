import { pairTests } from './test-pairing.ts';
import type { RankedSource } from './rank-index.ts';
import type { Signals } from './signals.ts';
import { type ChanceWeights, type RankParameters, TEST_SIGNALS, type TestWeights } from './weights.ts';

/** What the chance of a file that is no test is read from. */
export interface ChanceFeatures {
  /** The best score less this one, ≥ 0. */
  readonly gap: number;
  /** Natural logarithm of the rank, from 1; files of one score share the best of their ranks. */
  readonly place: number;
  readonly score: number;
}

const TEST_FEATURES = [...TEST_SIGNALS, 'constant', 'place', 'chance'] as const;

/** Log-odds that a file is needed, and for a test the place of the source it tests. */
export interface Chances {
  readonly logits: Float64Array;
  readonly tested: ReadonlyMap<number, number>;
}

/**
 * The log-odds that each file is needed, calibrated: of the files given 20 %, about 20 % were changed (the curve is
 * printed by the bench). A file that is no test by how its score compares with the others', a test by its own signals
 * and by the chance of the source it tests.
 */
export function chancesOf(
  files: readonly RankedSource[],
  scores: Float64Array,
  { values }: Pick<Signals, 'values'>,
  { chance, tests }: Pick<RankParameters, 'chance' | 'tests'>,
  tested: Chances['tested'] = pairTests(files),
): Chances {
  const logits = new Float64Array(files.length);
  const ranks = new Map<number, number>();
  for (const { place, rank, features } of chanceFeatures(files, scores)) {
    ranks.set(place, rank);
    logits[place] = chanceLogit(features, chance);
  }
  files.forEach(({ path }, place) => {
    if (path.kind !== 'test') return;
    const source = tested.get(place);
    const features = testFeatures(values, place, source === undefined ? null : (ranks.get(source) ?? null), {
      logit: source === undefined ? Number.NEGATIVE_INFINITY : (logits[source] ?? Number.NEGATIVE_INFINITY),
    });
    logits[place] = TEST_FEATURES.reduce((logit, name) => logit + tests[name] * features[name], 0);
  });
  return { logits, tested };
}

/** Log-odds of a file that is no test. */
export function chanceLogit({ gap, place, score }: ChanceFeatures, chance: ChanceWeights): number {
  return chance.constant + chance.gap * gap + chance.place * place + chance.score * score;
}

/** Of every file that is no test, best first; the bench fits on the same. */
export function chanceFeatures(
  files: readonly RankedSource[],
  scores: Float64Array,
): readonly { readonly place: number; readonly rank: number; readonly features: ChanceFeatures }[] {
  const order = files.flatMap(({ path }, place) => (path.kind === 'test' ? [] : [place]));
  const scoreOf = (place: number): number => scores[place] ?? 0;
  order.sort((a, b) => scoreOf(b) - scoreOf(a));
  const best = order[0] === undefined ? 0 : scoreOf(order[0]);
  let rank = 1;
  let before = best;
  return order.map((place, index) => {
    const score = scoreOf(place);
    if (score < before) rank = index + 1;
    before = score;
    return { place, rank, features: { gap: best - score, place: Math.log(rank), score } };
  });
}

/**
 * What the chance of a test is read from.
 * @param rank of the source it tests among the files that are no tests, from 1; null when none is known.
 */
export function testFeatures(
  values: Signals['values'],
  place: number,
  rank: number | null,
  source: { readonly logit: number },
): TestWeights {
  return {
    content: values.content[place] ?? 0,
    path: values.path[place] ?? 0,
    names: values.names[place] ?? 0,
    pairs: values.pairs[place] ?? 0,
    recency: values.recency[place] ?? 0,
    messages: values.messages[place] ?? 0,
    constant: 1,
    place: rank === null ? 0 : 1 / (1 + (rank - 1) / 3),
    chance: rank === null ? 0 : probabilityOf(source.logit),
  };
}

/** 1/(1 + e^−logit), in [0, 1]. */
export function probabilityOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
