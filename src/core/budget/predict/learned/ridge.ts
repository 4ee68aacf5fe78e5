import { clamp } from './statistics.ts';

/** A linear forecast that is learned one task at a time: recursive least squares with forgetting. */
export interface Ridge {
  readonly coefficients: readonly number[];
  /** Covariance of the coefficients, row by row. */
  readonly covariance: readonly number[];
}

/** How sure the constant is at the start; other columns start at 1 / ridge. */
const CONSTANT_VARIANCE = 2;
/** A larger surprise than this (e^2.5 is twelvefold) counts as this one, so that one runaway teaches no nonsense. */
const MOST_SURPRISE = 2.5;

/** @param coefficients the start; column 0 is the constant. */
export function startRidge(coefficients: readonly number[], ridge: number): Ridge {
  const size = coefficients.length;
  const covariance = Array.from({ length: size * size }, () => 0);
  for (let i = 0; i < size; i++) covariance[i * size + i] = startVariance(i, ridge);
  return { coefficients, covariance };
}

function startVariance(column: number, ridge: number): number {
  return column === 0 ? CONSTANT_VARIANCE : 1 / ridge;
}

export function valueAt({ coefficients }: Ridge, row: readonly number[]): number {
  let value = 0;
  for (let i = 0; i < row.length; i++) value += (row[i] ?? 0) * (coefficients[i] ?? 0);
  return value;
}

/**
 * One step of recursive least squares.
 *
 * Forgetting inflates the covariance of columns that no task touches without end, and the first task that does
 * touch them would then move them wildly: no variance grows beyond its start. Rows and columns are scaled together,
 * which keeps the matrix positive definite.
 *
 * @param forgetting weight of yesterday's knowledge, just below 1
 */
export function learnRidge(
  state: Ridge,
  row: readonly number[],
  outcome: number,
  ridge: number,
  forgetting: number,
): Ridge {
  const size = row.length;
  const { coefficients, covariance } = state;
  const surprise = clamp(outcome - valueAt(state, row), -MOST_SURPRISE, MOST_SURPRISE);
  // most columns of a task are 0, and add nothing
  const filled = filledColumns(row);
  const projected = new Float64Array(size);
  let denominator = forgetting;
  for (let i = 0; i < size; i++) {
    let value = 0;
    for (const j of filled) value += (covariance[i * size + j] ?? 0) * (row[j] ?? 0);
    projected[i] = value;
    denominator += value * (row[i] ?? 0);
  }
  const nextCoefficients = coefficients.map((c, i) => c + ((projected[i] ?? 0) / denominator) * surprise);
  const shrink = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const variance = ((covariance[i * size + i] ?? 0) - (projected[i] ?? 0) ** 2 / denominator) / forgetting;
    const most = startVariance(i, ridge);
    shrink[i] = variance > most ? Math.sqrt(most / variance) : 1;
  }
  // a plain list is what JSON keeps
  const nextCovariance = covariance.slice();
  for (let i = 0; i < size; i++) {
    const own = projected[i] ?? 0;
    const shrunk = shrink[i] ?? 1;
    for (let j = 0; j <= i; j++) {
      const gained = (own * (projected[j] ?? 0)) / denominator;
      const value = (((covariance[i * size + j] ?? 0) - gained) / forgetting) * shrunk * (shrink[j] ?? 1);
      nextCovariance[i * size + j] = value;
      nextCovariance[j * size + i] = value;
    }
  }
  return { coefficients: nextCoefficients, covariance: nextCovariance };
}

function filledColumns(row: readonly number[]): readonly number[] {
  const filled: number[] = [];
  for (let i = 0; i < row.length; i++) if (row[i] !== 0) filled.push(i);
  return filled;
}
