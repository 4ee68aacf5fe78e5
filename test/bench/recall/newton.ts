import { addOuter, addScaled, dot, type Matrix, ridgeMatrix, solve } from './linear.ts';

/** Rows of a weighted logistic regression: features, 1 or 0, and how much the row counts. */
export interface LogisticRow {
  readonly x: ArrayLike<number>;
  readonly y: 0 | 1;
  readonly weight: number;
}

/** Of a list, one that is to be first, and those that it is to beat. */
export interface Preference {
  readonly first: ArrayLike<number>;
  /** Shared by all preferences of one list, so that its sums are made once. */
  readonly others: readonly ArrayLike<number>[];
  readonly weight: number;
}

const MOST_STEPS = 80;
const SMALL_STEP = 1e-8;
/** Longer steps of a softmax overshoot where it is nearly flat. */
const LONGEST_STEP = 0.7;

/** Weights of the least weighted log-loss plus `ridge`·|w|²/2 (convex: one optimum). */
export function fitLogistic(rows: readonly LogisticRow[], dimensions: number, ridge: number): Float64Array {
  return newton(dimensions, ridge, (weights, gradient, hessian) => {
    for (const { x, y, weight } of rows) {
      const p = 1 / (1 + Math.exp(-dot(weights, x)));
      addScaled(gradient, x, weight * (p - y));
      addOuter(hessian, x, weight * p * (1 - p));
    }
  });
}

/**
 * Weights of the least negative log of the chance that a softmax over {first, others} gives the first (ListNet's
 * top-one loss: Cao and others 2007), plus `ridge`·|w|²/2. Convex.
 */
export function fitListwise(
  preferences: readonly Preference[],
  dimensions: number,
  ridge: number,
): Float64Array {
  const lists = new Map<Preference['others'], Preference[]>();
  for (const preference of preferences) {
    const known = lists.get(preference.others);
    if (known === undefined) lists.set(preference.others, [preference]);
    else known.push(preference);
  }
  return newton(dimensions, ridge, (weights, gradient, hessian) => {
    for (const [others, firsts] of lists) {
      const sums = { mass: 0, first: new Float64Array(dimensions), second: ridgeMatrix(dimensions, 0) };
      for (const x of others) {
        const mass = Math.exp(dot(weights, x));
        sums.mass += mass;
        addScaled(sums.first, x, mass);
        addOuter(sums.second, x, mass);
      }
      for (const { first, weight } of firsts) {
        const own = Math.exp(dot(weights, first));
        const total = sums.mass + own;
        const mean = sums.first.map((sum, i) => (sum + own * (first[i] ?? 0)) / total);
        addScaled(gradient, mean, weight);
        addScaled(gradient, first, -weight);
        hessian.forEach((row, i) => addScaled(row, sums.second[i] ?? [], weight / total));
        addOuter(hessian, first, (weight * own) / total);
        addOuter(hessian, mean, -weight);
      }
    }
  });
}

function newton(
  dimensions: number,
  ridge: number,
  add: (weights: Float64Array, gradient: Float64Array, hessian: Matrix) => void,
): Float64Array {
  const weights = new Float64Array(dimensions);
  for (let step = 0; step < MOST_STEPS; step++) {
    const gradient = weights.map((weight) => ridge * weight);
    const hessian = ridgeMatrix(dimensions, ridge);
    add(weights, gradient, hessian);
    const change = solve(hessian, gradient);
    const largest = Math.max(...change.map(Math.abs));
    addScaled(weights, change, -Math.min(1, LONGEST_STEP / largest));
    if (largest < SMALL_STEP) break;
  }
  return weights;
}
