/**
 * `npm run bench:index [-- --from DIR] [200 2000 20000]`: the index with counts in the engine, on copies of the
 * distinct text files below DIR (default `node_modules`) with a history: cold beside a plain loop that reads and
 * hashes the same files, ranking warm, a fit anew, one file saved, a branch switch of 200 files, memory, and a restart
 * from what was kept. `block`: the longest time that a timer on the engine's thread had to wait meanwhile.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import type { Figures } from './index/session.ts';
import { makeWorkspace, originals } from './index/workspace.ts';

const SESSION = fileURLToPath(new URL('index/session.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DEFAULT_FROM = fileURLToPath(new URL('../../node_modules', import.meta.url));
const DEFAULT_SIZES = [200, 2_000, 20_000];
/** What was written this lately is not believed to stay as it is, and read again. */
const RACY_MS = 2_100;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { from: { type: 'string', default: DEFAULT_FROM } },
});
const sizes = positionals.length > 0 ? positionals.map(Number) : DEFAULT_SIZES;
const bundle = await bundled();
const files = originals(values.from, Math.max(...sizes));
const columns: Record<string, Record<string, number>> = {};
for (const size of sizes) {
  const folder = mkdtempSync(join(tmpdir(), 'context-budget-index-'));
  try {
    await measure(folder, size);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
console.table(columns);
rmSync(bundle, { recursive: true, force: true });

async function measure(folder: string, size: number): Promise<void> {
  const step = files.length / size;
  const some = Array.from(
    { length: Math.min(size, files.length) },
    (_, n) => files[Math.floor(n * step)] ?? [],
  );
  const bytes = makeWorkspace(folder, some.flat());
  await setTimeout(RACY_MS);
  const cache = join(folder, '.git/context-budget');
  const cold = session('cold', folder, cache);
  const disk = sizeOf(cache);
  await setTimeout(RACY_MS);
  // what the first session changed at its end is read once more, then everything is known
  session('restart', folder, cache);
  const restart = session('restart', folder, cache);
  const { 'cold ms': coldMs = 1, 'plain ms': plainMs = 1 } = cold;
  const column: Record<string, number> = {
    'MB of text': Math.round(bytes / 1e6),
    'cold files/s': Math.round((1_000 * (cold['files'] ?? 0)) / coldMs),
    'plain loop files/s': Math.round((1_000 * (cold['files'] ?? 0)) / plainMs),
    'cache MB on disk': Math.round(disk / 1e6),
  };
  for (const [name, value] of Object.entries(cold)) column[name] = rounded(value);
  for (const [name, value] of Object.entries(restart)) column[`restart: ${name}`] = rounded(value);
  for (const [name, value] of Object.entries(column)) (columns[name] ??= {})[`${size} files`] = value;
}

/** As it ships: what transpiles would be in the figures else. */
async function bundled(): Promise<string> {
  execFileSync(process.execPath, ['esbuild.js', '--production'], { cwd: ROOT, stdio: 'ignore' });
  const folder = mkdtempSync(join(tmpdir(), 'context-budget-bench-'));
  await build({
    entryPoints: [SESSION],
    outfile: join(folder, 'session.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);",
    },
  });
  return folder;
}

function session(kind: 'cold' | 'restart', folder: string, cache: string): Figures {
  const words = ['--expose-gc', join(bundle, 'session.mjs'), kind, join(ROOT, 'dist'), folder, cache];
  const { status, stdout } = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`The ${kind} session ended with ${status}`);
  return JSON.parse(stdout) as Figures;
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function rounded(value: number): number {
  return value < 20 ? Math.round(value * 10) / 10 : Math.round(value);
}
