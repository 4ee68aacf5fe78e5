import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';

const TIMEOUT_MS = 30_000;

/** One view of the side bar, by the name in its header. */
export const view = (page: Page, name: string): Locator =>
  page
    .locator('.part.sidebar .pane, .part.panel .pane')
    .filter({ has: page.locator('.pane-header .title').getByText(name, { exact: true }) })
    .first();

/** A row of a tree view by its label; rows out of sight are not drawn and not found. */
export const treeRow = (page: Page, viewName: string, label: string): Locator =>
  view(page, viewName)
    .locator('.monaco-list-row')
    .filter({ has: page.locator('.label-name').getByText(label, { exact: true }) })
    .first();

const checkbox = (row: Locator): Locator => row.locator('[role="checkbox"]').first();

export async function isTicked(row: Locator): Promise<boolean> {
  return (await checkbox(row).getAttribute('aria-checked', { timeout: TIMEOUT_MS })) === 'true';
}

/** A click on a row that is drawn anew between press and release is lost: people then click again, and so do we. */
const SEEN_MS = 3000;
const CLICKS = 5;
const POLL_MS = 50;

async function clickUntil(target: Locator, isDone: () => Promise<boolean>): Promise<void> {
  for (let click = 0; click < CLICKS; click++) {
    if (await isDone()) return;
    await target.click();
    const deadline = Date.now() + SEEN_MS;
    while (Date.now() < deadline) {
      if (await isDone()) return;
      await sleep(POLL_MS);
    }
  }
  throw new Error(`${CLICKS} clicks had no effect on ${String(target)}.`);
}

/** Ticks or unticks a row; does nothing when it is so already. */
export async function tick(row: Locator, wanted = true): Promise<void> {
  await row.waitFor({ timeout: TIMEOUT_MS });
  await clickUntil(checkbox(row), async () => (await isTicked(row)) === wanted);
}

/** Opens or closes a folder row. */
export async function expand(row: Locator, wanted = true): Promise<void> {
  await row.waitFor({ timeout: TIMEOUT_MS });
  await clickUntil(
    row.locator('.monaco-tl-twistie'),
    async () => (await row.getAttribute('aria-expanded')) === String(wanted),
  );
}
