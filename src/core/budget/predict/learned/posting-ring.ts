/** Postings by position, from the oldest that is held to the newest; positions only grow. */
export interface PostingRing {
  /** Whether the posting has not been dropped. */
  holds(position: number): boolean;
  task(position: number): number;
  /** How often the term is in the task. */
  count(position: number): number;
  /** The term's posting before this one; may have been dropped. */
  before(position: number): number;
  /** Adds a posting and returns its position. */
  push(task: number, count: number, before: number): number;
  /** Drops the oldest postings. */
  drop(count: number): void;
}

export function postingRing(): PostingRing {
  let size = 1 << 12;
  let start = 0;
  let end = 0;
  let tasks = new Float64Array(size);
  let counts = new Uint8Array(size);
  let befores = new Float64Array(size);

  function grow(): void {
    const [oldSize, oldTasks, oldCounts, oldBefores] = [size, tasks, counts, befores];
    size *= 2;
    tasks = new Float64Array(size);
    counts = new Uint8Array(size);
    befores = new Float64Array(size);
    for (let at = start; at < end; at++) {
      tasks[at % size] = oldTasks[at % oldSize] ?? 0;
      counts[at % size] = oldCounts[at % oldSize] ?? 0;
      befores[at % size] = oldBefores[at % oldSize] ?? -1;
    }
  }

  return {
    holds: (at) => at >= start,
    task: (at) => tasks[at % size] ?? 0,
    count: (at) => counts[at % size] ?? 1,
    before: (at) => befores[at % size] ?? -1,
    push(task, count, before) {
      if (end - start === size) grow();
      tasks[end % size] = task;
      counts[end % size] = count;
      befores[end % size] = before;
      return end++;
    },
    drop(count) {
      start += count;
    },
  };
}
