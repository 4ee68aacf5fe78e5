import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { LONGEST_TASK } from '../../src/protocol/plan-view.ts';
import { draw, THEMES } from '../webview/plan-page.ts';
import { stateOf } from '../webview/states.ts';
import { stateNamed, useViewInBrowser } from './view-in-browser.ts';

/** The box in the view's real page, without an editor around it. */
describe('the task box in a browser', function () {
  this.timeout(60_000);
  let page: Page;
  const { openIn, show, sent } = useViewInBrowser((opened) => {
    page = opened;
  });

  const showTask = (text: string, edition: number, name = 'fits') =>
    show({ ...stateNamed(name), task: { text, edition, candidates: 'workspace' } });
  const box = () => page.getByRole('textbox', { name: 'What should the model do?' });
  const clear = () => page.getByRole('button', { name: 'Clear the task' });
  const caret = () =>
    page.evaluate<[string, number, number]>(
      '(({ id, selectionStart, selectionEnd }) => [id, selectionStart, selectionEnd])(document.activeElement)',
    );
  const height = async () => (await box().boundingBox())?.height ?? assert.fail('no box');

  it('tells the host every change at once', async () => {
    await show('nothing-selected');
    await sent();
    await box().click();
    await page.keyboard.type('Fix');
    assert.deepEqual(await sent(), ['task F', 'task Fi', 'task Fix']);
    await page.keyboard.press('Enter');
    assert.deepEqual(await sent(), ['task Fix\n'], 'Enter is a line feed.');
  });

  it('fits by Ctrl+Enter and Cmd+Enter, also before the engine has planned for the words', async () => {
    await show('nothing-selected');
    await sent();
    await box().click();
    await page.keyboard.press('Control+Enter');
    assert.deepEqual(await sent(), [], 'There is nothing to fit yet.');
    await page.keyboard.type('x');
    assert.equal(await page.locator('button.fit').getAttribute('aria-disabled'), null);
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Meta+Enter');
    assert.deepEqual(await sent(), ['task x', 'fit', 'fit']);
    assert.equal(await box().inputValue(), 'x');
    await page.keyboard.press('Backspace');
    assert.equal(await page.locator('button.fit').getAttribute('aria-disabled'), 'true');
  });

  it('shows the key that fits while the box has the focus, and moves nothing', async () => {
    await show('task');
    const fit = page.getByRole('button', { name: 'Fit', exact: true });
    const before = await fit.boundingBox();
    assert.equal(await page.locator('.fit .key').isVisible(), false);
    await box().focus();
    assert.equal(await page.locator('.fit .key').isVisible(), true);
    assert.equal(await page.locator('.fit .key').innerText(), 'Ctrl+Enter');
    assert.deepEqual(await fit.boundingBox(), before);
  });

  it('tells of a file that a secret keeps out in one line, with the way to allow it', async () => {
    await show('task');
    const without = (await page.locator('button.fit').boundingBox())?.y ?? assert.fail();
    await show('task-secret');
    await page.getByText('publish.ts holds a secret.').waitFor();
    const y = (await page.locator('button.fit').boundingBox())?.y ?? assert.fail();
    assert.ok(y - without <= 32, `${y - without} px further down`);
    await sent();
    await page.getByRole('button', { name: 'Allow…' }).click();
    assert.deepEqual(await sent(), ['allowSecret']);
    await show('task-unmatched');
    assert.equal(await page.getByRole('button', { name: 'Allow…' }).isVisible(), false);
    await page.getByText(/Nothing here matches this task/).waitFor();
  });

  it('gets the focus with the page, and a button that had it gets it back', async () => {
    await show('task');
    const comeBack = () =>
      page.evaluate('document.activeElement.blur(); window.dispatchEvent(new Event("focus"))');
    const held = () =>
      page.evaluate<string>(
        'document.activeElement.id || document.activeElement.dataset.action || "nothing"',
      );
    await comeBack();
    assert.equal(await held(), 'task');
    await page.locator('button[data-action="setBudget"]').focus();
    await comeBack();
    assert.equal(await held(), 'setBudget');
    await page.evaluate('window.dispatchEvent(new Event("pointerdown"))');
    await comeBack();
    assert.equal(await held(), 'nothing', 'A click says where the focus goes.');
  });

  it('is left by Escape', async () => {
    await show('fits');
    await box().click();
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate('document.activeElement === document.body'), true);
  });

  it('keeps text, caret and selection while states arrive, until somebody else changes the task', async () => {
    await showTask('', 0, 'nothing-selected');
    await box().click();
    await page.keyboard.type('Fix the parser');
    for (let at = 0; at < 7; at++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowRight');
    const before = await caret();
    assert.deepEqual(before, ['task', 7, 8]);
    // What the host echoes is older than what stands in the box.
    for (const text of ['', 'Fix', 'Fix the parser']) await showTask(text, 0, 'task');
    assert.equal(await box().inputValue(), 'Fix the parser');
    assert.deepEqual(await caret(), before);
    await showTask('Something else', 1);
    assert.equal(await box().inputValue(), 'Something else');
    assert.deepEqual(await caret(), ['task', 14, 14]);
    await showTask('Something else', 1);
    await page.keyboard.type('!');
    assert.equal(await box().inputValue(), 'Something else!');
  });

  it('shows the host’s text when the page is made anew', async () => {
    await showTask('From before the view was hidden', 3);
    assert.equal(await box().inputValue(), 'From before the view was hidden');
    assert.deepEqual(await sent(), ['ready'], 'Drawing is no typing.');
  });

  it('is cleared by a button that is there only when there is something to clear; undo brings it back', async () => {
    await show('nothing-selected');
    assert.equal(await clear().count(), 0);
    await box().click();
    await page.keyboard.insertText('Fix the parser');
    const top = (await box().boundingBox())?.y;
    await sent();
    await clear().click();
    assert.deepEqual([...new Set(await sent())], ['task ']);
    assert.equal(await box().inputValue(), '');
    assert.deepEqual(await caret(), ['task', 0, 0]);
    assert.equal(await clear().count(), 0);
    assert.equal((await box().boundingBox())?.y, top, 'Nothing jumps.');
    await page.keyboard.press('Control+z');
    assert.equal(await box().inputValue(), 'Fix the parser');
    assert.ok((await sent()).includes('task Fix the parser'));
  });

  it('grows to six lines, then scrolls', async () => {
    await show('fits');
    const one = await height();
    const heights: number[] = [];
    for (const lines of [2, 6, 7, 40]) {
      await showTask('line\n'.repeat(lines - 1) + 'line', lines);
      heights.push(await height());
    }
    const [two = 0, six = 0, seven = 0, forty = 0] = heights;
    const line = two - one;
    assert.ok(line > 10 && line < 30, `${line}`);
    assert.ok(Math.abs(six - (one + 5 * line)) < 1, `${one} ${two} ${six}`);
    assert.equal(seven, six);
    assert.equal(forty, six);
    assert.equal(await box().evaluate((node) => node.scrollHeight > node.clientHeight), true);
  });

  it('cuts what is too long, and says so until it is not', async () => {
    await show('nothing-selected');
    await box().click();
    await sent();
    await page.keyboard.insertText(`${'x'.repeat(LONGEST_TASK)}and more`);
    assert.equal((await box().inputValue()).length, LONGEST_TASK);
    assert.equal((await sent()).at(-1)?.length, 'task '.length + LONGEST_TASK);
    assert.match(await page.locator('.cut-words').innerText(), /^Cut to 20,000 characters/);
    await page.keyboard.press('Backspace');
    assert.equal(await page.locator('.cut-words').isVisible(), false);
  });

  it('is there while the engine starts, and gone where there is no file to rank', async () => {
    for (const [name, wanted] of [
      ['starting', true],
      ['refused', true],
      ['no-folder', false],
      ['empty', false],
    ] as const) {
      await show(name);
      assert.equal(await box().isVisible(), wanted, name);
    }
  });

  it('takes markup as text', async () => {
    await showTask('<img src=x onerror="globalThis.pwned=1">', 1);
    assert.equal(await page.locator('#plan img').count(), 0);
    assert.match(await box().inputValue(), /^<img/);
  });

  it('tells with a task what is shown of the need, and that files are still read', async () => {
    await show('task');
    assert.match(
      await page.locator('.figures .notice:not(.brief)').innerText(),
      /14 files show 81 % of what is probably needed/,
    );
    assert.equal(await page.locator('.needed').isVisible(), false);
    await show('task-ticked');
    assert.match(await page.locator('.needed').innerText(), /^Shows ≈.81.% of what is needed$/);
    await show('task-ranking');
    assert.equal(await page.locator('.needed').innerText(), 'Ranking while files are read…');
    await show(stateOf({}));
    assert.equal(await page.locator('.needed').isVisible(), false);
  });

  it('stands out in every theme, also when it is empty', async () => {
    for (const theme of THEMES) {
      const themed = await openIn(theme);
      await draw(themed, stateNamed('nothing-selected'));
      const look = await themed.evaluate<{ border: string; behind: string; own: string }>(
        `(() => {
          const box = getComputedStyle(document.getElementById('task'));
          return { border: box.borderTopColor, own: box.backgroundColor,
                   behind: getComputedStyle(document.documentElement).backgroundColor };
        })()`,
      );
      assert.ok(look.border !== look.behind || look.own !== look.behind, theme);
    }
  });
});
