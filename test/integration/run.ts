import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { run } from '../vscode/command.ts';
import { desktopBuildIsWithinReach } from '../vscode/desktop.ts';
import { REPOSITORY, TOOLS_FOLDER } from '../vscode/pinned.ts';
import { SMALL_PROJECT, writeFiles } from '../vscode/small-project.ts';

/**
 * The usual script of @vscode/test-electron. It downloads the desktop build where it can; elsewhere the stand-in
 * takes the place of the `code` binary, and nothing else differs.
 */
const executable = (await desktopBuildIsWithinReach())
  ? { cachePath: path.join(TOOLS_FOLDER, 'vscode-test') }
  : { vscodeExecutablePath: path.join(REPOSITORY, 'test/vscode/code-shim.mjs') };

// Stale bundles of tests would pass or fail for reasons of yesterday.
console.log(await run(process.execPath, ['esbuild.js', '--tests'], { cwd: REPOSITORY }));

const workspace = mkdtempSync(path.join(tmpdir(), 'context-budget-workspace-'));
writeFiles(workspace, SMALL_PROJECT);

process.exitCode = await runTests({
  ...executable,
  // The second one offers a language model that needs no network.
  extensionDevelopmentPath: [REPOSITORY, path.join(REPOSITORY, 'test/fixtures/fake-models')],
  extensionTestsPath: path.join(REPOSITORY, 'dist/test/integration/index.cjs'),
  launchArgs: [workspace],
}).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
rmSync(workspace, { recursive: true, force: true });
