import assert from 'node:assert/strict';
import { CONTEXT_VIEW, showContextBudget } from '../vscode/context-budget-view.ts';
import { offeredCommands, pick, quickInputClosed, quickPickLabels, runCommand } from '../vscode/palette.ts';
import { screenshot } from '../vscode/screenshots.ts';
import { isTicked, tick, treeRow } from '../vscode/tree.ts';
import { webviewWith } from '../vscode/webview.ts';
import { ALL_THEMES, setSideBarWidth, statusBarText, switchTheme } from '../vscode/workbench.ts';
import { useEditor } from './editor.ts';

/** The narrowest side bar in which the views must read well, in CSS pixels. */
const NARROW = 280;

/** What VS Code calls its kinds of theme inside a webview. */
const KIND_IN_WEBVIEW = {
  light: 'vscode-light',
  dark: 'vscode-dark',
  'hc-black': 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast-light',
};

describe('the views in a narrow side bar', () => {
  const editor = useEditor();

  before(async () => {
    const { page } = editor();
    await showContextBudget(page);
    await setSideBarWidth(page, NARROW);
    const row = treeRow(page, CONTEXT_VIEW, 'README.md');
    await tick(row);
    assert.equal(await isTicked(row), true);
    // The budget is known once the engine has answered.
    await statusBarText(page, /\d\s*\/\s*\d/);
  });

  for (const theme of ALL_THEMES) {
    it(`fit their width and follow the theme: ${theme}`, async () => {
      const { page } = editor();
      await switchTheme(page, theme);
      const plan = await webviewWith(page, '#plan');
      await plan.waitForSelector(`body.${KIND_IN_WEBVIEW[theme]}`);
      const [wide, seen] = await plan.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      );
      assert.ok(seen <= NARROW, `the view is ${seen} px wide`);
      assert.ok(wide <= seen, `${wide} px of content in ${seen} px`);
      await screenshot(page, `narrow-${theme}`);
    });
  }
});

describe('the palette', () => {
  const editor = useEditor();

  it('offers the commands under one category, and none that makes no sense now', async () => {
    const { page } = editor();
    await showContextBudget(page);
    const offers = async (title: string): Promise<boolean> =>
      (await offeredCommands(page, `Context Budget: ${title}`)).includes(`Context Budget: ${title}`);
    for (const title of ['Fit Context…', 'Set Budget…', 'Show Log']) assert.ok(await offers(title), title);
    // Nothing is selected, and the last is a click in the tree.
    for (const title of ['Clear Selection', 'Show More']) assert.ok(!(await offers(title)), title);
  });

  it('lets choose among the three strategies', async () => {
    const { page } = editor();
    await runCommand(page, 'Context Budget: Choose Strategy…');
    const labels = (await quickPickLabels(page)).map((label) => label.toLowerCase());
    assert.deepEqual(labels.toSorted(), ['balanced', 'greedy', 'optimal']);
    await pick(page, 'greedy');
    await quickInputClosed(page);
    await (await webviewWith(page, '#plan')).waitForSelector('text=greedy');
  });
});
