/**
 * Takes the picture of the README: the packaged extension in a real VS Code on this repository, as committed.
 *
 *   npm run picture
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { showContextBudget } from '../vscode/context-budget-view.ts';
import { REPOSITORY } from '../vscode/pinned.ts';
import { screenshot } from '../vscode/screenshots.ts';
import { setUp } from '../vscode/set-up.ts';
import { packageExtension } from '../vscode/vsix.ts';
import { switchTheme } from '../vscode/workbench.ts';
import { openEditor } from './editor.ts';
import { choose, eventually, openRow, row, run, setBudget, tickRow } from './hands.ts';

const place = mkdtempSync(path.join(tmpdir(), 'context-budget-picture-'));
const folder = path.join(place, 'context-budget');
execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${REPOSITORY}`, folder]);
await setUp();
await packageExtension();
const { page, close } = await openEditor({
  folder,
  settings: { 'git.blame.statusBarItem.enabled': false },
});
try {
  await page.setViewportSize({ width: 1280, height: 860 });
  await switchTheme(page, 'dark');
  await showContextBudget(page);
  await choose(page, 'Choose Model…', 'gpt-5');
  await setBudget(page, '32k');
  await openRow(page, 'src');
  await tickRow(page, 'engine');
  await tickRow(page, 'protocol');
  await openRow(page, 'engine');
  await row(page, 'counting.ts').locator('.label-name').click();
  await run(page, 'Pin');
  await eventually(
    () => row(page, 'counting.ts').innerText(),
    (text) => text.includes('pinned'),
  );
  await page.locator('.editor-instance .monaco-editor').first().click();
  await page.mouse.move(900, 400);
  await page.waitForTimeout(1500);
  copyFileSync(await screenshot(page, 'readme'), path.join(REPOSITORY, 'media/screenshot.png'));
} finally {
  await close();
  rmSync(place, { recursive: true, force: true });
}
