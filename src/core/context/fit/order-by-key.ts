/** Short runs are sorted by insertion, which is faster than merging them. */
const RUN = 12;

/**
 * Sorts `order` in place so that `keys[order[0]] ≤ keys[order[1]] ≤ …`; equal keys keep their order, so sorting by
 * the last key first gives several keys. A merge sort of our own because a comparator called back a million times
 * costs more than the whole fit.
 */
export function orderByKey(order: Int32Array, keys: Float64Array): void {
  const count = order.length;
  if (isOrdered(order, keys)) return;
  for (let start = 0; start < count; start += RUN) {
    insertionSort(order, keys, start, Math.min(start + RUN, count));
  }
  let from = order;
  let into: Int32Array = count > RUN ? new Int32Array(count) : order;
  for (let width = RUN; width < count; width *= 2) {
    for (let low = 0; low < count; low += 2 * width) {
      merge(from, into, keys, low, Math.min(low + width, count), Math.min(low + 2 * width, count));
    }
    [from, into] = [into, from];
  }
  if (from !== order) order.set(from);
}

function isOrdered(order: Int32Array, keys: Float64Array): boolean {
  for (let at = 1; at < order.length; at++) {
    if ((keys[order[at - 1] as number] as number) > (keys[order[at] as number] as number)) return false;
  }
  return true;
}

function insertionSort(order: Int32Array, keys: Float64Array, start: number, end: number): void {
  for (let next = start + 1; next < end; next++) {
    const moved = order[next] as number;
    const key = keys[moved] as number;
    let at = next;
    while (at > start && (keys[order[at - 1] as number] as number) > key) {
      order[at] = order[at - 1] as number;
      at--;
    }
    order[at] = moved;
  }
}

function merge(
  from: Int32Array,
  into: Int32Array,
  keys: Float64Array,
  low: number,
  middle: number,
  high: number,
): void {
  let left = low;
  let right = middle;
  for (let at = low; at < high; at++) {
    const takeLeft =
      left < middle &&
      (right >= high || (keys[from[left] as number] as number) <= (keys[from[right] as number] as number));
    into[at] = (takeLeft ? from[left++] : from[right++]) as number;
  }
}
