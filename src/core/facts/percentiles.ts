/**
 * Percentiles as `percentileOf` has them, for lists that are too long to be sorted every time: found by partial
 * ordering (Hoare's quickselect), in linear time on average.
 *
 * @param values at least one
 * @param percents in [0, 100]
 * @returns one for each, in their order
 * @throws RangeError without values
 */
export function percentilesOf(values: ArrayLike<number>, percents: readonly number[]): readonly number[] {
  if (values.length === 0) throw new RangeError('A percentile needs at least one value.');
  const ordered = Float64Array.from(values);
  return percents.map((percent) => {
    const at = ((ordered.length - 1) * percent) / 100;
    const below = orderedUpTo(ordered, Math.floor(at));
    const above = Math.ceil(at) === Math.floor(at) ? below : least(ordered, Math.ceil(at));
    return below + (above - below) * (at - Math.floor(at));
  });
}

/** Moves the value that belongs at a place there, smaller ones before it and larger ones behind. */
function orderedUpTo(values: Float64Array, place: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = middleOf(values[low] ?? 0, values[(low + high) >>> 1] ?? 0, values[high] ?? 0);
    let left = low;
    let right = high;
    while (left <= right) {
      while ((values[left] ?? 0) < pivot) left++;
      while ((values[right] ?? 0) > pivot) right--;
      if (left > right) break;
      const value = values[left] ?? 0;
      values[left++] = values[right] ?? 0;
      values[right--] = value;
    }
    if (place <= right) high = right;
    else if (place >= left) low = left;
    else break;
  }
  return values[place] ?? 0;
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

function least(values: Float64Array, from: number): number {
  let found = values[from] ?? 0;
  for (let at = from; at < values.length; at++) found = Math.min(found, values[at] ?? 0);
  return found;
}
