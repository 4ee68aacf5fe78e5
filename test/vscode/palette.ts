import type { Locator, Page } from 'playwright-core';

const INPUT_TIMEOUT_MS = 15_000;

const widget = (page: Page): Locator => page.locator('.quick-input-widget:visible');
const rows = (page: Page): Locator => widget(page).locator('.quick-input-list .monaco-list-row');

/** The text field of the quick pick or input box that is open, waiting for it. */
export async function quickInput(page: Page): Promise<Locator> {
  const input = widget(page).locator('.quick-input-filter input, .quick-input-box input').first();
  await input.waitFor({ timeout: INPUT_TIMEOUT_MS });
  return input;
}

/** The row whose label is `label`; its description and detail do not matter. */
export const quickPickRow = (page: Page, label: string): Locator =>
  rows(page)
    .filter({ has: page.locator('.label-name').getByText(label, { exact: true }) })
    .first();

/** Runs a command by its full title, "Category: Title", as a person does: F1, type, choose. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  const input = await quickInput(page);
  await input.fill(`>${title}`);
  const row = quickPickRow(page, title);
  await row.waitFor({ timeout: INPUT_TIMEOUT_MS });
  await row.click();
}

/** Titles that the palette offers for a search; what is disabled or hidden is not among them. */
export async function offeredCommands(page: Page, search: string): Promise<string[]> {
  await page.keyboard.press('F1');
  const input = await quickInput(page);
  await input.fill(`>${search}`);
  await rows(page).first().waitFor({ timeout: INPUT_TIMEOUT_MS });
  const titles = await rows(page).locator('.label-name').allInnerTexts();
  await page.keyboard.press('Escape');
  return titles;
}

/** Chooses a row of the open quick pick. */
export async function pick(page: Page, label: string): Promise<void> {
  const row = quickPickRow(page, label);
  await row.waitFor({ timeout: INPUT_TIMEOUT_MS });
  await row.click();
}

/** Labels of the rows that the open quick pick draws (a long list draws only what is visible). */
export async function quickPickLabels(page: Page): Promise<string[]> {
  await rows(page).first().waitFor({ timeout: INPUT_TIMEOUT_MS });
  return rows(page).locator('.label-name').allInnerTexts();
}

/** Types into the open input box; Enter unless told otherwise. */
export async function answer(page: Page, text: string, accept = true): Promise<void> {
  const input = await quickInput(page);
  await input.fill(text);
  if (accept) await page.keyboard.press('Enter');
}

/** The message below the open input box, waiting for one: its prompt, or what is wrong with the text. */
export async function quickInputMessage(page: Page): Promise<string> {
  const message = widget(page).locator('.quick-input-message', { hasText: /\S/ });
  await message.waitFor({ timeout: INPUT_TIMEOUT_MS });
  return (await message.innerText()).trim();
}

export async function quickInputClosed(page: Page): Promise<void> {
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden', timeout: INPUT_TIMEOUT_MS });
}
