import type { Frame, Page } from 'playwright-core';
import { quickInputClosed } from '../vscode/palette.ts';
import { screenshot } from '../vscode/screenshots.ts';
import { webviewWith } from '../vscode/webview.ts';
import type { Theme } from '../vscode/workbench.ts';
import { ALL_THEMES, setSideBarWidth, switchTheme } from '../vscode/workbench.ts';
import { eventually, run } from './hands.ts';

/** What a person does who asks models. */

export const NARROW = 280;
export const WIDE = 400;

export const planFrame = (page: Page): Promise<Frame> => webviewWith(page, '#task');

const plain = (text: string): string => text.replaceAll('\u00A0', ' ');

/** Rows of the running or ended request, as they are read in the Plan view. */
export async function askedRows(page: Page): Promise<readonly string[]> {
  const rows = await (await planFrame(page)).locator('.asked li:visible').allInnerTexts();
  return rows.map((row) => plain(row).replaceAll(/\s+/gu, ' '));
}

/** Reads the request in the Plan view until `isWanted`; gives what it reads then. */
export async function asking(page: Page, isWanted: (text: string) => boolean): Promise<string> {
  return eventually(
    async () =>
      plain(
        await (
          await planFrame(page)
        )
          .locator('.asking')
          .innerText()
          .catch(() => ''),
      ),
    isWanted,
  );
}

export async function typeTask(page: Page, task: string): Promise<void> {
  const box = (await planFrame(page)).locator('#task');
  await box.fill('');
  await box.click();
  await page.keyboard.type(task);
}

/** What is drawn of the open quick pick: every row with label, description and detail. */
export const quickPickText = async (page: Page): Promise<string> =>
  plain(await page.locator('.quick-input-widget:visible').innerText());

/** Runs *Ask Models…* and waits for the plan; gives what is read there. */
export async function planOf(page: Page, title = 'Ask Models…'): Promise<string> {
  await run(page, title);
  return shownPlan(page);
}

export async function shownPlan(page: Page): Promise<string> {
  await page.locator('.quick-input-title', { hasText: /^Ask Models: / }).waitFor();
  return quickPickText(page);
}

/** Agrees to the plan that is shown. */
export async function agree(page: Page): Promise<void> {
  await page.keyboard.press('Enter');
  await quickInputClosed(page);
}

/** What the document of an answer says as far as it is seen; blanks as they are read. */
export const seenInEditor = async (page: Page): Promise<string> =>
  plain(
    await page
      .locator('.editor-instance:visible .view-lines')
      .first()
      .innerText()
      .catch(() => ''),
  );

/** One of the words above an answer: Accept, Correct…, Reject, Compare. */
export const lens = (page: Page, words: string) =>
  page.locator('.editor-instance:visible .codelens-decoration a', { hasText: words }).first();

/** One picture of the window per theme, at the narrowest side bar or a wider one; ends dark and wide. */
export async function pictures(
  page: Page,
  name: string,
  themes: readonly Theme[] = ALL_THEMES,
): Promise<void> {
  for (const theme of themes) {
    await switchTheme(page, theme);
    await setSideBarWidth(page, NARROW);
    await screenshot(page, `${name}-${theme}-narrow`);
    await setSideBarWidth(page, WIDE);
    await screenshot(page, `${name}-${theme}`);
  }
  await switchTheme(page, 'dark');
}
