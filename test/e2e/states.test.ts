import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { newPage } from '../vscode/browser.ts';
import { CONTEXT_VIEW, showContextBudget } from '../vscode/context-budget-view.ts';
import { CODE_SERVER } from '../vscode/pinned.ts';
import { offeredCommands, runCommand } from '../vscode/palette.ts';
import { screenshot } from '../vscode/screenshots.ts';
import { workbenchAddress } from '../vscode/server.ts';
import { writeFiles } from '../vscode/small-project.ts';
import { view } from '../vscode/tree.ts';
import { webviewWith } from '../vscode/webview.ts';
import { openWorkbench, reloadWindow } from '../vscode/workbench.ts';
import { watchChildren } from './child-processes.ts';
import { useEditor } from './editor.ts';
import { agreed, rowOf, statusOf } from './figures.ts';
import { clipboard, emptyClipboard, eventually, openRow, run, tickRow } from './hands.ts';

const UNSAVED = { 'files.autoSave': 'off' };

const welcome = (page: Page) => view(page, CONTEXT_VIEW).locator('.welcome-view-content');
/** What the Plan view says besides its figures. */
const planText = async (page: Page): Promise<string> =>
  (await webviewWith(page, '#plan')).locator('main').innerText();
const planSays = (page: Page, wanted: RegExp): Promise<string> =>
  eventually(
    () => planText(page),
    (text) => wanted.test(text),
  );

const FOLDERS_MS = 8000;
const RELOADS = 5;

/** A busy server sometimes opens a workspace file without its folders, in its own explorer too, until it is reloaded. */
async function foldersOpen(page: Page): Promise<void> {
  const folders = page.locator('.explorer-folders-view .monaco-list-row').first();
  for (let reload = 0; reload < RELOADS; reload++) {
    const areThere = folders.waitFor({ timeout: FOLDERS_MS }).then(
      () => true,
      () => false,
    );
    if (await areThere) return;
    await reloadWindow(page);
  }
  assert.fail('VS Code does not open the folders of the workspace file.');
}

describe('states of the window', () => {
  const editor = useEditor({ folder: null, settings: UNSAVED });

  /** Another window of the same editor, on a folder or workspace file. */
  async function inWindow(folder: string, use: (page: Page) => Promise<void>): Promise<void> {
    const { browser, server } = editor();
    const page = await newPage(browser);
    try {
      await openWorkbench(page, workbenchAddress(server, folder));
      if (folder.endsWith('.code-workspace')) await foldersOpen(page);
      await showContextBudget(page);
      await use(page);
    } catch (error) {
      await screenshot(page, `failed-window-${path.basename(folder)}`);
      throw error;
    } finally {
      await page.context().close();
    }
  }

  it('without a folder: says so, shows no figures, and takes open documents', async () => {
    const { page } = editor();
    await showContextBudget(page);
    await welcome(page).getByText('Open a folder to choose from its files').waitFor();
    await welcome(page).getByRole('button', { name: 'Open Folder' }).waitFor();
    assert.match(await planSays(page, /Open Folder…/), /Open Folder…/);
    assert.match(await planText(page), /^No folder is open/);
    assert.doesNotMatch(await planText(page), /\d+k/);
    assert.equal(await statusOf(page).isVisible(), false);
    await screenshot(page, 'state-no-folder');
    await runCommand(page, 'File: New Untitled Text File');
    await page.keyboard.insertText('A thought without a folder.');
    await tickRow(page, 'Untitled-1');
    await agreed(page, (now) => rowOf(now, 'Untitled-1').answer === 'in' && now.status.included === 1);
  });

  it('with an empty folder: says so, and sees the first file come', async () => {
    const folder = path.join(editor().sandbox.folder, 'empty');
    mkdirSync(folder);
    await inWindow(folder, async (page) => {
      await welcome(page).getByText('no file that could go into a prompt').waitFor();
      assert.match(await planSays(page, /no file/), /This folder has no file that could go into a prompt\./);
      assert.equal(await statusOf(page).isVisible(), false);
      await screenshot(page, 'state-empty');
      writeFileSync(path.join(folder, 'first.md'), 'The first file.\n');
      await agreed(
        page,
        ({ rows, status }) => rows.some(({ label }) => label === 'first.md') && status.text === '0/8k',
      );
    });
  });

  it('with several folders: each is a row, and paths in the prompt begin with its name', async () => {
    const { folder } = editor().sandbox;
    writeFiles(path.join(folder, 'several'), {
      'app/index.ts': 'export const app = 1;\n',
      'lib/index.ts': 'export const lib = 2;\n',
      'both.code-workspace': JSON.stringify({ folders: [{ path: 'app' }, { path: 'lib' }] }),
    });
    await inWindow(path.join(folder, 'several/both.code-workspace'), async (page) => {
      await openRow(page, 'app');
      await openRow(page, 'lib');
      await tickRow(page, 'lib');
      await agreed(
        page,
        (now) => rowOf(now, 'lib').answer === '1 of 1 in' && rowOf(now, 'app').answer === '',
      );
      await tickRow(page, 'app');
      await agreed(page, ({ status }) => status.included === 2);
      await emptyClipboard(page);
      await run(page, 'Copy Fitted Prompt');
      const prompt = await clipboard(page);
      assert.ok(prompt.includes('app/index.ts') && prompt.includes('lib/index.ts'), prompt);
      assert.ok(!prompt.includes('several'), 'Nothing above the folders is told.');
    });
  });

  it('after the engine stopped: says so, keeps everything, and comes back by itself', async () => {
    await inWindow(editor().sandbox.workspace, async (page) => {
      await openRow(page, 'src');
      await tickRow(page, 'src');
      await runCommand(page, 'File: New Untitled Text File');
      await page.keyboard.insertText('Words that only the editor has.');
      await tickRow(page, 'Untitled-1');
      const before = await agreed(page, ({ status }) => status.included === 4);
      const frame = await webviewWith(page, '#plan');
      // It is back within half a second: what was said meanwhile is written down by the page itself.
      await frame.evaluate(
        `globalThis.said = [];
         const main = document.querySelector('main');
         new MutationObserver(() => main.hasAttribute('data-stale') && said.push(main.innerText))
           .observe(main, { attributes: true, childList: true, subtree: true, characterData: true })`,
      );
      await run(page, 'Restart Engine');
      const said = await eventually(
        () => frame.evaluate<string[]>('said'),
        (texts) => texts.length > 0,
      );
      assert.match(said[0] ?? '', /The engine stopped and is starting again\. Your selection is kept\./);
      assert.ok(said[0]?.includes(before.plan.total.replaceAll(' ', '\u00A0')), 'The last figures stay.');
      await frame.waitForSelector('main:not([data-stale])');
      const after = await agreed(page, ({ status }) => status.included === 4);
      assert.deepEqual(after, before);
      await emptyClipboard(page);
      await run(page, 'Copy Fitted Prompt');
      assert.match(await clipboard(page), /Words that only the editor has\./);
    });
  });
});

/** Its language servers come from its own folder; on a server it looks for open ports with two shell commands. */
const isOfVsCode = (command: string): boolean =>
  command.includes(CODE_SERVER.vscode) || /^\/bin\/sh -c (?:ls -l \/proc\/|ps -F -A -l )/.test(command);

describe('restricted mode', () => {
  const editor = useEditor({
    trust: true,
    settings: {
      ...UNSAVED,
      'security.workspace.trust.startupPrompt': 'never',
    },
    files: {
      'src/main.ts': 'export const one = 1;\n',
      '.vscode/settings.json': JSON.stringify({
        'contextBudget.instructions': 'Words that the workspace puts into the user’s mouth.',
        'contextBudget.budget': 500,
      }),
      '.git/HEAD': 'ref: refs/heads/main\n',
    },
  });

  it('fits as usual, starts no process, asks no git, and does not speak for the user', async () => {
    const children = watchChildren();
    const { page } = editor();
    await showContextBudget(page);
    assert.match(await planSays(page, /Restricted Mode/), /Restricted Mode: git is not asked/);
    await openRow(page, 'src');
    await tickRow(page, 'src');
    const figures = await agreed(page, ({ status }) => status.included === 1);
    assert.equal(figures.plan.budget, 500, 'Figures of the workspace count.');
    await screenshot(page, 'state-restricted');
    await emptyClipboard(page);
    await run(page, 'Copy Fitted Prompt');
    const prompt = await clipboard(page);
    assert.match(prompt, /export const one/);
    assert.doesNotMatch(prompt, /mouth/);
    const offered = await offeredCommands(page, 'Context Budget: Add');
    if (offered.includes('Context Budget: Add Changed Files')) {
      await run(page, 'Add Changed Files');
      await page.locator('.notification-toast', { hasText: 'In restricted mode git is not asked' }).waitFor();
    }
    const foreign = children.stop().filter((command) => !isOfVsCode(command));
    assert.deepEqual(foreign, []);
  });
});

describe('with a chat in the editor', () => {
  const editor = useEditor({ settings: { 'chat.disableAIFeatures': false } });

  it('Send to Chat fills its box with the prompt and sends nothing', async () => {
    const { page } = editor();
    await showContextBudget(page);
    await openRow(page, 'src');
    await tickRow(page, 'src');
    await agreed(page, ({ status }) => status.included === 3);
    await run(page, 'Send to Chat');
    const box = page
      .locator('.chat-input-container .monaco-editor, .interactive-input-editor .monaco-editor')
      .first();
    await box.waitFor();
    await box.getByText('# Files').first().waitFor();
    await emptyClipboard(page);
    await box.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    const sent = await clipboard(page);
    await emptyClipboard(page);
    await run(page, 'Copy Fitted Prompt');
    assert.equal(sent.trim(), (await clipboard(page)).trim());
    await screenshot(page, 'state-chat');
  });
});
