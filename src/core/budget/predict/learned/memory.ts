import { toSixDecimals } from '../../../facts/decimals.ts';
import type { BasisTask } from '../../../facts/prediction.ts';
import type { PastTask } from './question.ts';
import { type Neighbour, type TermIndex, termIndex } from './term-index.ts';

/** A task of the past as its later neighbours see it. */
export interface RememberedTask {
  readonly taskId: string;
  /** Output tokens; null when unknown. */
  readonly used: number | null;
  /** Hash, count, … of its words. */
  readonly terms: readonly number[];
  /** Length of its vector when it came in; null: to be taken now. */
  readonly norm: number | null;
  readonly out: Trace | null;
  readonly total: Trace | null;
}

/** What a target learned at the task; null where it was not known. */
export interface Trace {
  readonly deviation: number;
  readonly errors: readonly number[];
}

export type Target = 'out' | 'total';

/** The latest tasks and the index over their words. Owned by one learner. */
export interface TaskMemory {
  /** The most similar tasks that have an outcome for the target. */
  nearest(terms: readonly number[]): Readonly<Record<Target, readonly PastTask[]>>;
  remember(task: RememberedTask): void;
  /** The most similar tasks whose output tokens are known. */
  alike(terms: readonly number[], count: number): readonly BasisTask[];
  /** Oldest first, each with its norm. */
  all(): readonly RememberedTask[];
}

/** Neighbours asked for (prediction study, section 3.2). */
const NEIGHBOURS = 25;
/** Most terms held at once, whatever the number of tasks: about 60 MB. */
const MOST_TERMS = 3_000_000;

/** @param capacity most tasks that are remembered; the oldest are forgotten beyond it. */
export function taskMemory(capacity: number, tasks: readonly RememberedTask[]): TaskMemory {
  const index: TermIndex = termIndex(capacity);
  const held = new Map<number, RememberedTask>();
  let terms = 0;

  // Asked once for the forecast and once more for what it rests on.
  let last: { readonly terms: readonly number[]; readonly near: readonly Neighbour[] } | null = null;
  function near(asked: readonly number[]): readonly Neighbour[] {
    if (last === null || last.terms !== asked)
      last = { terms: asked, near: index.nearest(asked, NEIGHBOURS) };
    return last.near;
  }

  const memory: TaskMemory = {
    nearest(asked) {
      const out: PastTask[] = [];
      const total: PastTask[] = [];
      for (const { task, similarity } of near(asked)) {
        const past = held.get(task);
        if (past?.out) out.push({ similarity, ...past.out });
        if (past?.total) total.push({ similarity, ...past.total });
      }
      return { out, total };
    },
    alike(asked, count) {
      const basis: BasisTask[] = [];
      for (const { task, similarity } of near(asked)) {
        const past = held.get(task);
        if (basis.length === count || past === undefined || past.used === null) continue;
        basis.push({
          taskId: past.taskId,
          similarity: toSixDecimals(Math.min(1, similarity)),
          budgetUsed: past.used,
        });
      }
      return basis;
    },
    remember(task) {
      while (held.size === capacity || (held.size > 0 && terms + task.terms.length / 2 > MOST_TERMS))
        forget();
      last = null;
      held.set(index.next, task);
      terms += task.terms.length / 2;
      index.add(task.terms, task.norm ?? undefined);
    },
    all: () =>
      Array.from(held, ([number, { taskId, used, terms, out, total }]) => ({
        taskId,
        used,
        terms,
        norm: index.norm(number),
        out,
        total,
      })),
  };

  function forget(): void {
    const oldest = held.get(index.first)?.terms ?? [];
    held.delete(index.first);
    terms -= oldest.length / 2;
    index.forget(oldest);
  }

  for (const task of tasks) memory.remember(task);
  return memory;
}
