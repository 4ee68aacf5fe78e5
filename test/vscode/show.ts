import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { newPage, startBrowser } from './browser.ts';
import { run } from './command.ts';
import { showContextBudget } from './context-budget-view.ts';
import { hasDisplay, installedDesktop } from './desktop.ts';
import { findChromium } from './chromium.ts';
import { installCodeServer } from './code-server.ts';
import { REPOSITORY } from './pinned.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import { isMissing, missing, say } from './say.ts';
import { installVsix, startServer, workbenchAddress } from './server.ts';
import { setUp } from './set-up.ts';
import { packageExtension } from './vsix.ts';
import { openWorkbench } from './workbench.ts';

const USAGE = 'npm start [-- FOLDER] [--screenshot FILE]';

function readArguments(): { folder: string; screenshot: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { screenshot: { type: 'string' } },
    });
    const folder = path.resolve(positionals[0] ?? REPOSITORY);
    if (positionals.length > 1) throw new Error('one folder at most');
    if (!existsSync(folder)) throw new Error(`there is no ${folder}`);
    return { folder, screenshot: values.screenshot && path.resolve(values.screenshot) };
  } catch (error) {
    throw missing(`${error instanceof Error ? error.message : String(error)}. Usage: ${USAGE}`);
  }
}

/**
 * Resolves at Ctrl-C or another request to end. The listeners stay: a terminal, npm and start.mjs each pass the same
 * signal on, and the second one must not kill the clean-up.
 */
const interruption = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve());
});
const refusedByUser = interruption.then(() => Promise.reject(missing('Interrupted.')));
refusedByUser.catch(() => undefined);

/** The desktop editor with its own user data; ends when its window is closed. */
async function showInDesktop(code: string, sandbox: Sandbox, vsix: string, folder: string): Promise<void> {
  const place = ['--user-data-dir', sandbox.userData, '--extensions-dir', sandbox.extensions];
  // Chromium's sandbox refuses root.
  if (process.getuid?.() === 0) place.push('--no-sandbox');
  await run(code, [...place, '--install-extension', vsix]);
  say(`opening ${folder} in ${code}; close the window or press Ctrl-C to end`);
  const child = spawn(code, [...place, '--new-window', '--wait', folder], { stdio: 'ignore' });
  await Promise.race([once(child, 'exit'), interruption]);
  child.kill();
}

async function saveScreenshot(address: string, file: string): Promise<void> {
  const browser = await startBrowser();
  try {
    const page = await newPage(browser);
    await openWorkbench(page, address);
    await showContextBudget(page);
    await page.screenshot({ path: file });
    say(`saved ${file}`);
  } finally {
    await browser.close();
  }
}

async function showInBrowser(address: string): Promise<void> {
  if (!hasDisplay() || !findChromium()) return interruption;
  const browser = await startBrowser({ headless: false });
  const page = await (await browser.newContext({ viewport: null })).newPage();
  await page.goto(address);
  await Promise.race([page.waitForEvent('close', { timeout: 0 }), interruption]);
  await browser.close();
}

async function showOnServer(sandbox: Sandbox, vsix: string, folder: string, file: string | undefined) {
  await installVsix(sandbox, vsix);
  const server = await startServer(sandbox);
  try {
    const address = workbenchAddress(server, folder);
    if (file !== undefined) return await Promise.race([saveScreenshot(address, file), refusedByUser]);
    say('VS Code is running; press Ctrl-C to end. Click the Context Budget icon in the activity bar.');
    console.log(address);
    await showInBrowser(address);
  } finally {
    await server.stop();
  }
}

async function show(): Promise<void> {
  const { folder, screenshot } = readArguments();
  const desktop = screenshot === undefined ? await installedDesktop() : undefined;
  // The browser is needed for a picture or a window; a printed address needs the server only.
  const ready = desktop
    ? undefined
    : screenshot !== undefined || hasDisplay()
      ? setUp()
      : installCodeServer();
  say('building and packaging the extension');
  const [vsix] = await Promise.race([Promise.all([packageExtension(), ready]), refusedByUser]);
  const sandbox = createSandbox();
  try {
    if (desktop) await showInDesktop(desktop, sandbox, vsix, folder);
    else await showOnServer(sandbox, vsix, folder, screenshot);
  } finally {
    sandbox.dispose();
  }
}

await show().catch((error: unknown) => {
  console.error(isMissing(error) ? error.message : error);
  process.exitCode = 1;
});
// A throwaway editor may leave handles behind (a killed browser's pipe); everything has been cleaned up by here.
process.exit();
