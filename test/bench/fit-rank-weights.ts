/**
 * `npm run bench:rank-weights -- --data DIR --mirrors DIR [--snapshots DIR] [--no-history]`: fits what `weights.ts` holds on all
 * tasks, and prints how well probabilities hold on repositories that they were not fitted on.
 */
import { probabilityOf } from '../../src/core/context/rank/probability.ts';
import { type Judged, judgeFiles } from '../../src/core/context/rank/rank-files.ts';
import { fitParameters } from './recall/fitting.ts';
import { leavingOut, lookedInto, type PreparedTask, preparedTasks } from './recall/prepared.ts';
import { recallPlaces } from './recall/tasks.ts';

/** Upper edges of the bins of the calibration curve. */
const EDGES = [0.002, 0.01, 0.03, 0.1, 0.2, 0.35, 0.6, 0.8, 1.01];

interface Judgement {
  readonly probability: number;
  readonly changed: boolean;
}

const prepared = await preparedTasks(
  recallPlaces(process.argv.slice(2)),
  !process.argv.includes('--no-history'),
);
const figures = (record: Readonly<Record<string, number>>): string =>
  Object.entries(record)
    .map(([name, value]) => `${name}: ${value.toFixed(2)}`)
    .join(', ');

console.log('Fitted on all tasks:');
const { weights, chance, tests, closer: looked } = fitParameters(prepared);
console.log(`weights { ${figures(weights)} }\nchance { ${figures(chance)} }\ntests { ${figures(tests)} }`);
console.log(`closer { ${figures(looked.weights)} }\ncloser chance { ${figures(looked.chance)} }`);

const folds = leavingOut(prepared, fitParameters);
for (const [repo, fold] of folds)
  console.log(`\nWithout ${repo}:\nweights { ${figures(fold.weights)} }\nchance { ${figures(fold.chance)} }`);

const atFirst = prepared.map((each) =>
  judgements(each, judgeFiles(each.task.query, each.index, folds.get(each.task.repo))),
);
const closer = prepared.map((each) => judgements(each, lookedInto(each, folds.get(each.task.repo))));
curve(
  'Files that are no tests, none looked into',
  atFirst.flatMap(({ others }) => others),
);
curve(
  'Files that are no tests',
  closer.flatMap(({ others }) => others),
);
curve(
  'Tests',
  closer.flatMap(({ ofTests }) => ofTests),
);

function judgements(
  { task, files }: PreparedTask,
  { logits }: Judged,
): { readonly others: readonly Judgement[]; readonly ofTests: readonly Judgement[] } {
  const others: Judgement[] = [];
  const ofTests: Judgement[] = [];
  files.forEach(({ id, path }, place) => {
    const probability = probabilityOf(logits[place] ?? 0);
    const isTest = path.kind === 'test';
    const changed = (isTest ? task.gold_tests : task.gold).includes(id);
    (isTest ? ofTests : others).push({ probability, changed });
  });
  return { others, ofTests };
}

function curve(name: string, judgements: readonly Judgement[]): void {
  const loss = judgements.reduce(
    (sum, { probability, changed }) => sum - Math.log(changed ? probability : 1 - probability),
    0,
  );
  console.log(
    `\n${name}: log-loss a task ${(loss / prepared.length).toFixed(3)}, leaving out the repository`,
  );
  console.log('| files | predicted | true |\n|---:|---:|---:|');
  EDGES.forEach((edge, bin) => {
    const from = EDGES[bin - 1] ?? 0;
    const inBin = judgements.filter(({ probability }) => probability >= from && probability < edge);
    const mean = (value: (judgement: Judgement) => number): string =>
      (inBin.reduce((sum, each) => sum + value(each), 0) / Math.max(1, inBin.length)).toFixed(4);
    const truly = mean(({ changed }) => (changed ? 1 : 0));
    console.log(`| ${inBin.length} | ${mean(({ probability }) => probability)} | ${truly} |`);
  });
}
