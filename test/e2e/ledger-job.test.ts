import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { newPage } from '../vscode/browser.ts';
import { showContextBudget } from '../vscode/context-budget-view.ts';
import { toast } from '../vscode/notifications.ts';
import {
  answer,
  pick,
  quickInput,
  quickInputClosed,
  quickPickLabels,
  runCommand,
} from '../vscode/palette.ts';
import { screenshot } from '../vscode/screenshots.ts';
import { workbenchAddress } from '../vscode/server.ts';
import { webviewWith } from '../vscode/webview.ts';
import {
  ALL_THEMES,
  openWorkbench,
  reloadWindow,
  setSideBarWidth,
  statusBarItem,
  statusBarText,
  switchTheme,
} from '../vscode/workbench.ts';
import { useEditor } from './editor.ts';
import { clipboard, emptyClipboard, eventually, run } from './hands.ts';

const TASK = 'Fix the parser: it must throw on an unknown word, and the lexer must split lines';
const NARROW = 280;
/** Two windows and a terminal show the same ledger within this. */
const SOON_MS = 1000;

describe('the ledger: predict, record, limit', () => {
  const editor = useEditor({
    settings: { 'files.autoSave': 'off', 'contextBudget.alerts.notifications': true },
  });
  const frame = (page: Page) => webviewWith(page, '#task');
  const planText = async (page: Page): Promise<string> =>
    (await (await frame(page)).locator('main').innerText()).replaceAll('\u00A0', ' ');
  const says = async (page: Page, wanted: RegExp): Promise<string> => {
    const text = await eventually(
      () => planText(page),
      (now) => wanted.test(now),
    );
    assert.match(text, wanted);
    return text;
  };
  const press = async (page: Page, action: string): Promise<void> =>
    (await frame(page)).locator(`button[data-action="${action}"]:visible`).first().click();
  /** What the model takes lies on the line as a share of it. */
  const drawn = async (page: Page) =>
    (await frame(page)).evaluate<{ dot: string; phases: number }>(
      `({ dot: document.querySelector('.range .typical').getAttribute('cx'),
          phases: [...document.querySelectorAll('.phases-drawing .part')]
            .reduce((sum, rect) => sum + parseFloat(rect.getAttribute('width')), 0) })`,
    );
  async function record(page: Page, tokens: string): Promise<void> {
    await run(page, 'Record Outcome…');
    await answer(page, tokens);
    await page.locator('.quick-input-title', { hasText: '2/2' }).waitFor();
    await page.keyboard.press('Enter');
    await quickInputClosed(page);
  }
  async function setLimit(page: Page, words: string): Promise<void> {
    await run(page, 'Set Limit…');
    await (await quickInput(page)).fill(words);
    await page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: /^Limit / }).waitFor();
    await page.keyboard.press('Enter');
    await quickInputClosed(page);
    await statusBarText(page, 'Limit set');
  }
  const dialog = (page: Page) => page.locator('.monaco-dialog-box');

  it('says what a task may take while it is typed: range, phases, compute, limits', async () => {
    const { page } = editor();
    await showContextBudget(page);
    await (await frame(page)).locator('#task').click();
    await page.keyboard.type(TASK);
    const text = await says(page, /likely [\d.]+k?–[\d.]+k? \(80 %\)/);
    assert.match(text, /Output\s+[\d.]+k/);
    for (const phase of ['thinking', 'planning', 'execution', 'reflection'])
      assert.match(text, new RegExp(`${phase} [\\d.]+k?`));
    assert.match(text, /ranges come from defaults until 20 tasks are recorded;\s+import your agent’s logs/);
    assert.match(text, /Compute\s+(easy|medium|hard)/);
    assert.match(text, /today 0 % of \$10/);
    const { dot, phases } = await drawn(page);
    assert.match(dot, /^[\d.]+%$/);
    assert.ok(Math.abs(phases - 100) < 0.1, `${phases} % of the bar`);
    assert.equal(await (await frame(page)).locator('#task').inputValue(), TASK, 'Nothing was typed over.');
  });

  it('reads well at 280 px in every theme', async () => {
    const { page } = editor();
    await setSideBarWidth(page, NARROW);
    for (const theme of ALL_THEMES) {
      await switchTheme(page, theme);
      const [wide, seen] = await (
        await frame(page)
      ).evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      );
      assert.ok(wide <= seen, `${wide} px of content in ${seen} px`);
      await screenshot(page, `ledger-${theme}`);
    }
    await switchTheme(page, 'dark');
    await setSideBarWidth(page, 380);
  });

  it('tells shares of the phases to the pointer and to the keyboard, and closes by Escape', async () => {
    const { page } = editor();
    const plan = await frame(page);
    const phases = plan.locator('.phases');
    await plan.locator('button[data-action="chooseOutput"]').focus();
    await page.keyboard.press('Tab');
    await phases.locator('.tip').waitFor({ state: 'visible' });
    assert.match(await phases.locator('.tip').innerText(), /thinking\s+[\d,]+\s+\d+.%/);
    await screenshot(page, 'ledger-phases');
    await page.keyboard.press('Escape');
    await phases.locator('.tip').waitFor({ state: 'hidden' });
    assert.match((await phases.getAttribute('aria-label')) ?? '', /^Phases of the output: thinking/);
  });

  it('takes what is known beside the words, and says it', async () => {
    const { page } = editor();
    await press(page, 'moreAboutTask');
    assert.ok((await quickPickLabels(page)).includes('Acceptance criteria'));
    await screenshot(page, 'ledger-more');
    await pick(page, 'Priority');
    await pick(page, 'Critical');
    await pick(page, 'Labels');
    await answer(page, 'bug, spike');
    await pick(page, 'Story points');
    await answer(page, '5');
    await quickPickLabels(page);
    await page.keyboard.press('Escape');
    await quickInputClosed(page);
    await says(page, /critical priority · 5 points · 2 labels/);
  });

  it('lets choose another output and another level, and goes back to what is recommended', async () => {
    const { page } = editor();
    await press(page, 'chooseOutput');
    const labels = await quickPickLabels(page);
    assert.ok(labels.includes('Recommended (now)') && labels.includes('Another amount…'), labels.join());
    await screenshot(page, 'ledger-alternatives');
    await pick(page, 'Another amount…');
    await answer(page, '7k');
    await quickInputClosed(page);
    await says(page, /Output\s+7k\s+· yours/);
    await press(page, 'chooseOutput');
    await pick(page, 'Recommended');
    await quickInputClosed(page);
    assert.doesNotMatch(await says(page, /ranges come from defaults/), /yours/);
    await press(page, 'chooseComputeLevel');
    await pick(page, 'hard');
    await quickInputClosed(page);
    await says(page, /Compute\s+hard\s+· 17\.5 units/);
  });

  it('records an outcome by two keystrokes beside the figure, and learns from it', async () => {
    const { page } = editor();
    await record(page, '4.2k');
    assert.match(await statusBarText(page, 'Recorded'), /Recorded: 4\.2k output tokens\. \S+/);
    await says(page, /20 tasks are recorded \(1 now\)/);
    await screenshot(page, 'ledger-recorded');
  });

  it('shows a limit that was set, and warns when it is near', async () => {
    const { page } = editor();
    await setLimit(page, '5k output tokens a day');
    const text = await says(page, /today 84 % of 5k output/);
    assert.match(text, /4,200 of 5,000 output tokens a day used|May pass the limit/);
    await statusBarItem(page, /\dk/).locator('.codicon-warning').waitFor();
    await screenshot(page, 'ledger-limit');
  });

  it('asks before a limit is passed, and takes a yes for that fit only', async () => {
    const { page } = editor();
    await says(page, /May pass the limit of 5,000 output tokens a day: 800 output tokens left\./);
    await emptyClipboard(page);
    await run(page, 'Copy Fitted Prompt');
    await dialog(page).getByText('This passes a limit.').waitFor();
    assert.match(await dialog(page).innerText(), /Of the limit of 5,000 output tokens a day/);
    await screenshot(page, 'ledger-asks');
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await dialog(page).waitFor({ state: 'hidden' });
    assert.equal(
      await page.evaluate<string>('navigator.clipboard.readText()'),
      '',
      'Nothing was handed out.',
    );
    await run(page, 'Copy Fitted Prompt');
    await dialog(page).getByRole('button', { name: 'Fit Anyway' }).click();
    assert.ok((await clipboard(page)).includes(TASK));
    await emptyClipboard(page);
    await run(page, 'Copy Fitted Prompt');
    assert.ok((await clipboard(page)).includes(TASK), 'Agreed for this fit.');
  });

  it('begins limits anew, and changes and removes them', async () => {
    const { page } = editor();
    await run(page, 'Reset Usage…');
    await pick(page, 'The whole workspace');
    await quickInputClosed(page);
    await says(page, /today 0 % of/);
    await setLimit(page, '2M output tokens a day');
    const passes = /May pass/;
    assert.doesNotMatch(
      await eventually(
        () => planText(page),
        (text) => !passes.test(text),
      ),
      passes,
    );
    await run(page, 'Set Limit…');
    assert.ok((await quickPickLabels(page)).includes('2,000,000 output tokens a day'));
    await screenshot(page, 'ledger-limits');
    await page.keyboard.press('Escape');
    await quickInputClosed(page);
  });

  it('is one ledger in two windows and a terminal, within a second', async () => {
    const { page, browser, server, sandbox } = editor();
    const other = await newPage(browser);
    try {
      await openWorkbench(other, workbenchAddress(server, sandbox.workspace));
      await showContextBudget(other);
      await (await frame(other)).locator('#task').click();
      await other.keyboard.type('Write a test for the lexer');
      await says(other, /\(1 now\)/);
      const shown = async (from: number, pattern: RegExp, where: Page): Promise<void> => {
        await says(where, pattern);
        const took = Date.now() - from;
        assert.ok(took <= SOON_MS, `${took} ms until ${String(pattern)}`);
      };
      await run(page, 'Record Outcome…');
      await answer(page, '3100');
      await page.locator('.quick-input-title', { hasText: '2/2' }).waitFor();
      const pressed = Date.now();
      await page.keyboard.press('Enter');
      await shown(pressed, /\(2 now\)/, other);
      await shown(pressed, /\(2 now\)/, page);
      await setLimit(other, '3M output tokens a week');
      await run(page, 'Set Limit…');
      await page
        .locator('.quick-input-widget:visible')
        .getByText('3,000,000 output tokens a week', { exact: true })
        .waitFor();
      await page.keyboard.press('Escape');

      const installed = readdirSync(sandbox.extensions).find((name) => name.startsWith('context-budget'));
      const cli = path.join(sandbox.extensions, installed ?? '', 'dist/cli.js');
      const folder = path.join(sandbox.workspace, 'src');
      const told = ['record', '--task', 'Rename the lexer', '--used', '900', '--good'];
      await promisify(execFile)(process.execPath, [cli, ...told], { cwd: folder, env: sandbox.env });
      const ended = Date.now();
      await shown(ended, /\(3 now\)/, page);
      await shown(ended, /\(3 now\)/, other);
    } finally {
      await other.context().close();
    }
  });

  it('imports the logs of agents, and twice is the same as once', async () => {
    const { page, sandbox } = editor();
    const project = path.join(sandbox.home, '.claude/projects/-work');
    mkdirSync(project, { recursive: true });
    const cwd = sandbox.workspace;
    const at = (second: number) => new Date(Date.now() - 3_600_000 + second * 1000).toISOString();
    const lines = [
      {
        type: 'user',
        uuid: 'u1',
        sessionId: 's1',
        cwd,
        timestamp: at(0),
        message: { role: 'user', content: 'Add a flag to the command line' },
      },
      {
        type: 'assistant',
        uuid: 'a1',
        parentUuid: 'u1',
        sessionId: 's1',
        cwd,
        timestamp: at(9),
        requestId: 'r1',
        message: {
          id: 'm1',
          role: 'assistant',
          model: 'claude-sonnet-4-5',
          stop_reason: 'end_turn',
          content: [{ type: 'text', text: 'Done.' }],
          usage: { input_tokens: 1200, output_tokens: 640 },
        },
      },
    ];
    writeFileSync(path.join(project, 's1.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await press(page, 'importUsage');
    await screenshot(page, 'ledger-import');
    await pick(page, "Agents' logs of this workspace");
    assert.match(await toast(page, 'added'), /1 task added \(640 output tokens\)/);
    await says(page, /\(4 now\)/);
    await run(page, 'Import Usage…');
    await pick(page, "Agents' logs of this workspace");
    await toast(page, /Nothing new|nothing to import/);
    await says(page, /\(4 now\)/);
  });

  it('keeps details, level and limits when the window is reloaded', async () => {
    const { page } = editor();
    await reloadWindow(page);
    await showContextBudget(page);
    const text = await says(page, /\(4 now\)/);
    assert.match(text, /critical priority · 5 points · 2 labels/);
    assert.match(text, /Compute\s+hard/);
    assert.match(text, /today <1 % of 2M output/);
  });

  it('predicts any words without making them the task', async () => {
    const { page } = editor();
    await run(page, 'Predict Task…');
    await answer(page, 'Rewrite the whole command line in another language');
    await page.locator('.quick-input-title', { hasText: /Output [\d.]+k, likely/ }).waitFor();
    await screenshot(page, 'ledger-predict');
    await pick(page, 'Show Details');
    await page.locator('.tab.active', { hasText: 'Prediction.md' }).waitFor();
    assert.equal(await (await frame(page)).locator('#task').inputValue(), TASK);
    await screenshot(page, 'ledger-prediction');
  });

  it('warns of a task that took far more, where it is asked to also by a notification', async () => {
    const { page } = editor();
    await record(page, '900k');
    assert.match(await toast(page, /900,000|900k/), /\./);
    await screenshot(page, 'ledger-notification');
    await says(page, /\(5 now\)[^]*/);
    await press(page, 'dismissAlert');
    const dismissed = (await frame(page)).locator('button[data-action="dismissAlert"]:visible');
    await dismissed.first().waitFor({ state: 'hidden' });
    await runCommand(page, 'Notifications: Clear All Notifications');
  });

  it('shows a report, and clears the history after a question', async () => {
    const { page } = editor();
    await run(page, 'Show Report');
    await page.locator('.tab.active', { hasText: 'Token Report.md' }).waitFor();
    await screenshot(page, 'ledger-report');
    await run(page, 'Clear History…');
    await dialog(page).getByText('Clear the history of this workspace?').waitFor();
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await says(page, /\(5 now\)/);
    await run(page, 'Clear History…');
    await dialog(page).getByRole('button', { name: 'Clear History' }).click();
    await statusBarText(page, 'History cleared');
    await says(page, /ranges come from defaults until 20 tasks are recorded;/);
  });
});
