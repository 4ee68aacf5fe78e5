/**
 * `npm run bench:index [-- 200 2000 20000]`: the index with counts in the engine, on copies of the files of
 * `node_modules`: cold, one changed file, a restart from what was kept, ranking, and memory. `--expose-gc` is on.
 */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { rankJudged } from '../../src/core/context/rank/rank-files.ts';
import { runEngine, type RunningEngine } from '../unit/engine/running-engine.ts';

const SIZES = process.argv.slice(2).map(Number).filter(Number.isInteger);
const TASK =
  'parseRange loses the last line: when the `options` of a walk name a folder twice, resolve() throws before the index is closed';
const LARGEST = 60_000;
const HOUR_S = 3_600;
/** What was written this lately is not believed to stay as it is, and read again. */
const RACY_MS = 2_100;

const texts = sourceTexts(new URL('../../node_modules', import.meta.url).pathname);
const rows: Record<string, string | number>[] = [];
for (const files of SIZES.length > 0 ? SIZES : [200, 2_000, 20_000]) rows.push(await measure(files));
console.table(rows);

async function measure(files: number): Promise<Record<string, string | number>> {
  const folder = mkdtempSync(join(tmpdir(), 'context-budget-index-'));
  try {
    const bytes = write(folder, files);
    await setTimeout(RACY_MS);
    const cold = await runEngine();
    const before = memory();
    const coldMs = await timed(() => open(cold, folder));
    const firstMs = await timed(() => cold.engine.judged());
    const times: number[] = [];
    for (let n = 0; n < 9; n++) times.push(await timed(() => rank(cold, `${TASK} ${n}`)));
    const used = memory() - before;
    const path = join(folder, 'src/0/0.ts');
    writeFileSync(path, `${readFileSync(path, 'utf8')}\nparseRange();\n`);
    const changedMs = await timed(async () => {
      cold.engine.filesChanged([path]);
      await new Promise((resolve) => setImmediate(resolve));
      await cold.engine.untilCounted(() => false);
    });
    const index = (await (await cold.engine.memory).terms()).bytes();
    await cold.engine.close();
    const again = await runEngine();
    const againMs = await timed(() => open(again, folder));
    const { length: reads } = again.reads;
    await again.engine.close();
    return {
      files,
      'MB of text': mb(bytes),
      'cold ms': Math.round(coldMs),
      'files/s': Math.round(files / (coldMs / 1000)),
      'first rank ms': Math.round(firstMs),
      'warm rank ms': Math.round(times.toSorted((a, b) => a - b)[4] ?? 0),
      'one change ms': Math.round(changedMs),
      'restart ms': Math.round(againMs),
      'read again': reads,
      'index MB': mb(index),
      'memory MB': mb(used),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function open(running: RunningEngine, folder: string): Promise<void> {
  running.configure({ task: TASK });
  running.tickAll();
  running.open(folder, { live: false, ranking: { history: false }, cacheFolder: join(folder, '.git/cache') });
  await running.engine.untilCounted(() => false);
}

async function rank({ engine }: RunningEngine, task: string): Promise<void> {
  engine.configure({ ...engine.settings, task });
  const judged = await engine.judged();
  if (judged !== null) rankJudged(judged);
}

/** Copies under names of their own, each with a line of its own, an hour old. */
function write(folder: string, files: number): number {
  let bytes = 0;
  const modified = Date.now() / 1000 - HOUR_S;
  for (let n = 0; n < files; n++) {
    const text = `// file ${n} of the bench\n${texts[n % texts.length] ?? ''}`;
    const path = join(folder, `src/${n % 400}/${n}.ts`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    utimesSync(path, modified, modified);
    bytes += text.length;
  }
  return bytes;
}

function sourceTexts(from: string): readonly string[] {
  const found: string[] = [];
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(?:[cm]?[jt]s|md)$/.test(entry.name) || /\.min\./.test(entry.name)) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    if (text.length > 1_000 && text.length < LARGEST) found.push(text);
    if (found.length >= 20_000) break;
  }
  return found;
}

async function timed(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

function memory(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function mb(bytes: number): number {
  return Math.round(bytes / 1e6);
}
