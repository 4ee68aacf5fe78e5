/** The item that a key leads to from item `at`, or null for a key that moves nothing. */
export function nextItem(key: string, at: number, labels: readonly string[]): number | null {
  const count = labels.length;
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return (Math.max(at, 0) - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key.length !== 1 || key === ' ') return null;
  const letter = key.toLowerCase();
  for (let step = 1; step <= count; step++) {
    const candidate = (at + step) % count;
    if (labels[candidate]?.toLowerCase().startsWith(letter)) return candidate;
  }
  return null;
}
