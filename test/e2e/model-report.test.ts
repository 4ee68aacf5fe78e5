import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { draw, THEMES } from '../webview/plan-page.ts';
import { REPORT, REPORTED, REPORTS } from '../webview/report-states.ts';
import { useViewInBrowser } from './view-in-browser.ts';

/** The narrowest half of a window in which the panel must not scroll sideways. */
const HALF = 480;

describe('the model report in a browser', function () {
  this.timeout(60_000);
  let page: Page;
  const { openIn, show, sent } = useViewInBrowser((opened) => {
    page = opened;
  }, 'report');

  it('reads as tables: a heading for each model and each figure', async () => {
    await show(REPORT);
    for (const [name, columns] of [
      ['Accuracy', ['Model', 'Right', 'Judged', 'Trend']],
      ['Speed', ['Model', 'Median', '95 %', 'Answers', 'Trend']],
      ['Cost', ['Model', 'Per answer', 'In all', 'Without a price', 'Trend']],
    ] as const) {
      const table = page.getByRole('region', { name }).getByRole('table').first();
      assert.deepEqual(await table.getByRole('columnheader').allInnerTexts(), columns);
      assert.equal(await table.getByRole('rowheader').count(), REPORTED.length);
    }
    const drawings = page.locator('svg');
    assert.equal(await drawings.count(), await page.locator('svg[aria-hidden=true]').count());
  });

  it('says what is chosen and pressed', async () => {
    await show(REPORT);
    await sent();
    await page.locator('#period').selectOption('week');
    for (const name of ['Refresh', 'Open as Document']) await page.getByRole('button', { name }).click();
    assert.deepEqual(await sent(), ['period', 'refresh', 'document']);
    await show(REPORTS['report-empty'] ?? assert.fail('no state'));
    await page.getByRole('button', { name: 'Ask Models…' }).click();
    assert.deepEqual(await sent(), ['ask']);
  });

  it('keeps what is unfolded, and touches nothing when the same figures come again', async () => {
    await show(REPORT);
    await page.locator('summary').nth(1).click();
    const [first] = REPORTED;
    await show({ ...REPORT, models: first === undefined ? [] : [first] });
    assert.deepEqual(
      await page.evaluate(`[...document.querySelectorAll('details')].map(({ open }) => open)`),
      [false, true, false],
    );
    await page.evaluate(`globalThis.table = document.querySelector('table')`);
    await show({ ...REPORT, models: first === undefined ? [] : [first] });
    assert.equal(await page.evaluate(`table === document.querySelector('table')`), true);
  });

  it('takes names as text, never as markup', async () => {
    const evil = '<img src=x onerror="globalThis.pwned=1">';
    const models = REPORTED.map((model) => Object.assign({ ...model }, { name: evil }));
    await show({ ...REPORT, models, failure: evil });
    assert.equal(await page.locator('img').count(), 0);
    assert.equal(await page.evaluate('globalThis.pwned'), undefined);
  });

  it('shows every state in every theme without a forbidden style or an overflow', async () => {
    for (const theme of THEMES) {
      const themed = await openIn(theme, HALF);
      const failed: string[] = [];
      themed.on('pageerror', (error) => failed.push(error.message));
      for (const [name, state] of Object.entries(REPORTS)) {
        await draw(themed, state);
        const found = await themed.evaluate(
          `({
            wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            styled: document.body.querySelectorAll('[style]').length,
            violations,
          })`,
        );
        assert.deepEqual(found, { wide: 0, styled: 0, violations: [] }, `${theme} ${name}`);
      }
      assert.deepEqual(failed, []);
    }
  });
});
