import assert from 'node:assert/strict';
import { commands, extensions } from 'vscode';

interface Contributed {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('Context Budget in the extension host', () => {
  const extension = () => {
    const found = extensions.getExtension('context-budget.context-budget');
    assert.ok(found, 'the extension is not installed');
    return found;
  };

  it('activates', async () => {
    await extension().activate();
    assert.equal(extension().isActive, true);
  });

  it('registers every command that it contributes', async () => {
    await extension().activate();
    const registered = new Set(await commands.getCommands(true));
    const { contributes } = extension().packageJSON as Contributed;
    const absent = contributes.commands.filter(({ command }) => !registered.has(command));
    assert.deepEqual(absent, []);
    assert.ok(contributes.commands.length > 0);
  });
});
