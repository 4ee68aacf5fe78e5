/** Short runs are sorted by insertion, which is faster than merging them. */
const RUN = 12;

/**
 * Sorts `order` in place so that `keys[order[0]] ≤ keys[order[1]] ≤ …`; equal keys keep their order, so sorting by
 * the last key first gives several keys. A merge sort of our own because a comparator called back a million times
 * costs more than the whole fit.
 */
export function orderByKey(order: Int32Array, keys: Float64Array): void {
  const count = order.length;
  // The keys travel with the indices: looking them up by index would wait for memory at every comparison.
  const own = new Float64Array(count);
  let ordered = true;
  for (let at = 0; at < count; at++) {
    own[at] = keys[order[at] as number] as number;
    if (at > 0 && (own[at - 1] as number) > (own[at] as number)) ordered = false;
  }
  if (ordered) return;
  for (let start = 0; start < count; start += RUN) {
    insertionSort(order, own, start, Math.min(start + RUN, count));
  }
  if (count <= RUN) return;
  let from: Sorting = { order, keys: own };
  let into: Sorting = { order: new Int32Array(count), keys: new Float64Array(count) };
  for (let width = RUN; width < count; width *= 2) {
    for (let low = 0; low < count; low += 2 * width) {
      merge(from, into, low, Math.min(low + width, count), Math.min(low + 2 * width, count));
    }
    [from, into] = [into, from];
  }
  if (from.order !== order) order.set(from.order);
}

interface Sorting {
  readonly order: Int32Array;
  readonly keys: Float64Array;
}

function insertionSort(order: Int32Array, keys: Float64Array, start: number, end: number): void {
  for (let next = start + 1; next < end; next++) {
    const moved = order[next] as number;
    const key = keys[next] as number;
    let at = next;
    while (at > start && (keys[at - 1] as number) > key) {
      order[at] = order[at - 1] as number;
      keys[at] = keys[at - 1] as number;
      at--;
    }
    order[at] = moved;
    keys[at] = key;
  }
}

function merge(from: Sorting, into: Sorting, low: number, middle: number, high: number): void {
  const { order, keys } = from;
  const { order: orderInto, keys: keysInto } = into;
  let left = low;
  let right = middle;
  for (let at = low; at < high; at++) {
    const takeLeft = left < middle && (right >= high || (keys[left] as number) <= (keys[right] as number));
    const taken = takeLeft ? left++ : right++;
    orderInto[at] = order[taken] as number;
    keysInto[at] = keys[taken] as number;
  }
}
