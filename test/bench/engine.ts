/**
 * `npm run bench:engine [files …]`: the engine as the editor uses it, in its own thread behind the protocol, on
 * generated workspaces (default 5,000 and 50,000 files), each in a process of its own: how long until the first plan
 * and until every figure is final, the same after a restart, a re-plan after one tick and after one keystroke in a
 * large document, and memory. Beside it the least that any program has to do: to find and read the same files.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DEFAULT_FIT } from '../../src/core/context/fit-settings.ts';
import { EMPTY_SELECTION, tick } from '../../src/core/context/selection.ts';
import { documentEdited, documentText } from '../../src/protocol/documents.ts';
import { shutDown } from '../../src/protocol/engine-thread.ts';
import { fitSettingsChanged } from '../../src/protocol/fit.ts';
import { type PlanSnapshot, planSnapshot } from '../../src/protocol/plan.ts';
import { selectionChanged } from '../../src/protocol/selection.ts';
import { openWorkspace } from '../../src/protocol/workspace.ts';
import { type RunningEngine, startEngine } from '../../src/terminal/engine.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SIZES = [5_000, 50_000];
const BUDGET = 128_000;
/** As the engine reads (`LANES` in `workspace-files.ts`). */
const READS_IN_FLIGHT = 8;
const REPEATS = 9;
const DOCUMENT_CHARACTERS = 3_000_000;

async function bench(files: number): Promise<void> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'context-budget-bench-')));
  try {
    const workspace = join(folder, 'workspace');
    const bytes = makeWorkspace(workspace, files);
    // what was written this shortly before it is read, is read again after a restart (see count-store.ts)
    await setTimeout(2_500);
    const rows: Record<string, string>[] = [];
    const row = (step: string, ms: number, more: Record<string, string> = {}): void => {
      rows.push({ step, ms: ms.toFixed(ms < 100 ? 1 : 0), ...more });
    };

    const readBefore = megabytesRead();
    const started = performance.now();
    await findAndRead(workspace);
    row('baseline: find and read every file', performance.now() - started, since(readBefore));
    const rssBefore = process.memoryUsage.rss();

    for (const start of ['first start', 'restart']) {
      const read = megabytesRead();
      const session = openSession(workspace, join(folder, 'cache'));
      row(`${start}: to the first plan`, (await session.plan(() => true)).ms);
      const { ms } = await session.plan(({ settled }) => settled);
      row(`${start}: to final figures`, ms, { ...since(read), 'RSS, MB': rssSince(rssBefore) });
      if (start === 'restart') await measureReplans(session, row);
      await session.close();
    }
    process.stdout.write(`\n${files} files, ${(bytes / 1e6).toFixed(0)} MB\n`);
    console.table(rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Medians; every plan waits `PLAN_PAUSE_MS` (20 ms) for the rest of a burst. */
async function measureReplans(
  session: Session,
  row: (step: string, ms: number, more?: Record<string, string>) => void,
): Promise<void> {
  const { connection } = session.engine;
  const ticks: number[] = [];
  for (let n = 0; n < REPEATS; n++) {
    const selection = tick(tick(EMPTY_SELECTION, '', true), 'area1/part1/unit1/file13.ts', n % 2 === 1);
    ticks.push(await session.after(() => connection.sendNotification(selectionChanged, selection)));
  }
  row('re-plan after one tick', median(ticks));
  const text = code(7).repeat(1 + Math.ceil(DOCUMENT_CHARACTERS / code(7).length));
  const id = 'Untitled-1';
  const opened = await session.after(() =>
    connection.sendNotification(documentText, { id, text: text.slice(0, DOCUMENT_CHARACTERS) }),
  );
  row('plan with a new document of 3 MB', opened);
  const keys: number[] = [];
  for (let n = 0; n < REPEATS; n++) {
    const edits = [{ offset: DOCUMENT_CHARACTERS / 2 + n, deleted: 0, inserted: 'x' }];
    keys.push(await session.after(() => connection.sendNotification(documentEdited, { id, edits })));
  }
  row('re-plan after one keystroke in it', median(keys), { 'RSS, MB': rssSince(0) });
}

interface Session {
  readonly engine: RunningEngine;
  /** The first plan that satisfies the condition, with the time since the session was opened. */
  plan(wanted: (plan: PlanSnapshot) => boolean): Promise<{ readonly ms: number }>;
  /** ms from an event to the next plan. */
  after(event: () => Promise<void>): Promise<number>;
  close(): Promise<void>;
}

function openSession(workspace: string, cacheFolder: string): Session {
  const opened = performance.now();
  const engine = startEngine(new URL('../../dist/worker.js', import.meta.url), (error) => {
    throw error;
  });
  const { connection } = engine;
  const plans: { readonly plan: PlanSnapshot; readonly at: number }[] = [];
  let wake = (): void => undefined;
  connection.onNotification(planSnapshot, (plan) => {
    plans.push({ plan, at: performance.now() });
    wake();
  });
  const first = async (
    from: number,
    wanted: (plan: PlanSnapshot) => boolean,
  ): Promise<{ readonly at: number }> => {
    for (;;) {
      const found = plans.slice(from).find(({ plan }) => wanted(plan));
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const setUp = async (): Promise<void> => {
    await connection.sendNotification(fitSettingsChanged, { ...DEFAULT_FIT, budget: BUDGET });
    await connection.sendNotification(selectionChanged, tick(EMPTY_SELECTION, '', true));
    await connection.sendNotification(openWorkspace, {
      roots: [{ name: 'workspace', path: workspace }],
      only: [],
      pin: [],
      cacheFolder,
      live: true,
      files: {
        gitignore: true,
        editorExclude: ['**/.git', '**/node_modules'],
        include: [],
        exclude: [],
        maxFileBytes: 1_000_000,
        ownFiles: [],
      },
    });
  };
  const ready = setUp();
  return {
    engine,
    plan: async (wanted) => {
      await ready;
      return { ms: (await first(0, wanted)).at - opened };
    },
    after: async (event) => {
      const from = plans.length;
      const start = performance.now();
      await event();
      return (await first(from, () => true)).at - start;
    },
    close: async () => {
      await connection.sendRequest(shutDown);
      await engine.stop();
    },
  };
}

/** What must be done at the least: the plain way, without rules, decoding or hashes. */
async function findAndRead(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).values();
  const lane = async (): Promise<void> => {
    for (const file of files) await readFile(join(file.parentPath, file.name));
  };
  await Promise.all(Array.from({ length: READS_IN_FLIGHT }, lane));
}

/** Twelve files a folder, three folders deep; an hour old, so that nothing is read again for being fresh. */
function makeWorkspace(root: string, files: number): number {
  const old = new Date(Date.now() - 3_600_000);
  let bytes = 0;
  for (let n = 0; n < files; n++) {
    const unit = Math.floor(n / 12);
    const place = join(root, `area${unit % 40}`, `part${Math.floor(unit / 40) % 20}`, `unit${unit}`);
    if (n % 12 === 0) mkdirSync(place, { recursive: true });
    const text = code(n);
    bytes += text.length;
    const path = join(place, `file${n}.ts`);
    writeFileSync(path, text);
    utimesSync(path, old, old);
  }
  return bytes;
}

const WORDS =
  'account buffer cache count data entry event field file filter group handler index item key line list map model name node option order page parser path plan query range reader result row score session state status stream table task text time token tree type user value view window worker'.split(
    ' ',
  );

/** The text of the nth file: code of some thousand bytes, as the sizes of source files go (median 2.4 kB). */
function code(n: number): string {
  let seed = Math.imul(n + 1, 2_654_435_761);
  const random = (): number => {
    seed = (Math.imul(seed ^ (seed >>> 15), 2_246_822_519) + 0x9e3779b9) | 0;
    return (seed >>> 0) / 2 ** 32;
  };
  const word = (): string => WORDS[Math.floor(random() * WORDS.length)] ?? '';
  const bell = random() + random() + random() + random() - 2;
  const size = 2400 * Math.exp(bell * 2);
  let text = '';
  while (text.length < size) {
    const [a, b, c] = [word(), word(), word()];
    text += `export function ${a}${b.toUpperCase()}${Math.floor(random() * 900)}(${b}: string, ${c}: number): string {\n  // the ${word()} of each ${word()} in the ${word()}\n  return ${b}.slice(${Math.floor(random() * 9)}, ${c}) + '${word()} ${word()}';\n}\n\n`;
  }
  return text;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** What this process has read so far, in MB; null where the system does not tell. */
function megabytesRead(): number | null {
  try {
    const [, read] = /^rchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8')) ?? [];
    return read === undefined ? null : Number(read) / 1e6;
  } catch {
    return null;
  }
}

function since(before: number | null): Record<string, string> {
  const now = megabytesRead();
  return now === null || before === null ? {} : { 'read, MB': (now - before).toFixed(1) };
}

function rssSince(before: number): string {
  return ((process.memoryUsage.rss() - before) / 1e6).toFixed(0);
}

const asked = process.argv.slice(2).map(Number);
const [only] = asked;
if (asked.length === 1 && only !== undefined) await bench(only);
else {
  execFileSync(process.execPath, ['esbuild.js', '--production'], { cwd: ROOT });
  for (const files of asked.length > 0 ? asked : SIZES) {
    const args = ['--import', 'tsx', fileURLToPath(import.meta.url), String(files)];
    const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
    if (status !== 0) process.exit(1);
  }
}
