import { mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { arch, platform } from 'node:os';
import path from 'node:path';
import { run, which } from './command.ts';
import { oneAtATime, silence, whileAlive } from './one-at-a-time.ts';
import {
  CODE_SERVER,
  CODE_SERVER_NODE_VERSION,
  CODE_SERVER_VERSION,
  layoutOf,
  NODE_PACKAGE,
  TOOLS_FOLDER,
} from './pinned.ts';
import { missing, say } from './say.ts';

/** A partial installation that nobody has touched for this long was left behind by a killed set-up. */
const ABANDONED_MS = 20_000;

const QUIET_NPM = {
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  // A silent `npm test` around us must not swallow why something fails.
  npm_config_loglevel: 'error',
  npm_config_package_lock: 'false',
  npm_config_update_notifier: 'false',
};

export const codeServerIsInstalled = (): boolean => existsSync(CODE_SERVER.stamp);

/**
 * Fetches the pinned code-server and its Node into the tools folder: about 90 s and 800 MB the first time, nothing
 * afterwards. It is built in a partial folder and renamed when complete, the stamp written last, so an interrupted
 * set-up leaves nothing that looks finished, and two at once do not meet.
 */
export async function installCodeServer(): Promise<void> {
  if (codeServerIsInstalled()) return;
  if (!NODE_PACKAGE) {
    throw missing(
      `The VS Code server can be set up on Linux x64 and arm64 only, and this is ${platform()} ${arch()}. ` +
        'Install desktop VS Code and put `code` on the PATH.',
    );
  }
  if (!which('npm')) throw missing('npm is not on the PATH: install Node 20.19 or newer together with npm.');
  await mkdir(TOOLS_FOLDER, { recursive: true });
  await oneAtATime(
    `${CODE_SERVER.folder}.lock`,
    () => say('another set-up of code-server is under way: waiting for it'),
    async () => {
      if (codeServerIsInstalled()) return;
      await sweepAbandoned();
      await buildAndPutInPlace(NODE_PACKAGE ?? '');
    },
  );
}

async function sweepAbandoned(): Promise<void> {
  const prefix = `${path.basename(CODE_SERVER.folder)}.partial-`;
  for (const name of await readdir(TOOLS_FOLDER)) {
    const folder = path.join(TOOLS_FOLDER, name);
    if (name.startsWith(prefix) && ((await silence(folder)) ?? 0) > ABANDONED_MS) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

async function buildAndPutInPlace(nodePackage: string): Promise<void> {
  const started = Date.now();
  const partial = layoutOf(`${CODE_SERVER.folder}.partial-${process.pid}-${started}`);
  await mkdir(partial.folder);
  try {
    await whileAlive(partial.folder, () => fill(partial, nodePackage));
    // What stands there without a stamp was damaged by hand: it only blocks the rename.
    if (!codeServerIsInstalled()) await rm(CODE_SERVER.folder, { recursive: true, force: true });
    await rename(partial.folder, CODE_SERVER.folder).catch((error: unknown) => {
      if (!codeServerIsInstalled()) throw error;
    });
  } finally {
    await rm(partial.folder, { recursive: true, force: true });
  }
  say(`code-server is ready after ${Math.round((Date.now() - started) / 1000)} s`);
}

async function fill(place: ReturnType<typeof layoutOf>, nodePackage: string): Promise<void> {
  const env = { ...process.env, ...QUIET_NPM };
  say(`fetching code-server ${CODE_SERVER_VERSION} and Node ${CODE_SERVER_NODE_VERSION} (once, about 90 s)`);
  await writeFile(path.join(place.folder, 'package.json'), '{"private":true}\n');
  // Node first: its headers (npm_config_nodedir) and its binary serve the steps that follow.
  await run('npm', ['i', '--ignore-scripts', `${nodePackage}@${CODE_SERVER_NODE_VERSION}`], {
    cwd: place.folder,
    env,
  });
  const node = path.dirname(path.dirname(place.node));
  const withNode = {
    ...env,
    npm_config_nodedir: node,
    PATH: [path.join(node, 'bin'), process.env['PATH']].filter(Boolean).join(path.delimiter),
  };
  const npm = (folder: string, ...args: string[]) =>
    run('npm', ['i', '--ignore-scripts', ...args], { cwd: folder, env: withNode });
  await npm(place.folder, `code-server@${CODE_SERVER_VERSION}`);
  say('fetching the dependencies of its VS Code');
  await npm(place.vscode, '--omit=dev');
  await npm(path.join(place.vscode, 'extensions'), '--omit=dev');
  // The two links that code-server's own postinstall makes.
  await symlink('code-linux.sh', path.join(place.vscode, 'bin/remote-cli/code-server')).catch(
    () => undefined,
  );
  await symlink('browser-linux.sh', path.join(place.vscode, 'bin/helpers/browser.sh')).catch(() => undefined);
  await writeFile(
    place.stamp,
    `${JSON.stringify({ codeServer: CODE_SERVER_VERSION, node: CODE_SERVER_NODE_VERSION })}\n`,
  );
}
