import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { useViewInBrowser } from './view-in-browser.ts';

/** What a task may take, in the view's real page, without an editor around it. */
describe('the prediction in a browser', function () {
  this.timeout(60_000);
  let page: Page;
  const { show, sent } = useViewInBrowser((opened) => {
    page = opened;
  });

  const aloud = () => page.locator('[role=status][aria-live=polite]').last().textContent();
  const section = () => page.getByRole('region', { name: 'Prediction' });

  it('is there with a task, and leaves nothing behind without one', async () => {
    await show('fits');
    assert.equal(await section().locator('.phases').isVisible(), false);
    await show('predicted');
    assert.equal(await section().locator('.phases').isVisible(), true);
    const text = (await section().innerText()).replaceAll('\u00A0', ' ');
    assert.match(text, /Output\s+5\.9k/);
    assert.match(text, /likely 1\.2k–8\.4k \(80 %\)/);
    await show('fits');
    assert.equal(await section().locator('.phases').isVisible(), false);
  });

  it('draws a dot at the typical value inside the range, and the phases side by side', async () => {
    await show('predicted');
    const { low, dot, high, ends } = await page.evaluate<{
      low: number;
      dot: number;
      high: number;
      ends: number[];
    }>(
      `(() => {
        const box = (selector) => document.querySelector(selector).getBoundingClientRect();
        const range = box('.range .likely');
        const typical = box('.range .typical');
        const parts = [...document.querySelectorAll('.phases-drawing .part')].map((part) => part.getBoundingClientRect());
        return { low: range.left, high: range.right, dot: (typical.left + typical.right) / 2,
          ends: parts.flatMap(({ left, right }) => [left, right]) };
      })()`,
    );
    assert.ok(low < dot && dot < high, `${low} ${dot} ${high}`);
    for (let at = 1; at + 1 < ends.length; at += 2)
      assert.ok(Math.abs((ends[at] ?? 0) - (ends[at + 1] ?? 9)) < 1, ends.join());
  });

  it('says the same in a table', async () => {
    await show('predicted');
    const table = page.getByRole('table', { name: 'What the task will probably take' });
    const rows = (await table.locator('tbody tr').allInnerTexts()).map((row) =>
      row.replaceAll('\u00A0', ' '),
    );
    assert.equal(rows.length, 7);
    assert.match(rows[3] ?? '', /Thinking\s+1,480\s+25 %, usually 18–31 %/);
  });

  it('has a way to everything that can be changed, by mouse and by keyboard', async () => {
    await show('predicted-first');
    await sent();
    for (const action of ['moreAboutTask', 'chooseOutput', 'importUsage', 'chooseComputeLevel']) {
      await page.locator(`button[data-action="${action}"]`).click();
      await page.locator(`button[data-action="${action}"]`).press('Enter');
      assert.deepEqual(await sent(), [action, action]);
    }
    await show('predicted');
    assert.equal(await page.locator('button[data-action="importUsage"]').isVisible(), false);
    await show('alert');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    assert.deepEqual(await sent(), ['dismissAlert']);
  });

  it('tells the shares by focus, and Escape closes them until the next time', async () => {
    await show('predicted');
    const tip = page.locator('.phases .tip');
    await page.locator('button[data-action="chooseOutput"]').focus();
    assert.equal(await tip.isVisible(), false);
    await page.keyboard.press('Tab');
    assert.match(
      (await tip.innerText()).replaceAll('\u00A0', ' '),
      /thinking\s+1,480\s+25 %\s+usually 18–31 %/,
    );
    await page.keyboard.press('Escape');
    assert.equal(await tip.isVisible(), false);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    assert.equal(await tip.isVisible(), true);
  });

  it('says aloud that a limit would be passed, once, and no longer than it holds', async () => {
    await show('predicted');
    assert.equal(await aloud(), '');
    await show('limit-passed');
    assert.match((await aloud()) ?? '', /^May pass the limit of \$10\.00 a day/);
    await show('predicted');
    assert.equal(await aloud(), '');
    await show('limit-near');
    assert.equal(await aloud(), '', 'Near is no warning.');
  });

  it('keeps the button that fits in sight in a view that is lower than what is said', async () => {
    await page.setViewportSize({ width: 280, height: 360 });
    await show('predicted-hard');
    const seen = async () => {
      const box = (await page.locator('button.fit').boundingBox()) ?? assert.fail('no button');
      return box.y >= 0 && box.y + box.height <= 360;
    };
    assert.ok(await seen());
    await page.locator('summary').scrollIntoViewIfNeeded();
    assert.ok(await seen());
  });

  it('touches nothing when the same state comes again', async () => {
    await show('predicted');
    await page.evaluate(
      `globalThis.changes = 0;
       new MutationObserver((all) => { changes += all.length; })
         .observe(document.body, { attributes: true, childList: true, subtree: true, characterData: true })`,
    );
    await show('predicted');
    assert.equal(await page.evaluate('changes'), 0);
  });
});
