import assert from 'node:assert/strict';
import { CONTAINER, showContextBudget } from '../vscode/context-budget-view.ts';
import { screenshot } from '../vscode/screenshots.ts';
import { containers } from '../vscode/workbench.ts';
import { useEditor } from './editor.ts';

describe('the packaged extension in a real VS Code', () => {
  const editor = useEditor({
    files: { 'README.md': '# A project\n', 'src/main.ts': 'export const one = 1;\n' },
  });

  it('has its container in the activity bar, and both views open', async () => {
    const { page } = editor();
    await showContextBudget(page);
    const names = await containers(page);
    assert.ok(
      names.some((name) => name.startsWith(CONTAINER)),
      names.join(', '),
    );
    await screenshot(page, 'smoke');
  });
});
