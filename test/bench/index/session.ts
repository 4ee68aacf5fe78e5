/**
 * One session of `npm run bench:index`, bundled and in a process of its own, so that its memory is that of the engine;
 * prints what it measured as JSON.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { DEFAULT_FIT } from '../../../src/core/context/fit-settings.ts';
import { EMPTY_SELECTION } from '../../../src/core/context/selection.ts';
import { rankJudged } from '../../../src/core/context/rank/rank-files.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { createEngine } from '../../../src/engine/create-engine.ts';
import { memoryOpener } from '../../../src/engine/memory.ts';
import { childrenOf, treeState } from '../../../src/engine/tree-answers.ts';
import { readModelData } from '../../../src/node/model-data.ts';
import { createOutliner } from '../../../src/node/outline/outliner.ts';
import { scanSecrets } from '../../../src/node/secrets/scan-secrets.ts';
import { readText } from '../../../src/node/read.ts';
import { createTokenCounters } from '../../../src/tokens/token-counters.ts';
import { untilCounted } from '../../../src/engine/until-counted.ts';
import { closeEngine, configure, followFiles, openWorkspace, select } from '../../../src/engine/events.ts';
import { judgedNow } from '../../../src/engine/judging.ts';

const TASK =
  'parseRange loses the last line: when the `options` of a walk name a folder twice, `resolve` throws before the index is closed, and the token counts of the files already read are dropped';
const SUBJECTS = 'scheduler mapping selection request buffer completion callback watcher'.split(' ');
/** What a pasted log may ask for: every limit of a task is reached. */
const LOG = Array.from({ length: 600 }, (_, n) => `word${n} failed in \`step${n}\` of range${n % 9}`).join(
  '\n',
);
const REASONS = 100;
const SWITCHED = 200;
const REPEATS = 9;
/** Of one budget after the other, as while its slider is drawn. */
const REFITS = 60;
const BUDGET = 16_000;

export type Figures = Readonly<Record<string, number>>;

const [kind, dist = '', folder = '', cacheFolder = ''] = process.argv.slice(2);
const reads: string[] = [];
const delay: IntervalHistogram = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const figures = kind === 'cold' ? await cold() : await restart();
process.stdout.write(`${JSON.stringify(figures)}\n`);

async function cold(): Promise<Figures> {
  const before = memory();
  const engine = newEngine();
  const coldTime = await timed(async () => {
    open(engine, false);
    await untilCounted(engine, () => false);
  });
  const files = [...engine.files.files.values()];
  const plain = await plainLoop(files.map(({ absolutePath }) => absolutePath));
  const first = await timed(() => rank(engine, TASK));
  const warm = await median(REPEATS, (n) => rank(engine, `${TASK} in the ${SUBJECTS[n % SUBJECTS.length]}`));
  const log = await median(3, (n) => rank(engine, `${LOG} ${n}`));
  await rank(engine, TASK);
  const replan = await timed(() => engine.planner.replan());
  const detailed = await timed(() => untilComplete(engine));
  const refit = await median(REFITS, async (n) => {
    configure(engine, { ...DEFAULT_FIT, task: TASK, budget: BUDGET + n });
    await engine.planner.replan();
  });
  const after = memory();

  const one = files.find(({ tokens }) => (tokens ?? 0) > 1_000)?.absolutePath ?? '';
  const saved = await timed(() => change(engine, [one]));
  const savedRank = await timed(() => rank(engine, TASK));
  const some = files.filter((_, n) => n % Math.ceil(files.length / SWITCHED) === 0);
  const switched = await timed(() =>
    change(
      engine,
      some.map(({ absolutePath }) => absolutePath),
    ),
  );
  const switchedRank = await timed(() => rank(engine, TASK));
  const index = (await (await engine.remembering.memory()).terms()).bytes();
  const closing = await timed(() => closeEngine(engine));
  return {
    files: files.length,
    ...named('cold', coldTime),
    ...named('plain', plain),
    ...named('first rank', first),
    ...named('warm rank', warm),
    ...named('log rank', log),
    ...named('first plan', replan),
    ...named('details', detailed),
    ...named('refit', refit),
    ...named('saved', saved),
    ...named('saved rank', savedRank),
    ...named('switch', switched),
    ...named('switch rank', switchedRank),
    ...named('close', closing),
    'index MB': index / 1e6,
    'heap MB': after.heap - before.heap,
    'rss MB': after.rss,
    'rss at start MB': before.rss,
  };
}

async function restart(): Promise<Figures> {
  const engine = newEngine();
  let answered = 0;
  const started = performance.now();
  open(engine, true);
  // Asked as soon as there is a moment: what a user would wait for while the index loads.
  const asking = setInterval(() => {
    if (answered === 0 && childrenOf(treeState(engine), '', 0, 50).total > 0)
      answered = performance.now() - started;
  }, 1);
  const ready = await timed(() => untilCounted(engine, () => false));
  const { length: readAgain } = reads;
  const ranked = await timed(() => rank(engine, TASK));
  clearInterval(asking);
  const { heap, rss } = memory();
  await closeEngine(engine);
  return {
    ...named('ready', ready),
    ...named('rank', ranked),
    'answer ms': answered,
    'read again': readAgain,
    'heap MB': heap,
    'rss MB': rss,
  };
}

function newEngine(): Engine {
  return createEngine({
    now: Date.now,
    counters: createTokenCounters((name) => readFileSync(join(dist, 'tokens', name))),
    readModelData: () => readModelData(join(dist, 'models.json')),
    read: (path, options) => {
      reads.push(path);
      return readText(path, options);
    },
    openMemory: memoryOpener('bench'),
    outlineOf: createOutliner(join(dist, 'grammars'), () => undefined),
    scanSecrets,
    onPlan: () => undefined,
    onTree: () => undefined,
    onProgress: () => undefined,
    log: (level, text) => process.stderr.write(`${level}: ${text}\n`),
  });
}

/** Everything is ticked: the most that a plan can have to weigh. */
function open(engine: Engine, live: boolean): void {
  configure(engine, { ...DEFAULT_FIT, task: TASK, budget: BUDGET });
  select(engine, { ...EMPTY_SELECTION, marks: { '': true } });
  openWorkspace(engine, {
    roots: [{ name: 'root', path: folder }],
    only: [],
    pin: [],
    files: {
      gitignore: true,
      editorExclude: [],
      include: [],
      exclude: [],
      maxFileBytes: 1_000_000,
      ownFiles: [],
    },
    cacheFolder,
    live,
    ranking: { history: true },
  });
}

/** Plans until excerpts and outlines of all that is worth looking into are made. */
async function untilComplete(engine: Engine): Promise<void> {
  while (engine.planner.live?.complete !== true) await engine.planner.replan();
}

/** What a request pays: gathering, judging, order, reasons. */
async function rank(engine: Engine, task: string): Promise<void> {
  configure(engine, { ...engine.workspace.settings, task });
  const judged = await judgedNow(engine);
  if (judged !== null) rankJudged(judged, { reasonsFor: REASONS });
}

/** As an editor or git would: the files are other ones, and the engine is told. */
async function change(engine: Engine, paths: readonly string[]): Promise<void> {
  for (const path of paths)
    writeFileSync(path, `${readFileSync(path, 'utf8')}\nparseRange(${path.length});\n`);
  followFiles(engine, paths);
  await new Promise((resolve) => setImmediate(resolve));
  await untilCounted(engine, () => false);
}

/** What cannot be saved: reading every file and hashing it, one after the other. */
async function plainLoop(paths: readonly string[]): Promise<Timed> {
  return timed(async () => {
    for (const path of paths)
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
  });
}

interface Timed {
  readonly ms: number;
  /** Of all threads: what is left of `ms` on a machine that has nothing else to do. */
  readonly cpu: number;
  readonly block: number;
}

async function timed(run: () => unknown): Promise<Timed> {
  delay.reset();
  const start = performance.now();
  const cpuBefore = process.cpuUsage();
  await run();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuBefore);
  await new Promise((resolve) => setTimeout(resolve, 3));
  return { ms, cpu: (user + system) / 1e3, block: delay.max / 1e6 };
}

function named(name: string, { ms, cpu, block }: Timed): Figures {
  return { [`${name} ms`]: ms, [`${name} cpu ms`]: cpu, [`${name} block ms`]: block };
}

async function median(times: number, run: (n: number) => Promise<void>): Promise<Timed> {
  const all: Timed[] = [];
  for (let n = 0; n < times; n++) all.push(await timed(() => run(n)));
  const middle = (of: (timed: Timed) => number): number =>
    all.map(of).toSorted((a, b) => a - b)[times >> 1] ?? 0;
  return { ms: middle(({ ms }) => ms), cpu: middle(({ cpu }) => cpu), block: middle(({ block }) => block) };
}

function memory(): { readonly heap: number; readonly rss: number } {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heap: (heapUsed + arrayBuffers) / 1e6, rss: rss / 1e6 };
}
