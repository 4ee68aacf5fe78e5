import type { Page } from 'playwright-core';
import { view } from './tree.ts';
import { webviewWith } from './webview.ts';
import { showContainer } from './workbench.ts';

/** The container in the activity bar and its two views, by the names people see. */
export const CONTAINER = 'Context Budget';
export const PLAN_VIEW = 'Plan';
export const CONTEXT_VIEW = 'Context';

const TIMEOUT_MS = 60_000;

/** Opens the Context Budget container and waits until both of its views stand. */
export async function showContextBudget(page: Page): Promise<void> {
  await showContainer(page, CONTAINER);
  await view(page, PLAN_VIEW).waitFor({ timeout: TIMEOUT_MS });
  await view(page, CONTEXT_VIEW).waitFor({ timeout: TIMEOUT_MS });
  await webviewWith(page, 'main', TIMEOUT_MS);
  // The tip of the activity bar's icon would cover a part of the view.
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  await page.mouse.move(width / 2, height / 2);
  await page.locator('.workbench-hover-container').waitFor({ state: 'hidden', timeout: TIMEOUT_MS });
}
