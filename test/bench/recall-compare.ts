/**
 * `npm run bench:recall-compare -- --data DIR BEFORE AFTER`: how the prompts of one engine differ from those of another,
 * task by task, from what `npm run bench:recall -- --rendered --save FILE` wrote. Tasks differ far more than engines do:
 * the standard error is that of the differences. Tasks that only one file has are passed over.
 */
import { readFileSync } from 'node:fs';
import { fitMeasures, type ShownFile } from './recall/fit-measures.ts';
import { BUDGETS, type Measures } from './recall/measures.ts';
import { named, recallTasks } from './recall/tasks.ts';

interface Saved {
  readonly id: string;
  readonly offer: string;
  readonly budget: number;
  readonly included: readonly ShownFile[];
}

const MEASURES = ['whole', 'any', 'every'] as const;
const words = process.argv.slice(2);
const data = named(words, 'data');
const [before, after] = words.filter((word, at) => word.endsWith('.jsonl') && words[at - 1] !== '--data');
if (data === undefined || before === undefined || after === undefined)
  throw new Error('Use --data DIR (with dev.jsonl) BEFORE.jsonl AFTER.jsonl.');
const tasks = new Map(recallTasks(`${data}/dev.jsonl`).map((task) => [task.id, task]));
const [first, second] = [read(before), read(after)];

console.log(
  `| prompts | tasks | ${MEASURES.join(' | ')} |\n|---|---:|${MEASURES.map(() => '---:|').join('')}`,
);
const means = new Map<string, number[]>();
for (const offer of ['whole files', 'all levels']) {
  for (const budget of BUDGETS) {
    const ids = [...tasks.keys()].filter((id) => {
      const key = `${id} ${offer} ${budget}`;
      return first.has(key) && second.has(key);
    });
    const cells = MEASURES.map((measure) => {
      const of = (from: typeof first, id: string): number =>
        from.get(`${id} ${offer} ${budget}`)?.[measure] ?? 0;
      const differences = ids.map((id) => of(second, id) - of(first, id));
      ids.forEach((id, at) => {
        if (offer === 'all levels' && measure !== 'whole')
          means.set(id, [...(means.get(id) ?? []), differences[at] ?? 0]);
      });
      return `${(100 * mean(ids.map((id) => of(first, id)))).toFixed(1)} ${withError(differences)}`;
    });
    console.log(`| ${offer}, ${budget / 1000}k | ${ids.length} | ${cells.join(' | ')} |`);
  }
}
console.log(
  `\nAll levels, mean of any and every at the budgets: ${withError([...means.values()].map(mean))}.`,
);

function read(file: string): ReadonlyMap<string, Measures> {
  const measures = new Map<string, Measures>();
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const { id, offer, budget, included } = JSON.parse(line) as Saved;
    const task = tasks.get(id);
    if (task === undefined) continue;
    measures.set(`${id} ${offer} ${budget}`, fitMeasures(task, included));
  }
  return measures;
}

function withError(differences: readonly number[]): string {
  const middle = mean(differences);
  const variance = mean(differences.map((each) => (each - middle) ** 2));
  const error = Math.sqrt(variance / Math.max(1, differences.length));
  return `${middle < 0 ? '−' : '+'}${Math.abs(100 * middle).toFixed(1)} ± ${(100 * error).toFixed(1)}`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
