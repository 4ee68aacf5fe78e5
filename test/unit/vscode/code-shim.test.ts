import assert from 'node:assert/strict';
import { parseCodeArguments } from '../../vscode/code-arguments.ts';
import { extensionHostLine } from '../../vscode/extension-host-output.ts';

describe('the stand-in for `code`', () => {
  it('reads the arguments that @vscode/test-electron gives', () => {
    assert.deepEqual(
      parseCodeArguments([
        '/some/folder',
        '--no-sandbox',
        '--disable-workspace-trust',
        '--extensionTestsPath=/x/tests/index',
        '--extensionDevelopmentPath=/x',
        '--extensionDevelopmentPath=/y',
        '--user-data-dir=/data',
      ]),
      {
        extensionDevelopmentPaths: ['/x', '/y'],
        extensionTestsPath: '/x/tests/index',
        userDataDir: '/data',
        folder: '/some/folder',
      },
    );
  });

  it('opens no folder when none is named', () => {
    const { folder, extensionTestsPath } = parseCodeArguments(['--no-sandbox']);
    assert.equal(folder, undefined);
    assert.equal(extensionTestsPath, undefined);
  });

  it("prints the tests' lines and keeps the workbench's own to itself", () => {
    assert.equal(extensionHostLine(['  ✔ fits']), '  ✔ fits');
    assert.equal(extensionHostLine(['Resolving connection token (getNewConnectionToken) …']), undefined);
    assert.equal(extensionHostLine(['Error: Could not locate the bindings file. Tried:\n → …']), undefined);
  });
});
