import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { newPage, startBrowser } from './browser.ts';
import { parseCodeArguments } from './code-arguments.ts';
import { extensionHostLine } from './extension-host-output.ts';
import { createSandbox, type Settings } from './sandbox.ts';
import { isMissing } from './say.ts';
import { remoteUri, startServer, workbenchAddress } from './server.ts';
import { setUp } from './set-up.ts';
import { openWorkbench } from './workbench.ts';

const TEST_TIMEOUT_MS = Number(process.env['CONTEXT_BUDGET_TEST_TIMEOUT_MS'] ?? 5 * 60_000);

/** Variables that the tests may read in the extension host; the rest of VS Code's own is kept from it. */
const FOR_TESTS = /^(CONTEXT_BUDGET_|VSCODE_TEST_)/;

function settingsIn(userDataDir: string | undefined): Settings {
  const file = userDataDir && path.join(userDataDir, 'User/settings.json');
  return file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Settings) : {};
}

/** Runs the tests inside the extension host of a real VS Code server; gives their exit status. */
async function runTests(args: readonly string[]): Promise<number> {
  const { extensionDevelopmentPaths, extensionTestsPath, userDataDir, folder } = parseCodeArguments(args);
  if (!extensionTestsPath) {
    console.error('The stand-in for `code` runs tests only: it needs --extensionTestsPath=.');
    return 2;
  }
  await setUp();
  const sandbox = createSandbox(settingsIn(userDataDir));
  // A workbench in the browser develops one extension only; further ones are installed as they stand.
  const [developed, installed] = [extensionDevelopmentPaths.slice(0, 1), extensionDevelopmentPaths.slice(1)];
  for (const one of installed)
    symlinkSync(path.resolve(one), path.join(sandbox.extensions, path.basename(one)));
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => FOR_TESTS.test(name)));
  const cleanUp: (() => Promise<unknown>)[] = [];
  try {
    const server = await startServer(sandbox, { development: true, env });
    cleanUp.push(server.stop);
    const browser = await startBrowser();
    cleanUp.push(() => browser.close());
    const page = await newPage(browser);
    const finished = new Promise<number>((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`The tests did not finish in ${TEST_TIMEOUT_MS} ms.\n${server.log()}`)),
        TEST_TIMEOUT_MS,
      );
      late.unref();
      void page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
    });
    await page.exposeFunction('codeAutomationLog', (_type: string, logged: unknown[]) => {
      const line = extensionHostLine(logged);
      if (line !== undefined) console.log(line);
    });
    const remote = (file: string): string => remoteUri(server, path.resolve(file));
    const payload: [string, string][] = [
      ...developed.map((one): [string, string] => ['extensionDevelopmentPath', remote(one)]),
      ['extensionTestsPath', remote(extensionTestsPath)],
    ];
    const opened = folder ? path.resolve(folder) : sandbox.workspace;
    await openWorkbench(page, workbenchAddress(server, opened, payload));
    return await finished;
  } finally {
    for (const step of cleanUp.reverse()) await step();
    sandbox.dispose();
  }
}

process.exitCode = await runTests(process.argv.slice(2)).catch((error: unknown) => {
  console.error(isMissing(error) ? error.message : error);
  return 1;
});
