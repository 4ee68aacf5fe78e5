import { chunkFeatures, type ChunkSize, type ChunkWeights } from '../../src/core/context/levels/utility.ts';

/** One excerpt of a file that was changed. */
export interface Sample {
  readonly file: string;
  readonly repository: string;
  readonly size: ChunkSize;
  /** The share of the file's changed hunks that it shows, in [0, 1]. */
  readonly shown: number;
}

const NAMES = ['constant', 'tokenShare', 'scoreShare', 'tokens'] as const satisfies (keyof ChunkWeights)[];

/** A little resistance, so that a fold without spread has an answer. */
const RIDGE = 1e-6;
const MOST_STEPS = 60;

/**
 * Logistic regression by Newton's method, every file of equal weight.
 * @param names the features beside the constant; the weights of the others are 0.
 */
export function fittedWeights(samples: readonly Sample[], names: readonly string[]): ChunkWeights {
  const used = NAMES.filter((name) => name === 'constant' || names.includes(name));
  const rows = rowsOf(samples, used);
  const excerpts = excerptsByFile(samples);
  let weights = used.map(() => 0);
  for (let step = 0; step < MOST_STEPS; step++) {
    const gradient = used.map(() => 0);
    const curvature = used.map((_, j) => used.map((__, k): number => (j === k ? RIDGE : 0)));
    rows.forEach((row, index) => {
      const { file, shown } = samples[index] as Sample;
      const weight = 1 / (excerpts.get(file) ?? 1);
      const p = probability(row, weights);
      row.forEach((x, j) => {
        gradient[j] = (gradient[j] ?? 0) + weight * (shown - p) * x;
        const line = curvature[j] ?? [];
        row.forEach((y, k) => {
          line[k] = (line[k] ?? 0) + weight * p * (1 - p) * x * y;
        });
      });
    });
    const move = solved(curvature, gradient);
    weights = weights.map((weight, j) => weight + (move[j] ?? 0));
    if (move.every((each) => Math.abs(each) < 1e-9)) break;
  }
  const of = (name: (typeof NAMES)[number]): number => weights[used.indexOf(name)] ?? 0;
  return {
    constant: of('constant'),
    tokenShare: of('tokenShare'),
    scoreShare: of('scoreShare'),
    tokens: of('tokens'),
  };
}

/** Mean log-loss of an excerpt in nats, every file of equal weight, each repository by the weights of the others. */
export function logLoss(samples: readonly Sample[], names: readonly string[]): number {
  const excerpts = excerptsByFile(samples);
  let loss = 0;
  let total = 0;
  for (const left of new Set(samples.map(({ repository }) => repository))) {
    const { constant, tokenShare, scoreShare, tokens } = fittedWeights(
      samples.filter(({ repository }) => repository !== left),
      names,
    );
    for (const { file, repository, size, shown } of samples) {
      if (repository !== left) continue;
      const p = probability(chunkFeatures(size), [constant, tokenShare, scoreShare, tokens]);
      const weight = 1 / (excerpts.get(file) ?? 1);
      loss -= weight * (shown * Math.log(p) + (1 - shown) * Math.log(1 - p));
      total += weight;
    }
  }
  return loss / total;
}

function rowsOf(samples: readonly Sample[], used: readonly string[]): number[][] {
  return samples.map(({ size }) =>
    chunkFeatures(size).filter((_, index) => used.includes(NAMES[index] ?? '')),
  );
}

function excerptsByFile(samples: readonly Sample[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { file } of samples) counts.set(file, (counts.get(file) ?? 0) + 1);
  return counts;
}

function probability(row: readonly number[], weights: readonly number[]): number {
  return 1 / (1 + Math.exp(-row.reduce((sum, x, j) => sum + x * (weights[j] ?? 0), 0)));
}

/** Gauss–Jordan elimination with the largest pivot; the matrix is small and positive definite. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, j) => [...row, right[j] ?? 0]);
  for (let j = 0; j < rows.length; j++) {
    const best = rows.reduce(
      (at, row, k) => (k >= j && Math.abs(row[j] ?? 0) > Math.abs(rows[at]?.[j] ?? 0) ? k : at),
      j,
    );
    const pivot = rows[best] ?? [];
    [rows[j], rows[best]] = [pivot, rows[j] ?? []];
    rows.forEach((row, k) => {
      if (k === j) return;
      const factor = (row[j] ?? 0) / (pivot[j] ?? 1);
      pivot.forEach((value, at) => {
        row[at] = (row[at] ?? 0) - factor * value;
      });
    });
  }
  return rows.map((row, j) => (row.at(-1) ?? 0) / (row[j] ?? 1));
}
