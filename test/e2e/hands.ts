import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { CONTEXT_VIEW } from '../vscode/context-budget-view.ts';
import { answer, pick, quickInputClosed, runCommand } from '../vscode/palette.ts';
import { webviewWith } from '../vscode/webview.ts';
import { expand, tick, treeRow } from '../vscode/tree.ts';

/** What a person does with the extension, step by step. */

export const row = (page: Page, label: string) => treeRow(page, CONTEXT_VIEW, label);
export const tickRow = (page: Page, label: string, wanted = true) => tick(row(page, label), wanted);
export const openRow = (page: Page, label: string, wanted = true) => expand(row(page, label), wanted);

/** Runs one of our commands from the palette, by its title. */
export const run = (page: Page, title: string) => runCommand(page, `Context Budget: ${title}`);

export async function setBudget(page: Page, text: string): Promise<void> {
  await run(page, 'Set Budget…');
  await answer(page, text);
  await quickInputClosed(page);
}

export async function choose(page: Page, title: string, label: string): Promise<void> {
  await run(page, title);
  await answer(page, label, false);
  await pick(page, label);
  await quickInputClosed(page);
}

/** Opens a file of the Context view in an editor and puts the cursor at its end. */
export async function editRow(page: Page, label: string): Promise<void> {
  await row(page, label).locator('.label-name').click();
  await page.locator('.tab.active', { hasText: label }).waitFor();
  await page.locator('.editor-instance .monaco-editor').first().click();
  await page.keyboard.press('Control+End');
}

/** Selects the text of the active editor and copies it: what a person would find on the clipboard. */
export async function copyEditorText(page: Page): Promise<string> {
  await emptyClipboard(page);
  await page.locator('.editor-instance .monaco-editor').first().click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  const text = await clipboard(page);
  await page.keyboard.press('Control+End');
  return text;
}

const PATIENCE_MS = 15_000;
const POLL_MS = 50;

/** Reads until it is what is wanted, and gives it; after a while whatever it is then, for the test to judge. */
export async function eventually<T>(read: () => Promise<T>, isWanted: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await read();
    if (isWanted(value) || Date.now() > deadline) return value;
    await sleep(POLL_MS);
  }
}

/** What is on the clipboard, waiting until something is. */
export const clipboard = (page: Page): Promise<string> =>
  eventually(
    () => page.evaluate<string>('navigator.clipboard.readText()'),
    (text) => text !== '',
  );

export const emptyClipboard = (page: Page): Promise<unknown> =>
  page.evaluate('navigator.clipboard.writeText("")');

/** The choices of the Plan view: model, budget, strategy, format. */
export const chosenInPlan = async (page: Page): Promise<string[]> =>
  (await webviewWith(page, '[role=meter]'))
    .locator(CHOSEN.map((action) => `[data-action=${action}] .main`).join())
    .allInnerTexts();

const CHOSEN = ['chooseModel', 'setBudget', 'chooseStrategy', 'chooseFormat'];
