import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run, which } from './command.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { CHROMIUM_COMMANDS, CHROMIUM_PACKAGE, TOOLS_FOLDER } from './pinned.ts';
import { missing, say } from './say.ts';

const APT_ATTEMPTS = 5;
const APT_PAUSE_MS = 3000;
/** How long apt waits for another apt on the machine. */
const APT_LOCK_SECONDS = 600;

const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** Path of a Chromium or Chrome on this machine; CONTEXT_BUDGET_CHROMIUM wins. */
export function findChromium(): string | undefined {
  const wanted = process.env['CONTEXT_BUDGET_CHROMIUM'];
  if (wanted) {
    if (existsSync(wanted)) return wanted;
    throw missing(`CONTEXT_BUDGET_CHROMIUM names ${wanted}, and there is no such file.`);
  }
  for (const name of CHROMIUM_COMMANDS) {
    const found = which(name);
    if (found) return found;
  }
  return existsSync(MAC_CHROME) ? MAC_CHROME : undefined;
}

/** Gives the path of a browser, installing Debian's where there is none. */
export async function installChromium(): Promise<string> {
  const found = findChromium();
  if (found) return found;
  const byHand = 'Install Chromium or Chrome, or name one in CONTEXT_BUDGET_CHROMIUM.';
  if (!which('apt-get')) throw missing(`There is no Chromium, and no apt-get to install it with. ${byHand}`);
  if (process.getuid?.() !== 0) {
    throw missing(
      `There is no Chromium, and only root can install it: sudo apt-get install chromium. ${byHand}`,
    );
  }
  await mkdir(TOOLS_FOLDER, { recursive: true });
  await oneAtATime(
    path.join(TOOLS_FOLDER, 'chromium.lock'),
    () => say('another set-up installs Chromium: waiting for it'),
    async () => {
      if (!findChromium()) await aptInstall();
    },
  );
  const installed = findChromium();
  if (!installed) throw missing(`apt-get installed no ${CHROMIUM_PACKAGE}. ${byHand}`);
  return installed;
}

async function aptInstall(): Promise<void> {
  say('installing Chromium with apt-get (once)');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) =>
    run('apt-get', ['-qq', '-o', `DPkg::Lock::Timeout=${APT_LOCK_SECONDS}`, ...args], { env });
  for (let attempt = 1; ; attempt++) {
    try {
      await apt('update');
      await apt('install', '-y', '--no-install-recommends', CHROMIUM_PACKAGE);
      return;
    } catch (error) {
      // `apt-get update` does not wait for the lock on the lists as `install` does for dpkg's.
      const locked = error instanceof Error && /could not get lock|unable to lock/i.test(error.message);
      if (!locked || attempt === APT_ATTEMPTS) throw error;
      await sleep(APT_PAUSE_MS);
    }
  }
}
