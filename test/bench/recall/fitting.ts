import { matchSignal, worthACloserLook } from '../../../src/core/context/rank/closer-look.ts';
import { chanceFeatures, chancesOf, testFeatures } from '../../../src/core/context/rank/probability.ts';
import { scoresOf } from '../../../src/core/context/rank/score.ts';
import { SIGNALS } from '../../../src/core/context/rank/signals.ts';
import type { ChanceWeights, RankParameters, TestWeights } from '../../../src/core/context/rank/weights.ts';
import { fitListwise, fitLogistic, type LogisticRow, type Preference } from './newton.ts';
import type { PreparedTask } from './prepared.ts';

/** The ranking study's (2e-4 of |w|²). */
const L2 = 4e-4;
/** The chance has four parameters and 68,000 files: enough to keep Newton's steps regular. */
const L2_CHANCE = 1e-6;
/** 67 changed tests for nine parameters. */
const L2_TESTS = 0.5;

const CHANCE_NAMES = ['constant', 'gap', 'place', 'score'] as const;
const TEST_NAMES = [
  'constant',
  ...(['content', 'path', 'names', 'pairs', 'recency', 'messages'] as const),
  ...(['place', 'chance'] as const),
] as const;

/** Weights, chance, tests and the closer look, one after the other: each rests on the ones before. */
export function fitParameters(tasks: readonly PreparedTask[]): RankParameters {
  const first = fitScores(tasks, SIGNALS, ({ judged }) => judged.signals.values);
  const testRows = tasks.flatMap((task) => testRowsOf(task, first.weights, first.chance));
  const tests: TestWeights = asRecord(TEST_NAMES, fitLogistic(testRows, TEST_NAMES.length, L2_TESTS));
  const looked = new Map(tasks.map((task) => [task, matchesOf(task, { ...first, tests })]));
  const closer = fitScores(tasks, [...SIGNALS, 'match'] as const, (task) => ({
    ...task.judged.signals.values,
    match: looked.get(task) ?? new Float64Array(task.files.length),
  }));
  return { ...first, tests, closer };
}

type Columns<Name extends string> = Readonly<Record<Name, Float64Array>>;

/** How much each column says, and the log-odds that follow from the score. */
function fitScores<Name extends string>(
  tasks: readonly PreparedTask[],
  names: readonly Name[],
  columns: (task: PreparedTask) => Columns<Name>,
): { readonly weights: Readonly<Record<Name, number>>; readonly chance: ChanceWeights } {
  const rows = tasks.flatMap((task) => preferences(task, names, columns(task), 1 / tasks.length));
  const weights = asRecord(names, fitListwise(rows, names.length, L2));
  const chanceRows = tasks.flatMap((task) =>
    chanceRowsOf(task, scoresOf({ values: columns(task) }, { weights })),
  );
  return { weights, chance: asRecord(CHANCE_NAMES, fitLogistic(chanceRows, CHANCE_NAMES.length, L2_CHANCE)) };
}

/** What a look into the files would say that these parameters rank first. */
function matchesOf(
  { judged, index, files, matches }: PreparedTask,
  { weights, chance, tests }: Pick<RankParameters, 'weights' | 'chance' | 'tests'>,
): Float64Array {
  const { logits } = chancesOf(files, scoresOf(judged.signals, { weights }), judged.signals, {
    chance,
    tests,
  });
  const looked = worthACloserLook({ index, logits }).map((id) => [id, matches.get(id) ?? 0] as const);
  return matchSignal(judged, new Map(looked)) ?? new Float64Array(files.length);
}

/** Each changed file is to come before all that were not changed; tests are judged by themselves. */
function preferences<Name extends string>(
  { task, files }: PreparedTask,
  names: readonly Name[],
  values: Columns<Name>,
  weight: number,
): readonly Preference[] {
  const changed = new Set([...task.gold, ...task.gold_tests]);
  const signals = (place: number): readonly number[] => names.map((name) => values[name][place] ?? 0);
  const gold = files.flatMap(({ id }, place) => (task.gold.includes(id) ? [signals(place)] : []));
  const others = files.flatMap(({ id, path }, place) =>
    path.kind === 'test' || changed.has(id) ? [] : [signals(place)],
  );
  return gold.map((first) => ({ first, others, weight: weight / gold.length }));
}

function chanceRowsOf({ task, files }: PreparedTask, scores: Float64Array): readonly LogisticRow[] {
  return chanceFeatures(files, scores).map(({ place, features }) => ({
    x: [1, features.gap, features.place, features.score],
    y: task.gold.includes(files[place]?.id ?? '') ? 1 : 0,
    weight: 1,
  }));
}

function testRowsOf(
  { task, files, judged }: PreparedTask,
  weights: RankParameters['weights'],
  chance: ChanceWeights,
): readonly LogisticRow[] {
  const { values } = judged.signals;
  const scores = scoresOf(judged.signals, { weights });
  const ranks = new Map(chanceFeatures(files, scores).map(({ place, rank }) => [place, rank]));
  const { logits, tested } = chancesOf(files, scores, judged.signals, { chance, tests: NO_TESTS });
  return files.flatMap(({ id, path }, place) => {
    if (path.kind !== 'test') return [];
    const source = tested.get(place);
    const rank = source === undefined ? null : (ranks.get(source) ?? null);
    const features = testFeatures(values, place, rank, { logit: logits[source ?? -1] ?? 0 });
    return [
      {
        x: TEST_NAMES.map((name) => features[name]),
        y: task.gold_tests.includes(id) ? (1 as const) : (0 as const),
        weight: 1,
      },
    ];
  });
}

const NO_TESTS: TestWeights = asRecord(TEST_NAMES, new Float64Array(TEST_NAMES.length));

function asRecord<K extends string>(names: readonly K[], values: Float64Array): Readonly<Record<K, number>> {
  return Object.fromEntries(names.map((name, at) => [name, values[at] ?? 0])) as Record<K, number>;
}
