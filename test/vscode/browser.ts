import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';
import { missing } from './say.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

export const VIEWPORT = { width: 1280, height: 800 };

export interface BrowserOptions {
  readonly headless?: boolean;
}

export async function startBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw missing('There is no Chromium on this machine: run `npm run test:set-up`.');
  return chromium.launch({
    executablePath,
    headless: options.headless ?? true,
    args: FLAGS,
    // Playwright would end the process before servers and sandboxes are cleaned up; it kills the browser at exit.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/** A page in a profile of its own: secrets and globalState of a web window live in the browser, and start empty. */
export async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return context.newPage();
}
