import type { Page } from 'playwright-core';
import { pick, quickInput, quickInputClosed, runCommand } from './palette.ts';

const OPEN_TIMEOUT_MS = 60_000;
const VIEW_TIMEOUT_MS = 30_000;
const SHOWN_TIMEOUT_MS = 3000;

/** Opens the workbench and waits until its parts stand. */
export async function openWorkbench(page: Page, address: string): Promise<void> {
  await page.goto(address, { waitUntil: 'domcontentloaded' });
  await workbenchStands(page);
}

/** Reloads the window as "Developer: Reload Window" does; the extension host starts anew. */
export async function reloadWindow(page: Page): Promise<void> {
  await page.reload({ waitUntil: 'domcontentloaded' });
  await workbenchStands(page);
}

async function workbenchStands(page: Page): Promise<void> {
  await page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: OPEN_TIMEOUT_MS });
  await page.waitForSelector('.monaco-workbench .part.activitybar .action-item', {
    timeout: OPEN_TIMEOUT_MS,
  });
}

const activityBarEntry = (page: Page, title: string) =>
  page.locator(`.activitybar .action-item a.action-label[aria-label^=${JSON.stringify(title)}]`);

/** Shows a container of the activity bar; clicking it while it shows would hide it. */
export async function showContainer(page: Page, title: string): Promise<void> {
  const entry = activityBarEntry(page, title).first();
  await entry.waitFor({ timeout: OPEN_TIMEOUT_MS });
  const showing = page.locator('.part.sidebar .composite.title', { hasText: title }).first();
  const deadline = Date.now() + VIEW_TIMEOUT_MS;
  for (;;) {
    if (!(await showing.isVisible())) await entry.click();
    // A window that is still being restored may show it at the moment of the click, which then hides it.
    const shown = showing.waitFor({ timeout: SHOWN_TIMEOUT_MS });
    if (Date.now() > deadline) return shown;
    if (await shown.then(() => true).catch(() => false)) return;
  }
}

/** Names of the containers in the activity bar. */
export const containers = (page: Page): Promise<string[]> =>
  page
    .locator('.activitybar .action-item a.action-label')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));

/** Text of the status bar item that contains `text`, waiting for it; icons are left out. */
export async function statusBarText(page: Page, text: string | RegExp): Promise<string> {
  const item = statusBarItem(page, text);
  await item.waitFor({ timeout: VIEW_TIMEOUT_MS });
  return (await item.innerText()).trim();
}

export const statusBarItem = (page: Page, text: string | RegExp) =>
  page.locator('.part.statusbar .statusbar-item', { hasText: text }).first();

/** Drags the border between side bar and editor until the side bar is `width` CSS pixels wide. */
export async function setSideBarWidth(page: Page, width: number): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  if (!box) throw new Error('The side bar is not visible.');
  const middle = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width, middle);
  await page.mouse.down();
  await page.mouse.move(box.x + width, middle, { steps: 8 });
  await page.mouse.up();
}

/** The four kinds of theme: the label in the theme picker, and the class that the workbench then carries. */
const THEMES = {
  light: { label: 'Light Modern', mark: 'vs' },
  dark: { label: 'Dark Modern', mark: 'vs-dark' },
  'hc-black': { label: 'Dark High Contrast', mark: 'hc-black' },
  'hc-light': { label: 'Light High Contrast', mark: 'hc-light' },
} as const;

export type Theme = keyof typeof THEMES;
export const ALL_THEMES = Object.keys(THEMES) as readonly Theme[];

/** Chooses a theme as a person does; a running server editor does not watch its settings file. */
export async function switchTheme(page: Page, theme: Theme): Promise<void> {
  const { label, mark } = THEMES[theme];
  await runCommand(page, 'Preferences: Color Theme');
  await (await quickInput(page)).fill(label);
  await pick(page, label);
  await page.waitForSelector(`.monaco-workbench.${mark}`, { timeout: VIEW_TIMEOUT_MS });
  await quickInputClosed(page);
}
