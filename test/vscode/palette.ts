import type { Locator, Page } from 'playwright-core';

const INPUT_TIMEOUT_MS = 15_000;

const widget = (page: Page): Locator => page.locator('.quick-input-widget:visible');
const rows = (page: Page): Locator => widget(page).locator('.quick-input-list .monaco-list-row');

/** A row's first name is its label; its description is drawn as a name too. */
const labels = (page: Page): Promise<string[]> =>
  rows(page).evaluateAll((all) => all.map((row) => row.querySelector('.label-name')?.textContent ?? ''));

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
  // Whatever the command asks comes into the same widget: nobody may mistake the palette's rows for it.
  await row.waitFor({ state: 'hidden', timeout: INPUT_TIMEOUT_MS });
}

/**
 * Titles that the palette draws for a search (about 15 at most); what is disabled or hidden is not among them.
 */
export async function offeredCommands(page: Page, search: string): Promise<string[]> {
  await page.keyboard.press('F1');
  const input = await quickInput(page);
  await input.fill(`>${search}`);
  await rows(page).first().waitFor({ timeout: INPUT_TIMEOUT_MS });
  const titles = await labels(page);
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
  return labels(page);
}

/** Types into the open input box; Enter unless told otherwise. */
export async function answer(page: Page, text: string, accept = true): Promise<void> {
  const input = await quickInput(page);
  await input.fill(text);
  if (accept) await page.keyboard.press('Enter');
}

export async function quickInputClosed(page: Page): Promise<void> {
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden', timeout: INPUT_TIMEOUT_MS });
}
