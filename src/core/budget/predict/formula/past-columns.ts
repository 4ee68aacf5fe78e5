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

type Basics = Pick<Compared, 'complexity' | 'domain' | 'taskType'>;

const TYPES: readonly TaskType[] = [...TASK_TYPES, 'unknown'];
const START_SIZE = 256;

export function pastColumns(capacity: number, qualityFloor: number): PastColumns {
  const rows: PastRow[] = [];
  let next = 0;
  let complexities = new Float64Array(START_SIZE); // as shares of 100
  let novelties = new Float64Array(START_SIZE);
  let uncertainties = new Float64Array(START_SIZE);
  let criticalities = new Float64Array(START_SIZE);
  let types = new Uint8Array(START_SIZE); // numbers of types, of sets of domains
  let sets = new Uint32Array(START_SIZE);
  let amounts = new Float64Array(START_SIZE); // tokens used
  let times = new Float64Array(START_SIZE);
  let usable = new Uint8Array(START_SIZE);
  let found = new Float64Array(START_SIZE);
  // of complexity, domains and type: a task is asked about without its novelty first, and then with it
  let basics = new Float64Array(START_SIZE);
  let basicsOf: Basics | null = null;
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

  function grow(): void {
    complexities = grown(complexities, new Float64Array(complexities.length * 2));
    novelties = grown(novelties, new Float64Array(novelties.length * 2));
    uncertainties = grown(uncertainties, new Float64Array(uncertainties.length * 2));
    criticalities = grown(criticalities, new Float64Array(criticalities.length * 2));
    types = grown(types, new Uint8Array(types.length * 2));
    sets = grown(sets, new Uint32Array(sets.length * 2));
    amounts = grown(amounts, new Float64Array(amounts.length * 2));
    times = grown(times, new Float64Array(times.length * 2));
    usable = grown(usable, new Uint8Array(usable.length * 2));
    found = new Float64Array(found.length * 2);
    basics = new Float64Array(basics.length * 2);
  }

  function compareBasics({ complexity, domain, taskType }: Basics): void {
    const isKnown =
      basicsOf !== null &&
      basicsOf.complexity === complexity &&
      basicsOf.domain === domain &&
      basicsOf.taskType === taskType;
    if (isKnown) return;
    basicsOf = { complexity, domain, taskType };
    const weights = SIMILARITY_WEIGHTS;
    const asked = new Set(domain);
    const shared = Float64Array.from(domains, (set) => jaccard(asked, set));
    const type = TYPES.indexOf(taskType);
    const share = complexity / 100;
    const count = rows.length;
    for (let row = 0; row < count; row++)
      basics[row] =
        weights.complexity * alike(share, complexities[row] ?? 0) +
        weights.domain * (shared[sets[row] ?? 0] ?? 0) +
        weights.taskType * (type === types[row] ? 1 : weights.otherType);
  }

  const started = (): number => (next > capacity ? next % capacity : 0);

  return {
    add(row) {
      const at = next++ % capacity;
      const before = rows[at];
      if (before !== undefined) countAgent(before.agent, -1);
      countAgent(row.agent, 1);
      rows[at] = row;
      if (at >= found.length) grow();
      const { complexity, novelty, uncertainty, criticality, taskType, domain } = row.characteristics;
      complexities[at] = complexity / 100;
      novelties[at] = novelty;
      uncertainties[at] = uncertainty;
      criticalities[at] = criticality;
      types[at] = TYPES.indexOf(taskType);
      sets[at] = numberOf(domain);
      amounts[at] = row.used;
      times[at] = row.at;
      usable[at] = row.success === true && row.quality !== null && row.quality >= qualityFloor ? 1 : 0;
      basicsOf = null;
    },
    countOf: (agent) => agents.get(agent) ?? 0,
    similarities(task, agent) {
      compareBasics(task);
      const { uncertainty, criticality } = task;
      const count = rows.length;
      // how alike they are in what is not known of them
      if ('novelty' in task) {
        const { novelty } = task;
        for (let row = 0; row < count; row++)
          found[row] =
            (alike(novelty, novelties[row] ?? 0) + alike(uncertainty, uncertainties[row] ?? 0)) / 2;
      } else for (let row = 0; row < count; row++) found[row] = alike(uncertainty, uncertainties[row] ?? 0);
      const { unknowns, criticality: critical } = SIMILARITY_WEIGHTS;
      for (let row = 0; row < count; row++) {
        const similarity =
          (basics[row] ?? 0) +
          unknowns * (found[row] ?? 0) +
          critical * alike(criticality, criticalities[row] ?? 0);
        found[row] = similarity > 1 ? 1 : similarity;
      }
      if (agent !== null)
        for (let row = 0; row < rows.length; row++) if (rows[row]?.agent !== agent) found[row] = -1;
      return found.subarray(0, rows.length);
    },
    used: (row) => amounts[row] ?? 0,
    at: (row) => times[row] ?? 0,
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
