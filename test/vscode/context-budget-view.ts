import type { Page } from 'playwright-core';
import { view } from './tree.ts';
import { webviewWith } from './webview.ts';
import { showContainer } from './workbench.ts';

/** The container in the activity bar and its two views, by the names people see. */
export const CONTAINER = 'Context Budget';
export const PLAN_VIEW = 'Plan';
export const CONTEXT_VIEW = 'Context';

const TIMEOUT_MS = 60_000;
const TIP_MS = 1000;

/** Opens the Context Budget container and waits until both of its views stand. */
export async function showContextBudget(page: Page): Promise<void> {
  await showContainer(page, CONTAINER);
  await view(page, PLAN_VIEW).waitFor({ timeout: TIMEOUT_MS });
  await view(page, CONTEXT_VIEW).waitFor({ timeout: TIMEOUT_MS });
  await webviewWith(page, 'main', TIMEOUT_MS);
  await withoutTip(page);
}

/**
 * The tip of the activity bar's icon would cover a part of the view. A busy window may show it after the mouse has
 * left the icon; then it stays until the mouse comes and leaves once more.
 */
async function withoutTip(page: Page): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const leave = (): Promise<void> => page.mouse.move(width / 2, height / 2, { steps: 4 });
  const tip = page.locator('.workbench-hover-container').first();
  const deadline = Date.now() + TIMEOUT_MS;
  await leave();
  while (Date.now() < deadline) {
    const isGone = await tip.waitFor({ state: 'hidden', timeout: TIP_MS }).then(
      () => true,
      () => false,
    );
    if (isGone) return;
    await page.locator('.activitybar .action-item.checked').first().hover({ force: true });
    await leave();
  }
  throw new Error('A tip covers the view and does not go away.');
}
