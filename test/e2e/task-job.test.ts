import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { get_encoding } from 'tiktoken';
import { CONTEXT_VIEW, showContextBudget } from '../vscode/context-budget-view.ts';
import { toast } from '../vscode/notifications.ts';
import { pick, quickInputClosed, quickPickLabels } from '../vscode/palette.ts';
import { REPOSITORY } from '../vscode/pinned.ts';
import { screenshot } from '../vscode/screenshots.ts';
import { view } from '../vscode/tree.ts';
import { webviewWith } from '../vscode/webview.ts';
import {
  ALL_THEMES,
  reloadWindow,
  setSideBarWidth,
  statusBarText,
  switchTheme,
} from '../vscode/workbench.ts';
import { useEditor } from './editor.ts';
import { type Row, treeRows } from './figures.ts';
import { chosenInPlan, clipboard, copyEditorText, emptyClipboard, eventually, row, run } from './hands.ts';

const oracle = get_encoding('o200k_base');
const count = (text: string): number => oracle.encode_ordinary(text).length;

const TASK = 'The budget bar hatches the overflow although nothing flows over: fix the segments in barOf';
const NEEDED = 'shares.ts';
/** A name that two files of this repository have: the list says as much of the path as tells them apart. */
const LARGER = /(?:^|\/)plan\.ts$/;

/** This repository's sources, in a repository with a past of their own. */
function copyOfSources(): string {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'context-budget-task-')), 'context-budget');
  mkdirSync(folder);
  cpSync(path.join(REPOSITORY, 'src'), path.join(folder, 'src'), { recursive: true });
  const git = (...args: string[]): void => {
    const identity = ['-c', 'user.name=Tests', '-c', 'user.email=tests@example.net'];
    execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'ignore' });
  };
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'All sources');
  return folder;
}

describe('a task: type, see the ranking, change it, fit, take', () => {
  const folder = copyOfSources();
  const source = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
  const editor = useEditor({ folder, settings: { 'files.autoSave': 'off' } });
  after(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

  const planFrame = async () => webviewWith(editor().page, '#task');
  const box = async () => (await planFrame()).locator('#task');
  /** Rows of the Context view, once they are what is wanted. */
  async function rows(isWanted: (rows: readonly Row[]) => boolean): Promise<readonly Row[]> {
    const found = await eventually(() => treeRows(editor().page), isWanted);
    assert.ok(isWanted(found), `${String(isWanted)}\n${JSON.stringify(found, null, 1)}`);
    return found;
  }
  const find = (found: readonly Row[], label: string): Row | undefined =>
    found.find((one) => one.label === label);
  const says = (label: string, pattern: RegExp) => (found: readonly Row[]) =>
    pattern.test(find(found, label)?.description ?? '');
  const focused = () =>
    view(editor().page, CONTEXT_VIEW).locator('.monaco-list-row.focused').getAttribute('aria-label');
  async function walkTo(label: string): Promise<void> {
    const { page } = editor();
    await run(page, 'Focus on Context View');
    await page.keyboard.press('Home');
    for (let step = 0; step < 100; step++) {
      if ((await focused())?.startsWith(`${label},`)) return;
      await page.keyboard.press('ArrowDown');
    }
    assert.fail(`The arrows do not reach ${label}.`);
  }
  const planText = async () => (await planFrame()).locator('main').innerText();

  let larger = '';

  it('ranks the files of this repository while the task is typed, in a tree first', async () => {
    const { page } = editor();
    await showContextBudget(page);
    assert.ok(find(await rows((found) => found.length > 0), 'src')?.folder);
    await (await box()).click();
    await page.keyboard.type(TASK);
    const ranked = await rows((found) => found[0]?.label === NEEDED);
    assert.ok(ranked.every(({ folder: isFolder }) => !isFolder));
    const found = ranked.find(({ label, answer }) => LARGER.test(label) && answer === 'in');
    larger = found?.label ?? assert.fail('Another file is needed more.');
    assert.match(ranked[0]?.description ?? '', /^in · (full|chunks|outline|path) · [\d.]+k? · \d+ %$/);
    const shares = ranked.map(({ description }) => Number(/(\d+) %$/.exec(description)?.[1]));
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => b - a),
      'The most needed first.',
    );
    assert.equal(await (await box()).inputValue(), TASK, 'Nothing was typed over.');
    assert.match(
      await eventually(planText, (text) => /is probably needed/.test(text)),
      /\d+ files show \d+ % of what is probably needed, with [\d.]+k? to spare\./,
    );
    assert.ok(
      ranked.every(({ ticked }) => !ticked),
      'The boxes are the user’s word.',
    );
  });

  it('reads well at 280 px in every theme', async () => {
    const { page } = editor();
    await setSideBarWidth(page, 280);
    for (const theme of ALL_THEMES) {
      await switchTheme(page, theme);
      await screenshot(page, `task-${theme}`);
    }
    await setSideBarWidth(page, 380);
  });

  it('tells why a file ranks where it does, and what is in', async () => {
    const { page } = editor();
    await row(page, NEEDED).hover();
    const tip = page.locator('.workbench-hover-container').first();
    const hovered = await eventually(
      () => tip.innerText().catch(() => ''),
      (text) => text.includes('tokens'),
    );
    const words = hovered.replaceAll('\u00A0', ' ');
    assert.match(words, /src\/webview\/shares\.ts/);
    assert.match(words, /[\d.]+ % likely to be needed/);
    assert.match(words, /barOf/);
    assert.match(words, /In: /);
    await screenshot(page, 'task-reasons');
    await page.mouse.move(700, 300);
  });

  it('sets the budget by what each step would buy', async () => {
    const { page } = editor();
    await (await planFrame()).locator('button[data-action="setBudget"]').click();
    const ladder = page.locator('.quick-input-widget:visible');
    await ladder
      .getByText(/of what is needed/)
      .first()
      .waitFor();
    await screenshot(page, 'task-ladder');
    const labels = await quickPickLabels(page);
    assert.deepEqual(labels, ['8k (now)', '16k', '32k', '64k', 'Another amount…']);
    assert.match(await ladder.innerText(), /\+\d+ files?(, \d+ fuller)? · \d+ % of what is needed/);
    await pick(page, '32k');
    await quickInputClosed(page);
    const chosen = await eventually(
      () => chosenInPlan(page),
      (now) => now.includes('32,000'),
    );
    assert.ok(chosen.includes('32,000'), chosen.join());
    const focusedInPlan = async () =>
      (await planFrame()).evaluate<string>(
        'document.hasFocus() ? document.activeElement.dataset.action : ""',
      );
    assert.equal(
      await eventually(focusedInPlan, (action) => action === 'setBudget'),
      'setBudget',
      'Whoever chose goes on where they were.',
    );
  });

  it('shows a file at the level that Alt+L asks for', async () => {
    const { page } = editor();
    await walkTo(larger);
    await page.keyboard.press('Alt+l');
    assert.deepEqual(await quickPickLabels(page), [
      'Automatic',
      'In full',
      'Relevant parts',
      'Outline',
      'Path only',
    ]);
    await pick(page, 'Path only');
    await quickInputClosed(page);
    await rows(says(larger, /^in · path · /));
    await page.keyboard.press('Alt+l');
    await pick(page, 'Relevant parts');
    await quickInputClosed(page);
    await rows(says(larger, /^in · chunks · /));
    assert.match((await focused()) ?? '', /[\d,]+ of [\d,]+ tokens$/, 'How much of the file goes in.');
    await row(page, larger).locator('.label-name').click();
    await page.locator('.tab.active', { hasText: 'plan.ts' }).waitFor();
    await run(page, 'Preview What Goes In');
    const tab = page.locator('.tab.active', { hasText: 'plan.ts (parts)' });
    await tab.waitFor();
    assert.match(await copyEditorText(page), /^… lines? \d/m);
    await statusBarText(page, 'TypeScript Excerpt');
    await screenshot(page, 'task-preview-parts');
    // An elision mark is no syntax error: a tab with problems says how many.
    assert.match((await tab.getAttribute('aria-label')) ?? '', /^plan\.ts \(parts\)(?!.*problem)/);
    await walkTo(NEEDED);
    await page.keyboard.press('Alt+l');
    await pick(page, 'In full');
    await quickInputClosed(page);
    await rows(says(NEEDED, /^in · full · /));
  });

  it('previews exactly what goes in', async () => {
    const { page } = editor();
    await row(page, NEEDED).locator('.label-name').click();
    await page.locator('.tab.active', { hasText: NEEDED }).waitFor();
    await run(page, 'Preview What Goes In');
    await page.locator('.tab.active', { hasText: `${NEEDED} (in full)` }).waitFor();
    assert.equal(await copyEditorText(page), source('src/webview/shares.ts'));
    assert.match(await statusBarText(page, 'go in'), /in full, [\d,]+ tokens go in/);
    await page.keyboard.type('x');
    assert.equal(await copyEditorText(page), source('src/webview/shares.ts'), 'It cannot be changed.');
  });

  let out = '';
  let pinned = '';

  it('is pinned by Alt+P and left out by Delete, and the list says so', async () => {
    const { page } = editor();
    const now = await rows(says(NEEDED, /^in/));
    pinned = now.find(({ label }) => ![NEEDED, larger].includes(label))?.label ?? assert.fail();
    out = now.find(({ label }) => ![NEEDED, larger, pinned].includes(label))?.label ?? assert.fail();
    await walkTo(pinned);
    await page.keyboard.press('Alt+p');
    const after = await rows(says(pinned, /^pinned · full · /));
    assert.equal(after[0]?.label, pinned, 'Pinned files come first.');
    await walkTo(out);
    await page.keyboard.press('Delete');
    await rows((found) => !(find(found, out)?.description ?? '').startsWith('in'));
  });

  it('can be looked at as a tree, and by rank again', async () => {
    const { page } = editor();
    await run(page, 'View as Tree');
    assert.ok(find(await rows((found) => found[0]?.folder === true), 'src'));
    await run(page, 'View by Rank');
    await rows((found) => found[0]?.label === pinned);
  });

  let prompt = '';

  it('is fitted by Ctrl+Enter: a prompt that tiktoken counts within the budget', async () => {
    const { page } = editor();
    await emptyClipboard(page);
    await (await box()).click();
    await page.keyboard.press('Control+Enter');
    await page.locator('.quick-input-title', { hasText: 'Fitted' }).waitFor();
    await pick(page, 'Copy');
    prompt = await clipboard(page);
    const tokens = count(prompt);
    assert.ok(tokens > 8000 && tokens <= 32_000, `${tokens} tokens`);
    assert.match(
      await statusBarText(page, 'Prompt copied'),
      /Prompt copied: [\d.]+k of 32k tokens, \d+ files/,
    );
    assert.ok(prompt.includes(TASK));
    assert.ok(prompt.includes(source('src/webview/shares.ts').trimEnd()), 'Asked for in full.');
    assert.ok(prompt.includes(pinned));
    assert.match(prompt, /src\/webview\/plan\.ts/);
    assert.ok(!prompt.includes(source('src/webview/plan.ts').trimEnd()), 'Asked for in parts.');
    assert.doesNotMatch(prompt, new RegExp(`^#+ .*\\b${out.replaceAll('.', '\\.')}`, 'm'), 'Left out.');
  });

  it('goes to the chat, or to the clipboard where there is none', async () => {
    const { page } = editor();
    await emptyClipboard(page);
    await run(page, 'Send to Chat');
    await toast(page, 'no chat');
    assert.equal(await clipboard(page), prompt);
  });

  it('follows a file that changes: what is ranked is what is there', async () => {
    writeFileSync(
      path.join(folder, 'src/overflow-segments.ts'),
      '/** Segments of the budget bar that hatch the overflow; barOf draws them. */\nexport const overflow = 1;\n',
    );
    await rows((found) => find(found, 'overflow-segments.ts') !== undefined);
  });

  it('lets a secret in only when it is allowed, and takes that back', async () => {
    const { page } = editor();
    const secret = ['ghp', 'a8Kd72hFq0Zx4Lw9Rt6Yb3Nm5Vc1Jp8Gs2Eu'].join('_');
    writeFileSync(
      path.join(folder, 'src/bar-token.ts'),
      `/** For barOf and the segments of the budget bar. */\nexport const overflow = '${secret}';\n`,
    );
    const widget = page.locator('.quick-input-widget:visible');
    const place = widget.locator('.monaco-list-row', { hasText: 'src/bar-token.ts, line 2' });
    const toggle = async (): Promise<void> => {
      await run(page, 'Allow Secret…');
      await place.waitFor();
      assert.ok(!(await widget.innerText()).includes(secret));
      await place.click();
      await page.keyboard.press('Enter');
      await quickInputClosed(page);
    };
    const held = (await planFrame()).locator('.notice', {
      hasText: 'bar-token.ts holds a secret.',
    });
    await held.waitFor();
    await toggle();
    await rows(says('bar-token.ts', /^in · /));
    await held.waitFor({ state: 'hidden' });
    await toggle();
    await held.waitFor();
  });

  it('keeps the task, the level asked for and the order when the window is reloaded', async () => {
    const { page } = editor();
    await reloadWindow(page);
    await showContextBudget(page);
    assert.equal(
      await eventually(
        async () => (await box()).inputValue(),
        (text) => text !== '',
      ),
      TASK,
    );
    await rows((found) => found[0]?.label === pinned && says(NEEDED, /^in · full · /)(found));
  });

  it('is a tree of ticks again once the task is cleared, and undo brings the task back', async () => {
    const { page } = editor();
    await run(page, 'Clear Task');
    assert.ok(find(await rows((found) => found[0]?.folder === true), 'src'));
    assert.equal(await (await box()).inputValue(), '');
    await page.locator('.notification-toast', { hasText: 'The task was cleared' }).getByText('Undo').click();
    await rows((found) => found[0]?.label === pinned);
    assert.equal(await (await box()).inputValue(), TASK);
  });

  it('is asked for by one command, from a sentence to the prompt', async () => {
    const { page } = editor();
    await run(page, 'Fit for Task…');
    const input = page.locator('.quick-input-widget:visible input');
    await input.fill('Say in the log how long the engine took to start');
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-title', { hasText: 'Fitted' }).waitFor();
    await page.keyboard.press('Escape');
    await quickInputClosed(page);
    assert.equal(await (await box()).inputValue(), 'Say in the log how long the engine took to start');
    await rows((found) => found.some(({ label }) => label === 'engine-client.ts'));
  });
});
