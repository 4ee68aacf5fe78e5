/**
 * `npm run bench:recall -- --data DIR --mirrors DIR [--snapshots DIR] [--no-history]`: how many of the files that
 * a change really touched our ranking brings into a budget, beside plain BM25, on the same tasks and by the data set's
 * definitions. Everything of ours was fitted without the repository it is measured on. The first run reads every work
 * tree (two minutes), later ones take what was kept.
 *
 * With `--rendered [--every N] [--save FILE] [--no-look]`: what the prompts hold that `fit --task` gives at the terminal, each fitted, rendered and
 * counted again by tiktoken: whole files, and changed hunks at all levels (ten minutes; of every N-th task only; without a
 * closer look into the files that rank first). `npm run bench:recall-compare` compares two of the files so saved.
 */
import { judgeFiles, rankJudged } from '../../src/core/context/rank/rank-files.ts';
import { fitParameters } from './recall/fitting.ts';
import { type Measures, meanOf, rankMeasures, tableHead, tableRow } from './recall/measures.ts';
import { leavingOut, lookedInto, type PreparedTask, preparedTasks } from './recall/prepared.ts';
import { printRendered } from './recall/rendered.ts';
import { named, recallPlaces } from './recall/tasks.ts';

const words = process.argv.slice(2);
const places = recallPlaces(words);
const prepared = await preparedTasks(places, !words.includes('--no-history'));
const folds = leavingOut(prepared, fitParameters);
if (words.includes('--rendered')) {
  const every = Number(named(words, 'every') ?? 1);
  const tasks = prepared.map(({ task }) => task).filter((_, at) => at % every === 0);
  await printRendered(tasks, folds, places, {
    save: named(words, 'save') ?? null,
    looks: !words.includes('--no-look'),
  });
  process.exit();
}
const ours = prepared.map(ourMeasures);
const sourcesOnly = prepared.map((each) =>
  measured(
    each,
    ourOrder(each).filter((place) => each.files[place]?.path.kind !== 'test'),
  ),
);

console.log(tableHead());
console.log(tableRow('BM25 path + content, all files', meanOf(prepared.map((each) => bm25(each, false)))));
console.log(tableRow('BM25 path + content, sources', meanOf(prepared.map((each) => bm25(each, true)))));
console.log(tableRow('ours, tests left out', meanOf(sourcesOnly)));
console.log(tableRow('ours, no file looked into', meanOf(prepared.map(atFirst))));
console.log(tableRow('**ours**', meanOf(ours)));
for (const repo of folds.keys()) {
  const rows = ours.filter((_, at) => prepared[at]?.task.repo === repo);
  console.log(tableRow(`${repo} (${rows.length})`, meanOf(rows)));
}
console.log(`\n${warmTimes()}`);

function ourMeasures(each: PreparedTask): Measures {
  return measured(each, ourOrder(each));
}

function ourOrder(
  each: PreparedTask,
  judged = lookedInto(each, folds.get(each.task.repo)),
): readonly number[] {
  return rankJudged(judged, { reasonsFor: 0 }).map(({ id }) => judged.byId.get(id) ?? -1);
}

function atFirst(each: PreparedTask): Measures {
  return measured(each, ourOrder(each, judgeFiles(each.task.query, each.index, folds.get(each.task.repo))));
}

function bm25(each: PreparedTask, sources: boolean): Measures {
  const { content } = each.judged.signals.values;
  const order = each.files.flatMap(({ path }, place) => (sources && path.kind !== 'source' ? [] : [place]));
  return measured(
    each,
    order.sort((a, b) => (content[b] ?? 0) - (content[a] ?? 0)),
  );
}

function measured({ task, files, tokens }: PreparedTask, order: readonly number[]): Measures {
  return rankMeasures(
    task,
    order.map((place) => ({ path: files[place]?.id ?? '', tokens: tokens[place] ?? 0 })),
  );
}

/** A task at a warm index, with reasons, on the workspaces of about 2,000 files. */
function warmTimes(): string {
  const large = prepared.filter(({ files }) => files.length > 1_500);
  const times = large.map(({ task, index }) => {
    const start = performance.now();
    rankJudged(judgeFiles(task.query, index));
    return performance.now() - start;
  });
  times.sort((a, b) => a - b);
  const files = large.reduce((sum, each) => sum + each.files.length, 0) / Math.max(1, large.length);
  const at = (share: number): string => (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(0);
  return `Warm ranking of ${files.toFixed(0)} files with reasons: median ${at(0.5)} ms, 95 % ${at(0.95)} ms.`;
}
