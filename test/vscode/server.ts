import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeServerIsInstalled } from './code-server.ts';
import { run } from './command.ts';
import { CODE_SERVER } from './pinned.ts';
import { startGroup } from './process-group.ts';
import type { Sandbox } from './sandbox.ts';
import { missing } from './say.ts';

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 50;

export interface ServerOptions {
  /**
   * Obey extensionDevelopmentPath and extensionTestsPath of the workbench address. A built workbench does so only
   * with its smoke test driver on, which also hides notification toasts (the notification centre has them).
   */
  readonly development?: boolean;
  /** Leave workspace trust on, for tests of the restricted mode. */
  readonly trust?: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

export interface Server {
  /** http://127.0.0.1:PORT */
  readonly address: string;
  readonly port: number;
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });

function serverArguments(sandbox: Sandbox): string[] {
  // Without a configuration of its own code-server writes one with a password into the home folder.
  const config = path.join(sandbox.folder, 'config.yaml');
  writeFileSync(config, 'auth: none\n');
  return [
    CODE_SERVER.entry,
    '--config',
    config,
    '--user-data-dir',
    sandbox.userData,
    '--extensions-dir',
    sandbox.extensions,
  ];
}

/** Installs a packaged extension, as a user would with "Install from VSIX…". */
export async function installVsix(sandbox: Sandbox, vsix: string): Promise<void> {
  await run(CODE_SERVER.node, [...serverArguments(sandbox), '--install-extension', vsix], {
    env: sandbox.env,
  });
}

/** Starts the real VS Code on 127.0.0.1 and waits until it answers. */
export async function startServer(sandbox: Sandbox, options: ServerOptions = {}): Promise<Server> {
  if (!codeServerIsInstalled()) throw missing('code-server is not set up: run `npm run test:set-up`.');
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const args = [
    ...serverArguments(sandbox),
    '--bind-addr',
    `127.0.0.1:${port}`,
    '--auth',
    'none',
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-getting-started-override',
    ...(options.trust ? [] : ['--disable-workspace-trust']),
    ...(options.development ? ['--vscode-option', 'enable-smoke-test-driver=true'] : []),
  ];
  const group = startGroup(CODE_SERVER.node, args, { ...sandbox.env, ...options.env });
  const deadline = Date.now() + START_TIMEOUT_MS;
  const answers = (): Promise<boolean> =>
    fetch(`${address}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
  while (!(await answers())) {
    const ended = group.ended();
    if (ended !== undefined || Date.now() > deadline) {
      await group.stop();
      throw new Error(`code-server did not start: ${ended ?? 'no answer'}\n${group.log()}`);
    }
    await sleep(POLL_MS);
  }
  return { address, port, log: group.log, stop: group.stop };
}

/** The address of the workbench on a folder or a `.code-workspace` file; undefined opens an empty window. */
export function workbenchAddress(
  server: Server,
  folder: string | undefined,
  payload: readonly (readonly [string, string])[] = [],
): string {
  const query = new URLSearchParams();
  if (folder === undefined) query.set('ew', 'true');
  else query.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', folder);
  query.set('payload', JSON.stringify([['skipWelcome', 'true'], ['skipReleaseNotes', 'true'], ...payload]));
  return `${server.address}/?${query.toString()}`;
}

/** How the browser's workbench names a file of the server's machine. */
export const remoteUri = (server: Server, file: string): string =>
  `vscode-remote://127.0.0.1:${server.port}${file}`;
