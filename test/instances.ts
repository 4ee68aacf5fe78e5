import type { ContextItem, Level, Variant } from '../src/core/context/item.ts';
import type { Problem } from '../src/core/context/fit/problem.ts';

/**
 * Seeded knapsack instances for the tests and the bench: the classes usual in the literature (Pisinger 2005 for one
 * variant an item, Sinha and Zoltners 1979 for several) and one made like a repository.
 */
export interface Instance {
  readonly name: string;
  /** Per item its variants as [tokens, value]. */
  readonly items: readonly (readonly (readonly [tokens: number, value: number])[])[];
  readonly room: number;
}

type Random = () => number;

/** Numbers in [0, 1): a linear congruence with a mixing step. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x45d9f3b);
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296;
  };
}

const between = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1));

const tenth = (range: number): number => Math.floor(range / 10);

/** Classes with one variant an item: [tokens, value] with tokens in the order of `range`. */
const SINGLE = {
  uncorrelated: (random, range) => [between(random, 1, range), between(random, 1, range)],
  weaklyCorrelated(random, range) {
    const w = between(random, 1, range);
    return [w, Math.max(1, between(random, w - tenth(range), w + tenth(range)))];
  },
  stronglyCorrelated(random, range) {
    const w = between(random, 1, range);
    return [w, w + tenth(range)];
  },
  inverselyStrong(random, range) {
    const v = between(random, 1, range);
    return [v + tenth(range), v];
  },
  almostStrong(random, range) {
    const w = between(random, 1, range);
    const width = Math.floor(range / 500);
    return [w, between(random, w + tenth(range) - width, w + tenth(range) + width)];
  },
  subsetSum(random, range) {
    const w = between(random, 1, range);
    return [w, w];
  },
  evenOddSubsetSum(random, range) {
    const w = 2 * between(random, 1, range >> 1);
    return [w, w];
  },
  similarWeights: (random, range) => [
    between(random, 100 * range, 100 * range + 100),
    between(random, 1, range),
  ],
  profitCeiling(random, range) {
    const w = between(random, 1, range);
    return [w, 3 * Math.ceil(w / 3)];
  },
  circle(random, range) {
    const w = between(random, 1, range);
    return [w, Math.max(1, Math.floor((2 / 3) * Math.sqrt(4 * range * range - (w - 2 * range) ** 2)))];
  },
  multiplyStrong(random, range) {
    const w = between(random, 1, range);
    return [w, w + (w % 6 === 0 ? 3 : 2) * tenth(range)];
  },
} as const satisfies Record<string, (random: Random, range: number) => readonly [number, number]>;

export type SingleClass = keyof typeof SINGLE;
export const SINGLE_CLASSES = Object.keys(SINGLE) as readonly SingleClass[];

const ascending = (a: number, b: number): number => a - b;

/** Classes with several variants an item: from tokens and values drawn alike, the [tokens, value] of each. */
const MULTIPLE = {
  uncorrelated: (tokens, values) => tokens.map((w, j) => [w, values[j] ?? 0]),
  weaklyCorrelated: (tokens, _, random) =>
    tokens.map((w) => [w, Math.max(1, between(random, w - 10, w + 10))]),
  stronglyCorrelated(tokens) {
    let sum = 0;
    return tokens.toSorted(ascending).map((w, j) => {
      sum += w;
      return [sum, sum + 10 * (j + 1)];
    });
  },
  subsetSum: (tokens) => tokens.map((w) => [w, w]),
  sinhaZoltners(tokens, values) {
    const rising = values.toSorted(ascending);
    return tokens.toSorted(ascending).map((w, j) => [w, rising[j] ?? 0]);
  },
} as const satisfies Record<
  string,
  (tokens: readonly number[], values: readonly number[], random: Random) => (readonly [number, number])[]
>;

export type MultipleClass = keyof typeof MULTIPLE;
export const MULTIPLE_CLASSES = Object.keys(MULTIPLE) as readonly MultipleClass[];

/** Pisinger's classes; the room is `fraction` of everything. */
export function singleVariant(
  name: SingleClass,
  count: number,
  range: number,
  seed: number,
  fraction = 0.5,
): Instance {
  const random = randomFrom(seed * 7919 + count);
  const items = Array.from({ length: count }, () => [SINGLE[name](random, range)]);
  const all = items.reduce((sum, [only]) => sum + (only?.[0] ?? 0), 0);
  return { name, items, room: Math.floor(all * fraction) };
}

/** Several variants an item; the room is `fraction` of all the dearest. */
export function severalVariants(
  kind: MultipleClass,
  count: number,
  variants: number,
  range: number,
  seed: number,
  fraction = 0.5,
): Instance {
  const random = randomFrom(seed * 104729 + count * 7 + variants);
  const draw = (): number[] => Array.from({ length: variants }, () => between(random, 1, range));
  const items = Array.from({ length: count }, () => MULTIPLE[kind](draw(), draw(), random));
  const all = items.reduce((sum, list) => sum + Math.max(...list.map(([tokens]) => tokens)), 0);
  return { name: `${kind} × ${variants}`, items, room: Math.floor(all * fraction) };
}

/**
 * Like a repository: log-normal token counts, full, chunks, outline and path with their framing; relevance to the
 * power 1 is flat, to the power 4 peaky, as calibrated probabilities are.
 */
export function repositoryLike(count: number, room: number, seed: number, power = 4): Instance {
  const random = randomFrom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const items = Array.from({ length: count }, () => {
    const full = Math.max(5, Math.round(Math.exp(6.2 + 1.5 * normal())));
    const score = (0.02 + 0.98 * random() ** 3) ** power;
    const jitter = (): number => 1 + (random() - 0.5) * 0.3;
    const list: [number, number][] = [[full + 8, score]];
    const chunks = Math.min(1200, Math.round(full * 0.5));
    const outline = Math.round(full * (0.05 + 0.15 * random()));
    if (chunks < full * 0.9) list.push([chunks + 8, score * 0.75 * jitter()]);
    if (outline > 0) list.push([outline + 8, score * 0.4 * jitter()]);
    list.push([12, score * 0.08 * jitter()]);
    return list;
  });
  return { name: `repository, relevance^${power}`, items, room };
}

/** Anything goes: free and worthless variants, items without any, no room, everything fits. */
export function awkward(random: Random): Instance {
  const items = Array.from({ length: Math.floor(random() * 8) }, () =>
    Array.from({ length: Math.floor(random() * 5) }, (): [number, number] => [
      random() < 0.15 ? 0 : between(random, 1, 20),
      random() < 0.2 ? 0 : Math.floor(random() * 20),
    ]),
  );
  const draw = random();
  const room = draw < 0.3 ? 500 : between(random, 1, 40);
  return { name: 'awkward', items, room };
}

export function problemOf({ items, room }: Instance): Problem {
  const offsets = new Int32Array(items.length + 1);
  for (const [i, list] of items.entries()) offsets[i + 1] = (offsets[i] ?? 0) + list.length;
  const flat = items.flat();
  return {
    items: items.length,
    offsets,
    costs: Float64Array.from(flat, ([tokens]) => tokens),
    values: Float64Array.from(flat, ([, value]) => value),
    room,
  };
}

const LEVEL_OF: readonly Level[] = ['full', 'chunks', 'outline', 'path'];

/** The instance as items of a fit: item 7 is "item 7", its variants "item 7 full" and so on. */
export function itemsOf({ items }: Instance): readonly ContextItem[] {
  const scale = Math.max(1, ...items.map((list) => Math.max(0, ...list.map(([, value]) => value))));
  return items.map((list, i) => {
    const sourceId = `item ${i}`;
    const variants = list.map(([tokens, value], j): Variant => {
      const level = LEVEL_OF[Math.min(j, 3)] ?? 'path';
      return { id: `${sourceId} ${level} ${j}`, level, ranges: [], tokens, value };
    });
    const probability = Math.max(0, ...list.map(([, value]) => value)) / scale;
    return { sourceId, probability, tokenCount: list[0]?.[0] ?? 0, variants };
  });
}

/** The optimum by Bellman's recursion, in O(variants · room). */
export function bellman({ items, room }: Instance): number {
  const best = new Float64Array(room + 1);
  for (const list of items) {
    for (let c = room; c >= 0; c--) {
      let value = best[c] ?? 0;
      for (const [tokens, worth] of list) {
        if (tokens <= c) value = Math.max(value, (best[c - tokens] ?? 0) + worth);
      }
      best[c] = value;
    }
  }
  return best[room] ?? 0;
}

/** Small instances of every class, for comparison with Bellman; several hundred a seed. */
export function* smallInstances(seed: number): Generator<Instance> {
  for (const count of [3, 8, 20]) {
    for (const range of [10, 100]) {
      for (const fraction of [0.1, 0.5, 0.9]) {
        for (const name of SINGLE_CLASSES) {
          // Tokens a hundred times the range: Bellman's table would be huge.
          if (name !== 'similarWeights' || range === 10)
            yield singleVariant(name, count, range, seed, fraction);
        }
        for (const kind of MULTIPLE_CLASSES) {
          for (const variants of [2, 4]) yield severalVariants(kind, count, variants, range, seed, fraction);
        }
      }
    }
  }
  const random = randomFrom(seed * 31 + 7);
  for (let i = 0; i < 150; i++) yield awkward(random);
}
