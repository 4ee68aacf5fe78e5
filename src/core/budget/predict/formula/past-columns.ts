import { type Characteristics, TASK_TYPES, type TaskType } from '../../../facts/characteristics.ts';
import { SIMILARITY_WEIGHTS, type Unrated } from '../../../task/similarity.ts';

/** What the formula keeps of a record; plain JSON. */
export interface PastRow {
  readonly taskId: string;
  /** Epoch ms. */
  readonly at: number;
  /** Output tokens. */
  readonly used: number;
  readonly success: boolean | null;
  readonly quality: number | null;
  readonly agent: string | null;
  readonly characteristics: Compared;
}

/** The characteristics that similarity compares (spec P3). */
export type Compared = Pick<
  Characteristics,
  'complexity' | 'domain' | 'novelty' | 'uncertainty' | 'criticality' | 'taskType'
>;

/** Rows in flat columns, in a ring: an object for each would take ten times as long to compare with. */
export interface PastColumns {
  /** Beyond the capacity the oldest row makes room. */
  add(row: PastRow): void;
  /** Rows of an agent. */
  countOf(agent: string): number;
  /**
   * The similarity (spec P3) of every row, or −1 for one of another agent when an agent is asked for; for a task
   * whose novelty is not known, the one that novelty is found by. Holds until it is asked for again.
   */
  similarities(task: Characteristics | Unrated, agent: string | null): ArrayLike<number>;
  used(row: number): number;
  at(row: number): number;
  taskId(row: number): string;
  /** It succeeded, with quality at or above the floor. */
  isUsable(row: number): boolean;
  all(): readonly PastRow[];
}

const TYPES: readonly TaskType[] = [...TASK_TYPES, 'unknown'];
/** Complexity, novelty, uncertainty, criticality: one row's figures lie side by side. */
const FIGURES = 4;
const START_SIZE = 256;

export function pastColumns(capacity: number, qualityFloor: number): PastColumns {
  const rows: PastRow[] = [];
  let next = 0;
  let figures = new Float64Array(START_SIZE * FIGURES);
  let labels = new Uint32Array(START_SIZE * 2); // number of the type, number of the set of domains
  let amounts = new Float64Array(START_SIZE * 2); // tokens used, time
  let usable = new Uint8Array(START_SIZE);
  let found = new Float64Array(START_SIZE);
  const domainSets = new Map<string, number>();
  const domains: (readonly string[])[] = [];
  const agents = new Map<string, number>();

  function numberOf(set: readonly string[]): number {
    const unique = [...new Set(set)].sort();
    const key = JSON.stringify(unique);
    const known = domainSets.get(key);
    if (known !== undefined) return known;
    domainSets.set(key, domains.length);
    return domains.push(unique) - 1;
  }

  function countAgent(agent: string | null, by: 1 | -1): void {
    if (agent !== null) agents.set(agent, (agents.get(agent) ?? 0) + by);
  }

  const started = (): number => (next > capacity ? next % capacity : 0);

  return {
    add(row) {
      const at = next++ % capacity;
      const before = rows[at];
      if (before !== undefined) countAgent(before.agent, -1);
      countAgent(row.agent, 1);
      rows[at] = row;
      if ((at + 1) * FIGURES > figures.length) {
        figures = grown(figures, new Float64Array(figures.length * 2));
        labels = grown(labels, new Uint32Array(labels.length * 2));
        amounts = grown(amounts, new Float64Array(amounts.length * 2));
        usable = grown(usable, new Uint8Array(usable.length * 2));
        found = new Float64Array(usable.length);
      }
      const { complexity, novelty, uncertainty, criticality, taskType, domain } = row.characteristics;
      figures.set([complexity / 100, novelty, uncertainty, criticality], at * FIGURES);
      labels.set([TYPES.indexOf(taskType), numberOf(domain)], at * 2);
      amounts.set([row.used, row.at], at * 2);
      usable[at] = row.success === true && row.quality !== null && row.quality >= qualityFloor ? 1 : 0;
    },
    countOf: (agent) => agents.get(agent) ?? 0,
    similarities(task, agent) {
      const weights = SIMILARITY_WEIGHTS;
      const shared = domains.map((set) => jaccard(new Set(task.domain), set));
      const type = TYPES.indexOf(task.taskType);
      const complexity = task.complexity / 100;
      const novelty = 'novelty' in task ? task.novelty : null;
      const { uncertainty, criticality } = task;
      for (let row = 0; row < rows.length; row++) {
        if (agent !== null && rows[row]?.agent !== agent) {
          found[row] = -1;
          continue;
        }
        const at = row * FIGURES;
        const certain = alike(uncertainty, figures[at + 2] ?? 0);
        const unknowns = novelty === null ? certain : (alike(novelty, figures[at + 1] ?? 0) + certain) / 2;
        const similarity =
          weights.complexity * alike(complexity, figures[at] ?? 0) +
          weights.domain * (shared[labels[row * 2 + 1] ?? 0] ?? 0) +
          weights.taskType * (type === labels[row * 2] ? 1 : weights.otherType) +
          weights.unknowns * unknowns +
          weights.criticality * alike(criticality, figures[at + 3] ?? 0);
        found[row] = Math.min(1, similarity);
      }
      return found.subarray(0, rows.length);
    },
    used: (row) => amounts[row * 2] ?? 0,
    at: (row) => amounts[row * 2 + 1] ?? 0,
    taskId: (row) => rows[row]?.taskId ?? '',
    isUsable: (row) => usable[row] === 1,
    all: () => [...rows.slice(started()), ...rows.slice(0, started())],
  };
}

function grown<T extends Float64Array | Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function alike(a: number, b: number): number {
  return 1 - Math.abs(a - b);
}

/** As the similarity of P3 has it: both empty are alike. */
function jaccard(some: ReadonlySet<string>, others: readonly string[]): number {
  const shared = others.filter((domain) => some.has(domain)).length;
  const all = some.size + others.length - shared;
  return all === 0 ? 1 : shared / all;
}
