/** The value that would stand at `rank` (from 0) if the first `count` of `numbers` were sorted. Reorders them. */
export function nthSmallest(numbers: Float64Array, count: number, rank: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = numbers[(low + high) >> 1] as number;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((numbers[left] as number) < pivot) left++;
      while ((numbers[right] as number) > pivot) right--;
      if (left > right) break;
      const held = numbers[left] as number;
      numbers[left++] = numbers[right] as number;
      numbers[right--] = held;
    }
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else break;
  }
  return numbers[rank] as number;
}
