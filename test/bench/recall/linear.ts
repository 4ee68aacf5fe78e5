/** A small dense symmetric system, as the fits need it. */
export type Matrix = readonly Float64Array[];

export function ridgeMatrix(dimensions: number, ridge: number): Matrix {
  return Array.from({ length: dimensions }, (_, i) => {
    const row = new Float64Array(dimensions);
    row[i] = ridge;
    return row;
  });
}

/** Adds `weight`·x·xᵀ. */
export function addOuter(matrix: Matrix, x: ArrayLike<number>, weight: number): void {
  matrix.forEach((row, i) => {
    const scaled = weight * (x[i] ?? 0);
    if (scaled === 0) return;
    for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) + scaled * (x[j] ?? 0);
  });
}

export function addScaled(into: Float64Array, x: ArrayLike<number>, weight: number): void {
  for (let i = 0; i < into.length; i++) into[i] = (into[i] ?? 0) + weight * (x[i] ?? 0);
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** Gauss with partial pivoting; a ridge keeps the matrix regular. */
export function solve(matrix: Matrix, right: Float64Array): Float64Array {
  const rows = matrix.map((row, i) => Float64Array.of(...row, right[i] ?? 0));
  const n = rows.length;
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column + 1; i < n; i++) if (Math.abs(at(i, column)) > Math.abs(at(pivot, column))) pivot = i;
    const [top, other] = [rows[column], rows[pivot]];
    if (top === undefined || other === undefined) break;
    rows[column] = other;
    rows[pivot] = top;
    for (let i = column + 1; i < n; i++) {
      const row = rows[i];
      const factor = at(i, column) / at(column, column);
      if (row !== undefined && factor !== 0) addScaled(row, rows[column] ?? [], -factor);
    }
  }
  const result = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = at(i, n);
    for (let j = i + 1; j < n; j++) sum -= at(i, j) * (result[j] ?? 0);
    result[i] = sum / at(i, i);
  }
  return result;
}
