import { arch, platform } from 'node:os';
import path from 'node:path';

/** The one place where the versions of the real VS Code on this machine are pinned. */
export const CODE_SERVER_VERSION = '4.139.1';

/** Node that code-server 4.139 asks for; the npm package of that version carries the binary. */
export const CODE_SERVER_NODE_VERSION = '24.21.0';

/** Debian's package and the names under which machines usually have the browser. */
export const CHROMIUM_PACKAGE = 'chromium';
export const CHROMIUM_COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
];

export const REPOSITORY = path.resolve(import.meta.dirname, '../..');

/** Where everything fetched on demand lives; several clones can share one folder through CONTEXT_BUDGET_TOOLS. */
export const TOOLS_FOLDER = path.resolve(
  process.env['CONTEXT_BUDGET_TOOLS'] || path.join(REPOSITORY, '.cache'),
);

const installation = path.join(
  TOOLS_FOLDER,
  `code-server-${CODE_SERVER_VERSION}-node-${CODE_SERVER_NODE_VERSION}`,
);

/** npm package of the Node binary for this machine, or undefined where none is published under this scheme. */
export const NODE_PACKAGE =
  platform() === 'linux' && ['x64', 'arm64'].includes(arch()) ? `node-linux-${arch()}` : undefined;

/** Paths of an installation; before it is renamed into place the same layout lives in a partial folder. */
export const layoutOf = (folder: string) => ({
  folder,
  node: path.join(folder, 'node_modules', NODE_PACKAGE ?? 'node', 'bin/node'),
  entry: path.join(folder, 'node_modules/code-server/out/node/entry.js'),
  vscode: path.join(folder, 'node_modules/code-server/lib/vscode'),
  stamp: path.join(folder, 'complete.json'),
});

export const CODE_SERVER = layoutOf(installation);
