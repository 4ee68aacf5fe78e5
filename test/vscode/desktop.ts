import { run, which } from './command.ts';
import { say } from './say.ts';

/** Where @vscode/test-electron looks up and downloads the desktop build. */
const DOWNLOAD_PROBE = 'https://update.code.visualstudio.com/api/releases/stable';
const PROBE_TIMEOUT_MS = 4000;

/** CONTEXT_BUDGET_VSCODE=desktop or =server decides without looking; anything else looks. */
const wish = (): string => process.env['CONTEXT_BUDGET_VSCODE'] ?? 'auto';

export const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

async function downloadAnswers(): Promise<boolean> {
  try {
    const response = await fetch(DOWNLOAD_PROBE, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    return response.ok;
  } catch {
    return false;
  }
}

/** Whether the integration tests run in a downloaded desktop build (true) or in the stand-in (false); says why. */
export async function desktopBuildIsWithinReach(): Promise<boolean> {
  if (wish() === 'desktop' || wish() === 'server') {
    say(`CONTEXT_BUDGET_VSCODE=${wish()}: using the ${wish()} build of VS Code`);
    return wish() === 'desktop';
  }
  if (!hasDisplay()) {
    say('no display: using the server build of VS Code through the stand-in');
    return false;
  }
  const reachable = await downloadAnswers();
  say(
    reachable
      ? 'display and download are there: using the desktop build of VS Code'
      : 'the desktop build cannot be downloaded here: using the server build through the stand-in',
  );
  return reachable;
}

/** The `code` command of an installed desktop VS Code that can show itself, or undefined. */
export async function installedDesktop(): Promise<string | undefined> {
  if (wish() === 'server') return undefined;
  const code = hasDisplay() ? which(process.platform === 'win32' ? 'code.cmd' : 'code') : undefined;
  if (!code) return undefined;
  // A `code` on the PATH may be the remote helper of another editor: it cannot open a window of its own.
  return run(code, ['--version']).then(
    () => code,
    () => undefined,
  );
}
