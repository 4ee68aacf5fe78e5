import loadHighs from 'highs';
import { search } from '../../src/core/context/fit/search.ts';
import { toIntegers, type WholeProblem } from '../../src/core/context/fit/integer-values.ts';
import { relax } from '../../src/core/context/fit/relaxation.ts';
import {
  bellman,
  type Instance,
  MULTIPLE_CLASSES,
  problemOf,
  repositoryLike,
  severalVariants,
  SINGLE_CLASSES,
  singleVariant,
  smallInstances,
} from '../instances.ts';

/** Seconds that HiGHS gets for one instance; some strongly correlated ones it does not prove in minutes. */
const HIGHS_SECONDS = 4;
const WORK_LIMIT = 1_000_000;

export interface Comparison {
  readonly tried: number;
  readonly equal: number;
  /** The oracle itself did not prove its answer. */
  readonly undecided: number;
  readonly wrong: readonly string[];
}

/** Small instances of every class: same value as Bellman, and proven. */
export function againstBellman(seeds: number): Comparison {
  let equal = 0;
  const wrong: string[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    for (const instance of smallInstances(seed)) {
      const whole = toIntegers(problemOf(instance));
      const { value, proven } = search(whole, relax(whole), { workLimit: WORK_LIMIT });
      if (proven && whole.atMost(value) === bellman(instance)) equal++;
      else wrong.push(`${instance.name}, seed ${seed}`);
    }
  }
  return { tried: equal + wrong.length, equal, undecided: 0, wrong };
}

/** Runs cut by work or width: value ≤ optimum ≤ upper bound. */
export function cutRuns(seeds: number): Comparison {
  const limits = [0, 50, 500, 5_000].map((workLimit) => ({ workLimit }));
  const widths = [4, 16, 64].map((width) => ({ workLimit: WORK_LIMIT, widths: [width] }));
  let equal = 0;
  const wrong: string[] = [];
  for (let seed = 101; seed < 101 + seeds; seed++) {
    for (const instance of mediumInstances(seed, [10, 40, 100], 200)) {
      if (instance.name === 'similarWeights') continue; // Bellman's table would be huge
      const optimum = bellman(instance);
      const whole = toIntegers(problemOf(instance));
      for (const limit of [...limits, ...widths]) {
        const { value, upper } = search(whole, relax(whole), limit);
        if (whole.atMost(value) <= optimum && optimum <= whole.atMost(upper)) equal++;
        else wrong.push(`${instance.name}, seed ${seed}, ${JSON.stringify(limit)}`);
      }
    }
  }
  return { tried: equal + wrong.length, equal, undecided: 0, wrong };
}

/** Medium instances: same optimum as HiGHS, a mixed-integer solver, at gap 0. */
export async function againstHighs(): Promise<Comparison> {
  const highs = await loadHighs();
  let equal = 0;
  let undecided = 0;
  const wrong: string[] = [];
  const instances = [1, 2, 3].flatMap((seed) => mediumInstances(seed, [100], 1000));
  for (const count of [100, 300, 500, 1000]) {
    for (const seed of [1, 2, 3]) {
      instances.push(wholeValued(repositoryLike(count, 8_000, seed * count)));
      instances.push(wholeValued(repositoryLike(count, 32_000, seed * count, 1)));
    }
  }
  for (const instance of instances) {
    const whole = toIntegers(problemOf(instance));
    const { value, proven } = search(whole, relax(whole), { workLimit: WORK_LIMIT });
    const oracle = highs.solve(lpText(whole), {
      time_limit: HIGHS_SECONDS,
      mip_rel_gap: 0,
      mip_abs_gap: 0,
      output_flag: false,
    });
    if (oracle.Status !== 'Optimal' || !proven) undecided++;
    else if (Math.abs(oracle.ObjectiveValue - value) <= 0.5) equal++;
    else wrong.push(`${instance.name}: ${value}, HiGHS ${oracle.ObjectiveValue}`);
  }
  return { tried: instances.length, equal, undecided, wrong };
}

function mediumInstances(seed: number, counts: readonly number[], range: number): Instance[] {
  return counts.flatMap((count) => {
    const single = SINGLE_CLASSES.map((name) => singleVariant(name, count, range, seed, 0.4));
    return single.concat(MULTIPLE_CLASSES.map((kind) => severalVariants(kind, count, 4, range, seed, 0.3)));
  });
}

/** Values in ten-thousandths, so that HiGHS's tolerances do not blur them. */
function wholeValued(instance: Instance): Instance {
  const items = instance.items.map((list) =>
    list.map(([tokens, value]): [number, number] => [tokens, Math.round(value * 1e4)]),
  );
  return { ...instance, items };
}

/** The problem in CPLEX's LP format: one binary variable a variant. */
function lpText({ items, offsets, costs, values, room }: WholeProblem): string {
  const terms = (amounts: Float64Array): string =>
    Array.from(amounts, (amount, k) => `${k % 8 === 0 ? '\n' : ''} + ${amount} x${k}`).join('');
  const lines = ['Maximize', ` obj:${terms(values)}`, 'Subject To', ` room:${terms(costs)} <= ${room}`];
  for (let item = 0; item < items; item++) {
    const [from = 0, to = 0] = offsets.subarray(item, item + 2);
    if (to - from < 2) continue;
    const names = Array.from({ length: to - from }, (_, j) => `x${from + j}`);
    lines.push(` item${item}: ${names.join(' + ')} <= 1`);
  }
  return [...lines, 'Binary', ...Array.from(values, (_, k) => ` x${k}`), 'End', ''].join('\n');
}
