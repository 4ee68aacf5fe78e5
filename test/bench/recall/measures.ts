import type { RecallTask } from './tasks.ts';

/** A file of a ranking, best first. */
export interface Placed {
  readonly path: string;
  readonly tokens: number;
}

export type Measures = Readonly<Record<string, number>>;

export const BUDGETS = [8_000, 16_000, 32_000, 64_000] as const;
/** What a file's heading costs in the prompt (the data set's definition). */
const HEADING_TOKENS = 12;
const FIRST_FILES = [5, 10, 20] as const;

/**
 * Whole files in rank order, passing over what does not fit: recall of the changed files at the budgets and among the
 * first files, the reciprocal rank of the first changed file, and recall of the changed tests.
 */
export function rankMeasures(task: RecallTask, ranking: readonly Placed[]): Measures {
  const result: Record<string, number> = {};
  for (const budget of BUDGETS) {
    const included = filled(ranking, budget);
    const name = `${budget / 1000}k`;
    result[`r@${name}`] = share(task.gold, (file) => included.has(file));
    if (task.gold_tests.length > 0)
      result[`tests@${name}`] = share(task.gold_tests, (file) => included.has(file));
  }
  const place = new Map(ranking.map(({ path }, index) => [path, index + 1]));
  const rank = (file: string): number => place.get(file) ?? Number.POSITIVE_INFINITY;
  for (const count of FIRST_FILES) result[`r@${count}f`] = share(task.gold, (file) => rank(file) <= count);
  result['mrr'] = 1 / Math.min(...task.gold.map(rank));
  return result;
}

/** Mean of every measure over the tasks that have it. */
export function meanOf(rows: readonly Measures[]): Measures {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      const { sum, count } = sums.get(name) ?? { sum: 0, count: 0 };
      sums.set(name, { sum: sum + value, count: count + 1 });
    }
  }
  return Object.fromEntries([...sums].map(([name, { sum, count }]) => [name, sum / count]));
}

const COLUMNS = [
  'r@8k',
  'r@16k',
  'r@32k',
  'r@64k',
  'r@5f',
  'r@10f',
  'r@20f',
  'mrr',
  'tests@16k',
  'tests@32k',
  'tests@64k',
];

export function tableHead(): string {
  return `| | ${COLUMNS.join(' | ')} |\n|---|${COLUMNS.map(() => '---:|').join('')}`;
}

export function tableRow(name: string, measures: Measures): string {
  const cells = COLUMNS.map((column) => {
    const value = measures[column];
    if (value === undefined) return '–';
    return column === 'mrr' ? value.toFixed(3) : (100 * value).toFixed(1);
  });
  return `| ${name} | ${cells.join(' | ')} |`;
}

function filled(ranking: readonly Placed[], budget: number): ReadonlySet<string> {
  const included = new Set<string>();
  let left = budget;
  for (const { path, tokens } of ranking) {
    if (tokens + HEADING_TOKENS > left) continue;
    included.add(path);
    left -= tokens + HEADING_TOKENS;
  }
  return included;
}

function share(wanted: readonly string[], has: (file: string) => boolean): number {
  return wanted.filter(has).length / wanted.length;
}
