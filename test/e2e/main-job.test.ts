import assert from 'node:assert/strict';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { get_encoding } from 'tiktoken';
import { CONTEXT_VIEW, showContextBudget } from '../vscode/context-budget-view.ts';
import { toast } from '../vscode/notifications.ts';
import { answer, pick, quickInput, quickInputClosed, runCommand } from '../vscode/palette.ts';
import { screenshot } from '../vscode/screenshots.ts';
import { SMALL_PROJECT } from '../vscode/small-project.ts';
import { view } from '../vscode/tree.ts';
import { webviewWith } from '../vscode/webview.ts';
import { ALL_THEMES, reloadWindow, statusBarText, switchTheme } from '../vscode/workbench.ts';
import { useEditor } from './editor.ts';
import { agreed, type Figures, rowOf } from './figures.ts';
import {
  choose,
  chosenInPlan,
  clipboard,
  copyEditorText,
  editRow,
  emptyClipboard,
  eventually,
  openRow,
  run,
  setBudget,
  tickRow,
} from './hands.ts';

/** Text is typed as it stands, and stays unsaved until it is saved. */
const PLAIN_TYPING = {
  'files.autoSave': 'off',
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.autoIndent': 'none',
  'editor.quickSuggestions': false,
  'editor.suggestOnTriggerCharacters': false,
  'editor.wordBasedSuggestions': 'off',
  'editor.acceptSuggestionOnEnter': 'off',
};

const oracle = get_encoding('o200k_base');
const count = (text: string): number => oracle.encode_ordinary(text).length;
const original = (file: string): string => String(SMALL_PROJECT[file]);

describe('the main job: tick, watch, fit, take, come back', () => {
  const editor = useEditor({ settings: PLAIN_TYPING });

  it('says the same in tree, plan and status bar when files and a folder are ticked', async () => {
    const { page } = editor();
    await showContextBudget(page);
    await openRow(page, 'docs');
    await openRow(page, 'src');
    await tickRow(page, 'README.md');
    const one = await agreed(page, ({ status }) => status.ticked === 1);
    assert.equal(rowOf(one, 'README.md').tokens, count(original('README.md')));
    assert.equal(one.plan.files, count(original('README.md')));
    await tickRow(page, 'src');
    const folder = await agreed(
      page,
      (now) => now.status.ticked === 4 && rowOf(now, 'src').answer === '3 of 3 in',
    );
    for (const file of ['cli.ts', 'lexer.ts', 'parser.ts']) {
      assert.equal(rowOf(folder, file).ticked, true);
      assert.equal(rowOf(folder, file).answer, 'in');
      assert.equal(rowOf(folder, file).tokens, count(original(`src/${file}`)));
    }
    assert.match(folder.plan.sentence, /^Fits with .* to spare\.$/);
    assert.equal(folder.status.warns, false);
  });

  it('takes a budget from the palette, and says what is wrong with one', async () => {
    const { page } = editor();
    await setBudget(page, '2k');
    await agreed(page, ({ plan }) => plan.budget === 2000);
    await run(page, 'Set Budget…');
    await answer(page, '-5');
    await page.locator('.quick-input-message', { hasText: 'cannot be negative' }).waitFor();
    await page.keyboard.press('Escape');
    await quickInputClosed(page);
    await agreed(page, ({ plan }) => plan.budget === 2000);
  });

  it('keeps the three in step with every pause while an unsaved file is typed in', async () => {
    const { page } = editor();
    await editRow(page, 'parser.ts');
    let text = original('src/parser.ts');
    for (const typed of [
      '// one more line\n',
      'export const half = value("1 + 1") / 2; // ½ – naïve\n',
      'const words2 = `${half}`',
      '; // 漢字 and emoji 🎉🎉\n',
    ]) {
      await page.keyboard.insertText(typed);
      text += typed;
      const wanted = count(text);
      const folder = wanted + count(original('src/cli.ts')) + count(original('src/lexer.ts'));
      await agreed(
        page,
        (now) => rowOf(now, 'parser.ts').tokens === wanted && rowOf(now, 'src').tokens === folder,
      );
    }
    await page.keyboard.type('let typed = "key by key";\n');
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('#!/usr/bin/env node\n');
    const seen = await copyEditorText(page);
    assert.match(seen, /^#!\/usr\/bin\/env node\n[^]*key by key";\n$/);
    await agreed(page, (now) => rowOf(now, 'parser.ts').tokens === count(seen));
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    const undone = await copyEditorText(page);
    assert.notEqual(undone, seen);
    await agreed(page, (now) => rowOf(now, 'parser.ts').tokens === count(undone));
    assert.equal(
      readFileSync(path.join(editor().sandbox.workspace, 'src/parser.ts'), 'utf8'),
      original('src/parser.ts'),
    );
  });

  it('takes an untitled document for a candidate', async () => {
    const { page } = editor();
    await runCommand(page, 'File: New Untitled Text File');
    await page.locator('.tab.active', { hasText: 'Untitled-1' }).waitFor();
    await page.keyboard.insertText('The last line of a file gets lost.');
    await tickRow(page, 'Untitled-1');
    const wanted = count('The last line of a file gets lost.');
    const figures = await agreed(page, (now) => rowOf(now, 'Untitled-1').answer === 'in');
    assert.equal(rowOf(figures, 'Untitled-1').tokens, wanted);
    assert.equal(figures.status.ticked, 5);
  });

  it('is worked by the keyboard alone: focus, arrows, Space, Alt+P, Delete', async () => {
    const { page } = editor();
    const focused = () =>
      view(page, CONTEXT_VIEW).locator('.monaco-list-row.focused').getAttribute('aria-label');
    const walkTo = async (label: string): Promise<void> => {
      await page.keyboard.press('Home');
      for (let step = 0; step < 20; step++) {
        if ((await focused())?.startsWith(`${label},`)) return;
        await page.keyboard.press('ArrowDown');
      }
      assert.fail(`The arrows do not reach ${label}.`);
    };
    await run(page, 'Focus on Context View');
    await walkTo('.gitignore');
    await page.keyboard.press('Space');
    await agreed(page, (now) => rowOf(now, '.gitignore').ticked && now.status.ticked === 6);
    await page.keyboard.press('Space');
    await agreed(page, (now) => !rowOf(now, '.gitignore').ticked && now.status.ticked === 5);
    await walkTo('lexer.ts');
    await page.keyboard.press('Alt+p');
    await agreed(page, (now) => rowOf(now, 'lexer.ts').answer === 'pinned' && now.status.pinned === 1);
    await walkTo('cli.ts');
    await page.keyboard.press('Delete');
    const out = await agreed(
      page,
      (now) => rowOf(now, 'cli.ts').answer === 'left out' && rowOf(now, 'src').answer === '2 of 3 in',
    );
    assert.equal(rowOf(out, 'cli.ts').ticked, true, 'Leaving out does not untick.');
  });

  it('hatches what is over the budget, warns in the status bar, and raises the budget in one click', async () => {
    const { page } = editor();
    await openRow(page, 'docs');
    await tickRow(page, 'large.md');
    const over = await agreed(
      page,
      (now) => now.plan.over > 0 && now.status.warns && rowOf(now, 'large.md').answer === 'no room',
    );
    assert.match(over.plan.sentence, /^Over by [\d.]+k: the fit keeps 4 of 6 files/);
    assert.ok(over.plan.used <= over.plan.budget);
    const badge = page.locator(
      '.activitybar .action-item:has(a[aria-label^="Context Budget"]) .badge-content',
    );
    const withoutRoom = await eventually(
      () => badge.innerText(),
      (text) => text !== '',
    );
    assert.equal(withoutRoom, '1', 'One file has no room; the other one was left out.');
    const frame = await webviewWith(page, '[role=meter]');
    const hatch = frame.locator('.bar rect.pattern.overflow');
    assert.ok(((await hatch.boundingBox())?.width ?? 0) > 10);
    assert.match(
      await hatch.evaluate((rect) => rect.ownerDocument.defaultView?.getComputedStyle(rect).fill ?? ''),
      /#hatch/,
    );
    for (const theme of ALL_THEMES) {
      await switchTheme(page, theme);
      await screenshot(page, `main-over-${theme}`);
    }
    await frame.locator('button[data-action="raiseBudget"]').click();
    const raised = await agreed(page, (now) => now.plan.over === 0 && !now.status.warns);
    assert.ok(raised.plan.budget > 2000);
    assert.equal(rowOf(raised, 'large.md').answer, 'in');
    await tickRow(page, 'large.md', false);
    await setBudget(page, '2000');
    await agreed(page, (now) => now.plan.budget === 2000 && now.plan.over === 0);
  });

  let prompt = '';

  it('fits and copies a prompt that tiktoken counts within the budget', async () => {
    const { page } = editor();
    const figures = await agreed(page);
    await emptyClipboard(page);
    await run(page, 'Fit Context…');
    const title = page.locator('.quick-input-title', { hasText: 'Fitted' });
    await title.waitFor();
    const fitted = await title.innerText();
    await pick(page, 'Copy');
    prompt = await clipboard(page);
    const tokens = count(prompt);
    assert.ok(tokens > figures.plan.files && tokens <= figures.plan.budget, `${tokens} tokens`);
    assert.match(fitted, new RegExp(`^Fitted: ${tokens} of 2k tokens, 4 files$`));
    assert.match(
      await statusBarText(page, 'Prompt copied'),
      new RegExp(`Prompt copied: ${tokens} of 2k tokens, 4 files`),
    );
    for (const inside of [
      'README.md',
      'src/lexer.ts',
      'src/parser.ts',
      '// one more line',
      'The last line of a file gets lost.',
    ])
      assert.ok(prompt.includes(inside), inside);
    assert.ok(!prompt.includes('src/cli.ts'), 'What was left out is not in it.');
  });

  it('opens the same prompt in an editor that cannot be changed', async () => {
    const { page } = editor();
    await run(page, 'Open Fitted Prompt');
    await page.locator('.tab.active', { hasText: 'Fitted Prompt.md' }).waitFor();
    assert.equal(await copyEditorText(page), prompt);
    await page.keyboard.type('x');
    assert.equal(await copyEditorText(page), prompt);
  });

  it('saves it with its audit, and neither becomes a candidate', async () => {
    const { page, sandbox } = editor();
    await run(page, 'Save Fitted Prompt…');
    await page.locator('.quick-input-title', { hasText: 'Save Fitted Prompt' }).waitFor();
    const input = await quickInput(page);
    assert.match(
      await eventually(
        () => input.inputValue(),
        (now) => now.endsWith('.md'),
      ),
      /\/prompt\.md$/,
    );
    await page.keyboard.press('Enter');
    await statusBarText(page, 'Saved prompt.md and its audit');
    const saved = (name: string): string => readFileSync(path.join(sandbox.workspace, name), 'utf8');
    assert.equal(saved('prompt.md'), prompt);
    const audit = JSON.parse(saved('prompt.audit.json')) as Record<string, unknown>;
    assert.equal(audit['tokensUsed'], count(prompt));
    assert.equal(audit['budget'], 2000);
    await run(page, 'Refresh');
    const figures = await agreed(page, ({ status }) => status.included === 4);
    assert.ok(!figures.rows.some(({ label }) => label.startsWith('prompt')));
  });

  it('explains the fit, file by file', async () => {
    const { page } = editor();
    await run(page, 'Explain Fit');
    await page.locator('.tab.active', { hasText: 'Fit Explained.md' }).waitFor();
    const text = await copyEditorText(page);
    assert.ok(
      text.includes(`${count(prompt)} of 2000 tokens used`) ||
        text.includes(`${count(prompt)} of 2,000 tokens used`),
      text,
    );
    assert.match(text, /src\/lexer\.ts.*[Pp]inned/);
    assert.match(text, /src\/cli\.ts: Left out: .*you/);
  });

  it('puts the prompt on the clipboard where there is no chat, and says so', async () => {
    const { page } = editor();
    await emptyClipboard(page);
    await run(page, 'Send to Chat');
    assert.match(
      await toast(page, 'no chat'),
      /^There is no chat in this editor: the prompt is on the clipboard \(/,
    );
    assert.equal(await clipboard(page), prompt);
  });

  it('saves a selection by name and brings it back', async () => {
    const { page } = editor();
    const before = await agreed(page);
    await run(page, 'Save Selection…');
    await answer(page, 'parser work');
    await statusBarText(page, 'Selection saved as parser work');
    await run(page, 'Clear Selection');
    const cleared = await agreed(page, ({ status }) => status.ticked === 0);
    assert.equal(cleared.plan.used, 0);
    assert.ok(cleared.rows.every(({ ticked }) => !ticked));
    await run(page, 'Load Selection…');
    await pick(page, 'parser work');
    assert.deepEqual(await agreed(page, ({ status }) => status.ticked > 0), before);
  });

  it('keeps ticks, pins, model, budget and strategy when the window is reloaded', async () => {
    const { page } = editor();
    await choose(page, 'Choose Model…', 'gpt-5');
    await choose(page, 'Choose Strategy…', 'balanced');
    const chosenNow = () =>
      eventually(
        () => chosenInPlan(page),
        (now) => now.join() === chosen.join(),
      );
    const chosen = ['GPT-5', '2,000', 'balanced', 'Markdown'];
    const settings = path.join(editor().sandbox.workspace, '.vscode/settings.json');
    // Only then is the last choice written.
    assert.deepEqual(await chosenNow(), chosen);
    const before = await agreed(
      page,
      (now) => rowOf(now, '.vscode').tokens === count(readFileSync(settings, 'utf8')),
    );
    await reloadWindow(page);
    await showContextBudget(page);
    await openRow(page, 'docs');
    await openRow(page, 'src');
    const after = await agreed(page, ({ status }) => status.ticked === before.status.ticked);
    assert.deepEqual(summary(after), summary(before));
    assert.deepEqual(await chosenNow(), chosen);
  });

  it('follows the disk: files that come, change, move and go, and what .gitignore says', async () => {
    const { page, sandbox } = editor();
    const at = (name: string): string => path.join(sandbox.workspace, name);
    const labels = ({ rows }: Figures): string[] => rows.map(({ label }) => label);
    const gone = (label: string) => (now: Figures) => !labels(now).includes(label);
    const text = "export const tokens = 'new';\n";
    writeFileSync(at('src/token.ts'), text);
    const come = await agreed(page, (now) => labels(now).includes('token.ts'));
    assert.equal(rowOf(come, 'token.ts').ticked, true, 'Its folder is ticked.');
    writeFileSync(at('src/token.ts'), text.repeat(5));
    await agreed(page, (now) => rowOf(now, 'token.ts').tokens === count(text.repeat(5)));
    renameSync(at('src/token.ts'), at('src/moved.ts'));
    const moved = await agreed(page, gone('token.ts'));
    assert.equal(rowOf(moved, 'moved.ts').tokens, count(text.repeat(5)));
    writeFileSync(at('.gitignore'), 'build/\nmoved.ts\n');
    await agreed(page, gone('moved.ts'));
    writeFileSync(at('.gitignore'), 'build/\n');
    await agreed(page, (now) => labels(now).includes('moved.ts'));
    rmSync(at('src/moved.ts'));
    await agreed(page, gone('moved.ts'));
    rmSync(at('docs'), { recursive: true });
    await agreed(page, gone('docs'));
  });

  it('estimates for a model whose tokenizer is not public, and keeps its error free', async () => {
    const { page } = editor();
    const exact = await agreed(page);
    await choose(page, 'Choose Model…', 'claude-sonnet-4-5');
    const estimated = await agreed(page, (now) => now.plan.used > exact.plan.used);
    const frame = await webviewWith(page, '[role=meter]');
    const said = (await frame.locator('main').innerText()).replaceAll('\u00A0', ' ');
    assert.match(said, /\nmargin \d+\n/);
    const band = Number(/\nestimated ± ([\d.]+) %\n/.exec(said)?.[1]) / 100;
    await emptyClipboard(page);
    await run(page, 'Copy Fitted Prompt');
    const tokens = count(await clipboard(page));
    assert.ok(tokens <= estimated.plan.budget * (1 - band), `${tokens} tokens, band ${band}`);
  });
});

/** The figures without what only a moment decides. */
function summary({ rows, plan, status }: Figures): unknown {
  return { rows: rows.map(({ label, description, ticked }) => [label, description, ticked]), plan, status };
}
