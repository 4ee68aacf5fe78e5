import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { showContextBudget } from '../vscode/context-budget-view.ts';
import { answer, pick, quickInput, quickInputClosed, quickPickRow } from '../vscode/palette.ts';
import { screenshot } from '../vscode/screenshots.ts';
import { SMALL_PROJECT } from '../vscode/small-project.ts';
import { webviewWith } from '../vscode/webview.ts';
import { reloadWindow, setSideBarWidth, statusBarText } from '../vscode/workbench.ts';
import {
  agree,
  askedRows,
  asking,
  lens,
  pictures,
  planFrame,
  planOf,
  quickPickText,
  seenInEditor,
  shownPlan,
  typeTask,
  WIDE,
} from './asking-steps.ts';
import { useEditor } from './editor.ts';
import { copyEditorText, editRow, eventually, run } from './hands.ts';
import { type TalkingModel, talkingModel } from './model-servers.ts';

const TASK =
  'Compare the lexer with the parser and explain why one of them is slower. Answer as JSON: slower, lines, reason';
/** Made up; nothing else on this machine has it. */
const KEY = 'sk-e2e-7Hq2vZk9Lw4XbT1mRc8N';
const said = (slower: string, lines: number): readonly string[] => [
  `{"slower": "${slower}", `,
  `"lines": ${lines}, `,
  '"reason": "It reads every word twice."}',
];

describe('asking models', () => {
  const models = new Map<string, TalkingModel>();
  const model = (name: string): TalkingModel => models.get(name) ?? assert.fail(`no model ${name}`);
  const heard = (): number => [...models.values()].reduce((sum, one) => sum + one.heard.length, 0);

  /** Three servers of this machine in the settings of the workspace; one of them wants a key. */
  const editor = useEditor(async () => {
    for (const name of ['Anna', 'Boris']) models.set(name, await talkingModel());
    models.set('Clara', await talkingModel({ key: KEY }));
    const entries = [...models].map(([name, { url }], at) => ({
      id: `${name.toLowerCase()}-1`,
      name,
      provider: 'local',
      adapter: 'openai-compatible',
      baseUrl: url,
      contextWindow: 64_000,
      maxOutputTokens: 4000,
      keyName: name === 'Clara' ? 'CLARA_API_KEY' : null,
      inputUsdPerMillion: at + 1,
      outputUsdPerMillion: 4 * (at + 1),
    }));
    const settings = {
      'contextBudget.models': entries,
      // The same models are asked in every run.
      'contextBudget.ask.explorationRate': 0,
    };
    return {
      files: { ...SMALL_PROJECT, '.vscode/settings.json': JSON.stringify(settings, null, 2) },
      // What is pictured stands still.
      settings: { 'workbench.reduceMotion': 'on' },
    };
  });
  after(async () => {
    for (const one of models.values()) await one.close();
  });

  it('says of a model that its key is missing, and takes the key', async () => {
    const { page } = editor();
    await showContextBudget(page);
    await run(page, 'Manage Models…');
    await quickPickRow(page, 'Clara').waitFor();
    assert.match(await quickPickRow(page, 'Clara').innerText(), /key/i);
    await screenshot(page, 'asking-manage-first');
    await page.keyboard.press('Escape');
    await quickInputClosed(page);
    await run(page, 'Set API Key…');
    await quickPickRow(page, 'CLARA_API_KEY').waitFor();
    await screenshot(page, 'asking-keys');
    await pick(page, 'CLARA_API_KEY');
    await page.locator('.quick-input-widget:visible input[type=password]').waitFor();
    await screenshot(page, 'asking-key');
    await answer(page, KEY);
    await quickInputClosed(page);
    await statusBarText(page, 'Key stored for CLARA_API_KEY');
  });

  it('shows who would answer and the price before anything is sent', async () => {
    const { page } = editor();
    await setSideBarWidth(page, WIDE);
    await typeTask(page, TASK);
    const first = await planOf(page);
    for (const name of ['Anna', 'Boris']) await quickPickRow(page, `Ask ${name} alone`).waitFor();
    assert.match(first, /Ask Models: at most \$0\.\d+/);
    assert.match(first, /2 models;.* tokens in, up to .* out each; reasoning/);
    await screenshot(page, 'asking-plan');
    await pick(page, 'Choose How Many Answer…');
    await pick(page, 'three models and their consensus');
    const plan = await shownPlan(page);
    assert.match(plan, /Ask Anna, Boris, Clara/);
    assert.match(plan, /3 models;/);
    await screenshot(page, 'asking-plan-three');
    assert.equal(heard(), 0, 'Nothing was sent.');
  });

  it('shows in the view how each model stands while answers come, and fills a document', async () => {
    const { page } = editor();
    model('Anna').says(said('parser', 8));
    model('Boris').says(said('parser', 8));
    model('Clara').says(said('lexer', 1));
    for (const one of models.values()) one.hold();
    await agree(page);
    const isHeld = (text: string): boolean => text.match(/answering/g)?.length === 3;
    const held = await asking(page, isHeld);
    assert.ok(isHeld(held), held);
    assert.match(held, /Asking 3 models/);
    model('Anna').goOn();
    const mixed = await asking(page, (text) => /Anna\s+answered/.test(text));
    assert.match(mixed, /Anna\s+answered · [\d.]+ s · 40 tokens · \$0\.001/);
    assert.match(mixed, /Boris\s+answering/);
    const document = await eventually(
      () => seenInEditor(page),
      (text) => text.includes('"reason"'),
    );
    assert.match(document, /# Compare the lexer with the parser/);
    assert.match(document, /## Boris/);
    assert.equal(await (await planFrame(page)).locator('.asking progress:visible').count(), 1);
    await lens(page, 'Cancel').waitFor();
    await pictures(page, 'asking-half');
    for (const one of models.values()) one.goOn();
  });

  it('ends as one answer that says who said what and where they differ', async () => {
    const { page } = editor();
    const ended = await asking(page, (text) => /3 of 3 models answered/.test(text));
    assert.match(ended, /3 of 3 models answered in [\d.]+ s, \$0\.\d+/);
    assert.match((await askedRows(page)).join('\n'), /Clara answered/);
    await lens(page, 'Accept').waitFor();
    await eventually(
      () => seenInEditor(page),
      (seen) => seen.includes('Who said what'),
    );
    const text = await copyEditorText(page);
    assert.match(text, /"slower": "parser"/);
    assert.match(text, /\| Anna \| answered \|/);
    assert.match(text, /## Where they differ/);
    assert.match(text, /"parser".*Anna, Boris.*"lexer".*Clara/);
    await page.keyboard.press('Control+Home');
    await pictures(page, 'asking-answered');
  });

  it('learns from Accept, and says so', async () => {
    const { page } = editor();
    await lens(page, 'Accept').click();
    assert.match(await statusBarText(page, 'noted'), /2 verdicts noted \(right\) on Anna, Boris\.$/);
    await screenshot(page, 'asking-accepted');
  });

  it('compares two answers side by side', async () => {
    const { page } = editor();
    await lens(page, 'Compare').click();
    await quickInput(page);
    await screenshot(page, 'asking-compare');
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-title', { hasText: '2/2' }).waitFor();
    await pick(page, 'Clara');
    await page.locator('.tab.active', { hasText: 'Anna ↔ Clara' }).waitFor();
    await page.locator('.monaco-diff-editor:visible').first().waitFor();
    await screenshot(page, 'asking-compared');
  });

  it('draws a report of the models', async () => {
    const { page } = editor();
    await run(page, 'Show Model Report');
    const report = await webviewWith(page, '.measures table');
    const names = await report.locator('table').first().getByRole('rowheader').allInnerTexts();
    assert.deepEqual(names.toSorted(), ['Anna', 'Boris', 'Clara']);
    await pictures(page, 'asking-report');
  });

  it('shows scores where models are managed', async () => {
    const { page } = editor();
    await run(page, 'Manage Models…');
    const row = quickPickRow(page, 'Anna');
    await row.waitFor();
    assert.match(await row.innerText(), /reasoning 0\.\d\d \(1 verdict\)/);
    assert.match(await quickPickRow(page, 'Clara').innerText(), /No verdicts yet/);
    await screenshot(page, 'asking-manage');
    await page.keyboard.press('Escape');
    await quickInputClosed(page);
  });

  it('asks about what is selected in an editor', async () => {
    const { page } = editor();
    for (const one of models.values()) one.says(['It splits a text ', 'into its words.']);
    const before = model('Anna').heard.length;
    await editRow(page, 'lexer.ts');
    await page.keyboard.press('Control+a');
    await run(page, 'Ask About Selection…');
    await answer(page, 'What does this function do?');
    assert.match(await shownPlan(page), /Ask Anna\s*at most \$0\.\d+/);
    await screenshot(page, 'asking-selection');
    await agree(page);
    await asking(page, (text) => /Answered in/.test(text));
    const shown = await eventually(
      () => seenInEditor(page),
      (text) => text.includes('Who said what'),
    );
    assert.match(shown, /It splits a text into its words\./);
    const calls = model('Anna').heard.slice(before);
    assert.equal(calls.length, 1);
    const sent = JSON.stringify(calls[0]?.body['messages']);
    assert.match(sent, /## src\/lexer\.ts \(line 1\).*export const words.*What does this function do\?/);
    await screenshot(page, 'asking-selected');
  });

  it('calls a running request off, and says so', async () => {
    const { page } = editor();
    for (const one of models.values()) one.hold();
    await typeTask(page, 'Explain step by step why the parser gives NaN for an empty text');
    await planOf(page);
    await agree(page);
    await asking(page, (text) => text.includes('answering'));
    await (await planFrame(page)).locator('[data-action=cancelAsk]').click();
    const ended = await asking(page, (text) => /The request was cancelled/.test(text));
    assert.match(ended, /The request was cancelled/);
    assert.match(ended, /called off · [\d.]+ s/);
    await screenshot(page, 'asking-cancelled');
    for (const one of models.values()) {
      one.goOn();
      await Promise.all(one.heard.map(({ gone }) => gone));
    }
    await pictures(page, 'asking-cancelled', ['light', 'hc-black']);
  });

  it('sends the key to its model alone, keeps it over a reload, and no file has it in plain text', async () => {
    const { page, sandbox, server } = editor();
    for (const [name, { heard: calls }] of models)
      for (const { headers } of calls)
        assert.equal(headers.authorization, name === 'Clara' ? `Bearer ${KEY}` : undefined, name);
    assert.ok(model('Clara').heard.length > 0);
    const inFiles = readdirSync(sandbox.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.join(parentPath, name))
      .filter((file) => !file.includes('/extensions/') && readFileSync(file).includes(KEY));
    assert.deepEqual(inFiles, []);
    assert.ok(!server.log().includes(KEY));
    // The browser keeps secrets of a web window encrypted in its own storage: it is there, and not to be read.
    const inBrowser = await page.evaluate<string>('JSON.stringify({ ...localStorage, ...sessionStorage })');
    assert.match(inBrowser, /secrets\.provider/);
    assert.ok(!inBrowser.includes(KEY));
    await reloadWindow(page);
    await showContextBudget(page);
    await run(page, 'Set API Key…');
    const row = quickPickRow(page, 'CLARA_API_KEY');
    await row.waitFor();
    assert.match(await row.innerText(), /stored/);
    assert.ok(!(await quickPickText(page)).includes(KEY));
    await page.keyboard.press('Escape');
  });
});
