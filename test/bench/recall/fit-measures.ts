import type { Level, LineRange } from '../../../src/core/context/item.ts';
import type { Measures } from './measures.ts';
import type { RecallTask } from './tasks.ts';

/** A file as a prompt shows it. */
export interface ShownFile {
  readonly path: string;
  readonly level: Level;
  readonly ranges: readonly LineRange[];
}

/**
 * What a fit shows of the changed files: `whole` in full, `any` and `every` with at least one and
 * with all changed hunks to their last line, `seen` at any level, `tests` changed tests at a level with text.
 */
export function fitMeasures(task: RecallTask, included: readonly ShownFile[]): Measures {
  const shown = new Map(included.map((entry) => [entry.path, entry]));
  const sums = { whole: 0, any: 0, every: 0, seen: 0 };
  for (const file of task.gold) {
    const entry = shown.get(file);
    if (entry === undefined) continue;
    const { level, ranges } = entry;
    const isShown = (line: number): boolean =>
      level === 'full' || ranges.some(([from, to]) => from <= line && line <= to);
    const hunks = (task.hunks[file] ?? []).map(([from, to]) => {
      for (let line = from; line <= to; line++) if (!isShown(line)) return false;
      return true;
    });
    sums.seen++;
    if (level === 'full') sums.whole++;
    if (hunks.some(Boolean)) sums.any++;
    if (hunks.every(Boolean)) sums.every++;
  }
  const shares = Object.fromEntries(
    Object.entries(sums).map(([name, sum]) => [name, sum / task.gold.length]),
  );
  if (task.gold_tests.length === 0) return shares;
  const hasText = (file: string): boolean => (shown.get(file)?.ranges.length ?? 0) > 0;
  return { ...shares, tests: task.gold_tests.filter(hasText).length / task.gold_tests.length };
}
