/**
 * `npm run bench:host [files]`: what the extension costs the extension host of a real VS Code: how long it takes to
 * activate, and how long it ever keeps others waiting while a large workspace (default 50,000 files) is opened,
 * counted, ranked by a task, ticked, looked through, edited and fitted. The packaged extension is measured, and the same window without
 * it beside. Needs a build: `npm run package` makes the one that is taken.
 *
 * Two measures: the longest time that a timer had to wait, which everything in the host and on the machine adds to;
 * and the longest unbroken run of samples of the profiler with our bundle on the stack, which is ours alone.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { newPage, startBrowser } from '../vscode/browser.ts';
import { showContextBudget } from '../vscode/context-budget-view.ts';
import { answer, pick, quickInputClosed, runCommand } from '../vscode/palette.ts';
import { createSandbox } from '../vscode/sandbox.ts';
import { installVsix, remoteUri, startServer, workbenchAddress } from '../vscode/server.ts';
import { setUp } from '../vscode/set-up.ts';
import { expand, tick, treeRow } from '../vscode/tree.ts';
import { webviewWith } from '../vscode/webview.ts';
import { packageExtension } from '../vscode/vsix.ts';
import { openWorkbench } from '../vscode/workbench.ts';
import type { Measured } from './host-probe.ts';

const FILES = Number(process.argv[2] ?? 50_000);
const FOLDERS = 8;
/** One folder that is flat and large, as generated ones are. */
const FLAT = Math.min(5000, Math.floor(FILES / 10));
const ACTIVATION_LIMIT_MS = 20;
const BLOCK_LIMIT_MS = 16;
const PATIENCE_MS = 5 * 60_000;

const TEXT = 'export function add(left: number, right: number): number {\n  return left + right;\n}\n'.repeat(
  6,
);

function makeWorkspace(folder: string): void {
  const each = Math.ceil((FILES - FLAT) / FOLDERS);
  const write = (dir: string, n: number): void => {
    mkdirSync(dir, { recursive: true });
    writeFileSync(path.join(dir, `file${n}.ts`), `${TEXT}// ${n}\n`);
  };
  for (let top = 0; top < FOLDERS; top++)
    for (let n = 0; n < each; n++) write(path.join(folder, `package${top}/src/part${Math.floor(n / 50)}`), n);
  for (let n = 0; n < FLAT; n++) write(path.join(folder, 'flat'), n);
}

interface Window {
  readonly page: Page;
  /** Runs a step and gives what the probe saw meanwhile. */
  readonly measure: (name: string, step: () => Promise<void>) => Promise<void>;
  readonly ask: <T>(question: string) => Promise<T>;
}

interface Row {
  readonly step: string;
  readonly seconds: number;
  readonly measured: Measured;
}

async function inWindow(
  workspace: string,
  probe: string,
  vsix: string | null,
  use: (window: Window) => Promise<void>,
): Promise<Row[]> {
  const sandbox = createSandbox({ 'files.autoSave': 'off', 'git.enabled': false });
  const undo: (() => unknown)[] = [sandbox.dispose];
  const rows: Row[] = [];
  try {
    if (vsix !== null) await installVsix(sandbox, vsix);
    const address = path.join(sandbox.folder, 'probe-address');
    const server = await startServer(sandbox, { development: true, env: { CONTEXT_BUDGET_PROBE: address } });
    undo.push(server.stop);
    const browser = await startBrowser();
    undo.push(() => browser.close());
    const page = await newPage(browser);
    await openWorkbench(
      page,
      workbenchAddress(server, workspace, [['extensionDevelopmentPath', remoteUri(server, probe)]]),
    );
    const ask = async <T>(question: string): Promise<T> => {
      const { readFile } = await import('node:fs/promises');
      for (let tries = 0; ; tries++) {
        const at = await readFile(address, 'utf8').catch(() => null);
        if (at !== null) {
          const answered = await fetch(`${at}/${question}`);
          if (!answered.ok) throw new Error(await answered.text());
          return (await answered.json()) as T;
        }
        if (tries > 600) throw new Error('The probe does not answer.');
        await sleep(100);
      }
    };
    await use({
      page,
      ask,
      async measure(step, run) {
        await ask('start');
        const started = performance.now();
        await run();
        const seconds = (performance.now() - started) / 1000;
        rows.push({ step, seconds, measured: await ask<Measured>('stop') });
      },
    });
    return rows;
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

interface PlanFacts {
  readonly counted: boolean;
  readonly ticked: number;
  /** Files in the order of the task. */
  readonly ranked: number;
  readonly activationMs: number;
}

async function untilPlan({ ask }: Window, isWanted: (plan: PlanFacts) => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const plan = await ask<PlanFacts>('plan');
    if (isWanted(plan)) return;
    if (Date.now() > deadline) throw new Error(`The plan does not come: ${JSON.stringify(plan)}`);
    await sleep(200);
  }
}

const TASK = 'Let add in package3 take a third number beside left and right, as file17 of part2 does';
/** A quick typist. */
const KEY_MS = 60;
/**
 * Keeps the longest time that the view itself took for a key. (From a key to its picture the browser and the machine add
 * theirs.)
 */
const WATCH_KEYS = `
  globalThis.longestKey = 0;
  new PerformanceObserver((list) => {
    for (const { name, processingStart, processingEnd } of list.getEntries())
      if (['keydown', 'beforeinput', 'input'].includes(name))
        globalThis.longestKey = Math.max(globalThis.longestKey, processingEnd - processingStart);
  }).observe({ type: 'event', durationThreshold: 16 });
`;

const row = (page: Page, label: string) => treeRow(page, 'Context', label);

/** What "Show Running Extensions" says of us: loading the bundle and `activate()`, ms. */
async function activationShown(page: Page): Promise<string> {
  await runCommand(page, 'Developer: Show Running Extensions');
  const ours = page.locator('.runtime-extensions-editor .extension', { hasText: 'Context Budget' }).first();
  await ours.waitFor();
  const text = await ours.locator('.activation-time').innerText();
  await page.keyboard.press('Control+w');
  return text;
}

interface Facts {
  shown: string;
  activationMs: number;
  keyMs: number;
}

async function withUs(window: Window, facts: Facts): Promise<void> {
  const { page, measure, ask } = window;
  await measure('open the views; find and count all files', async () => {
    await showContextBudget(page);
    await untilPlan(window, ({ counted }) => counted);
  });
  facts.activationMs = (await ask<PlanFacts>('plan')).activationMs;
  facts.shown = await activationShown(page);
  await measure('type a task key by key, and look through the ranked list', async () => {
    const frame = await webviewWith(page, '#task');
    await frame.locator('#task').click();
    await frame.evaluate(WATCH_KEYS);
    await page.keyboard.type(TASK, { delay: KEY_MS });
    await untilPlan(window, ({ ranked }) => ranked >= FILES);
    facts.keyMs = await frame.evaluate<number>('globalThis.longestKey');
    await runCommand(page, 'Context Budget: Focus on Context View');
    for (let pages = 0; pages < 3; pages++) {
      await page.keyboard.press('End');
      await sleep(300);
      await page.keyboard.press('Home');
      await sleep(300);
    }
    await sleep(2000);
  });
  await measure('clear the task', async () => {
    await runCommand(page, 'Context Budget: Clear Task');
    await untilPlan(window, ({ ranked }) => ranked === 0);
    await row(page, 'flat').waitFor();
  });
  await measure('tick everything', async () => {
    for (let top = 0; top < FOLDERS; top++) await tick(row(page, `package${top}`));
    await tick(row(page, 'flat'));
    await untilPlan(window, ({ ticked }) => ticked >= FILES);
    await sleep(3000);
  });
  await measure(`expand a folder of ${FLAT} files, and more of it`, async () => {
    await expand(row(page, 'flat'));
    await row(page, 'file0.ts').waitFor();
    await runCommand(page, 'Context Budget: Focus on Context View');
    for (let pages = 0; pages < 3; pages++) {
      await page.keyboard.press('End');
      await sleep(300);
      await page.keyboard.press('Home');
      await sleep(300);
    }
    await sleep(1000);
  });
  await measure('expand folders in folders', async () => {
    await expand(row(page, 'flat'), false);
    await expand(row(page, 'package0'));
    await expand(row(page, 'src'));
    await sleep(2000);
  });
  await measure('type in an unsaved file', async () => {
    await runCommand(page, 'File: New Untitled Text File');
    await page.keyboard.type('Words that somebody types into a new document, key by key. '.repeat(3));
    await sleep(1000);
  });
  await measure('set the budget to 1M, fit and copy', async () => {
    await runCommand(page, 'Context Budget: Set Budget…');
    await answer(page, '1M');
    await quickInputClosed(page);
    await sleep(2000);
    await runCommand(page, 'Context Budget: Fit Context…');
    await pick(page, 'Copy');
    await page.locator('.statusbar-item', { hasText: 'Prompt copied' }).waitFor({ timeout: PATIENCE_MS });
  });
}

const folder = mkdtempSync(path.join(tmpdir(), 'context-budget-host-'));
try {
  await setUp();
  const vsix = process.env['CONTEXT_BUDGET_VSIX'] ?? (await packageExtension());
  const workspace = path.join(folder, 'workspace');
  makeWorkspace(workspace);
  const probe = path.join(folder, 'probe');
  mkdirSync(probe);
  writeFileSync(
    path.join(probe, 'package.json'),
    JSON.stringify({
      name: 'probe',
      publisher: 'bench',
      version: '1.0.0',
      engines: { vscode: '^1.104.0' },
      main: './probe.cjs',
      activationEvents: ['*'],
      extensionKind: ['workspace'],
    }),
  );
  await build({
    entryPoints: [path.join(import.meta.dirname, 'host-probe.ts')],
    outfile: path.join(probe, 'probe.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  });

  const facts: Facts = { shown: '', activationMs: Number.NaN, keyMs: Number.NaN };
  const without = await inWindow(workspace, probe, null, async ({ page, measure }) => {
    await measure('without the extension: the window opens, an editor is typed in', async () => {
      await sleep(8000);
      await runCommand(page, 'File: New Untitled Text File');
      await page.keyboard.type('Words that somebody types into a new document, key by key. '.repeat(3));
      await sleep(2000);
    });
  });
  const rows = await inWindow(workspace, probe, vsix, (window) => withUs(window, facts));

  console.log(`\nExtension host of a real VS Code, workspace of ${FILES.toLocaleString('en')} files`);
  console.log(
    `activate(): ${facts.activationMs.toFixed(1)} ms (limit ${ACTIVATION_LIMIT_MS}); VS Code says "${facts.shown}", loading included`,
  );
  console.log(
    `the task box took at most ${facts.keyMs.toFixed(1)} ms for a key (0: every key was in the next picture)`,
  );
  console.table(
    [...without, ...rows].map(({ step, seconds, measured }) => ({
      step,
      s: seconds.toFixed(1),
      'longest wait, ms': measured.longestWaitMs.toFixed(1),
      'our longest block, ms': measured.ours.longestMs.toFixed(1),
      'our share, %': (measured.ours.share * 100).toFixed(1),
      [`blocks > ${BLOCK_LIMIT_MS} ms`]: measured.ours.over,
    })),
  );
  for (const { step, measured } of rows) {
    if (measured.ours.longestMs > BLOCK_LIMIT_MS / 2)
      console.log(`${step}: ${measured.ours.spentOn.join(', ')}`);
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
