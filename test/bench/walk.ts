/**
 * `npm run bench:walk [files]`: how fast a workspace is walked, read and remembered, and how long the walk keeps
 * everything else on its thread waiting. Makes a folder tree of its own (default 50,000 files) and removes it.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { openCountStore } from '../../src/node/count-store.ts';
import { ignoreRules } from '../../src/node/ignore-rules.ts';
import { readMany } from './read-many.ts';
import { namedRoots } from '../../src/node/roots.ts';
import { walkWorkspace } from '../../src/node/walk.ts';
import type { WalkedFile } from '../../src/node/walk-state.ts';
import { createCountCache } from '../../src/tokens/count-cache.ts';

const FILES = Number(process.argv[2] ?? 50_000);
const FILES_PER_FOLDER = 12;
const TEXT = 'export function add(left: number, right: number): number {\n  return left + right;\n}\n'.repeat(
  20,
);
const EDITOR_EXCLUDE = [
  '**/.git',
  '**/.svn',
  '**/.hg',
  '**/.DS_Store',
  '**/Thumbs.db',
  '**/node_modules',
  '**/bower_components',
  '**/*.code-search',
];
const GIT_IGNORE = [
  'node_modules/',
  'dist/',
  'coverage',
  '*.log',
  '.env',
  '.cache/',
  '/tmp',
  '*.tsbuildinfo',
  '!keep.log',
].join('\n');

const rows: Record<string, string>[] = [];

/** Runs a step, with the longest time that a timer on this thread had to wait meanwhile. */
async function measured<T>(name: string, step: () => Promise<T>, count: (result: T) => string): Promise<T> {
  const delay: IntervalHistogram = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await setTimeout(20);
  delay.reset();
  const start = performance.now();
  const result = await step();
  const took = performance.now() - start;
  await setTimeout(5);
  delay.disable();
  rows.push({
    step: name,
    ms: took.toFixed(0),
    'longest stall, ms': (delay.max / 1e6).toFixed(1),
    result: count(result),
  });
  return result;
}

function makeTree(root: string, flat: boolean): void {
  writeFileSync(join(root, '.gitignore'), GIT_IGNORE);
  const old = new Date(Date.now() - 3_600_000);
  for (let n = 0; n < FILES; n++) {
    const folder = Math.floor(n / FILES_PER_FOLDER);
    const place = flat
      ? root
      : join(root, `area${folder % 40}`, `part${Math.floor(folder / 40) % 20}`, `unit${folder}`);
    if (!flat && n % FILES_PER_FOLDER === 0) mkdirSync(place, { recursive: true });
    const path = join(place, `file${n}.ts`);
    writeFileSync(path, TEXT);
    utimesSync(path, old, old);
  }
}

async function walkAll(root: string): Promise<WalkedFile[]> {
  const settings = { gitignore: true, editorExclude: EDITOR_EXCLUDE, include: [], exclude: [] };
  const files: WalkedFile[] = [];
  for await (const slice of walkWorkspace(namedRoots([root]), ignoreRules(settings)))
    files.push(...slice.files);
  return files;
}

function perSecond(start: number, count: number): string {
  return `${count} files, ${Math.round((count * 1000) / (performance.now() - start))} files/s`;
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'context-budget-bench-')));
try {
  const tree = join(folder, 'tree');
  const flat = join(folder, 'flat');
  mkdirSync(tree);
  mkdirSync(flat);
  makeTree(tree, false);
  makeTree(flat, true);

  let start = performance.now();
  await measured(
    'walk, first',
    () => walkAll(tree),
    (files) => perSecond(start, files.length),
  );
  start = performance.now();
  const files = await measured(
    'walk, again',
    () => walkAll(tree),
    (found) => perSecond(start, found.length),
  );
  start = performance.now();
  await measured(
    'walk, all in one folder',
    () => walkAll(flat),
    (found) => perSecond(start, found.length),
  );

  const path = join(folder, 'store/counts');
  // an hour on: the files were just made, and what was just changed is not trusted
  const now = (): number => Date.now() + 3_600_000;
  const store = await openCountStore(path, { madeBy: 'bench', scannedBy: 'bench', now });
  const counts = createCountCache();
  start = performance.now();
  await measured(
    'read',
    async () => {
      for await (const { file, read } of readMany(files)) {
        if ('reason' in read) throw new Error(`${file.id} ${read.detail}`);
        // every file another content, as in a real workspace
        const sha256 = read.sha256.slice(0, 52) + String(file.ino).padStart(12, '0').slice(-12);
        store.remember(file, { reason: null, sha256, lines: read.lines, shownDiffers: false, secrets: [] });
        counts.set(sha256, 'o200k_base', 'shown', 400);
        counts.set(sha256, 'o200k_base', 'file', 400);
      }
    },
    () => perSecond(start, files.length),
  );
  await measured(
    'count store, save',
    () => store.save(counts.toJSON()),
    (saved) => `ok ${saved.ok}, ${(statSync(path).size / 1e6).toFixed(1)} MB`,
  );
  const again = await measured(
    'count store, load',
    () => openCountStore(path, { madeBy: 'bench', scannedBy: 'bench', now }),
    () => '',
  );
  await measured(
    'count cache from it',
    async () => createCountCache(again.savedCounts),
    (cache) => `${cache.size()} counts`,
  );
  await measured(
    'count store, recall all',
    async () => files.filter((file) => again.recall(file) !== undefined).length,
    (known) => `${known} known`,
  );
  console.table(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
