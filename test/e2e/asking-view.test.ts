import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { ASKINGS } from '../webview/asking-states.ts';
import { stateOf } from '../webview/states.ts';
import { useViewInBrowser } from './view-in-browser.ts';

describe('a request to models in the Plan view', function () {
  this.timeout(60_000);
  let page: Page;
  const { show, sent } = useViewInBrowser((opened) => {
    page = opened;
  });
  const asked = (): Promise<string[]> => page.locator('.asked li').allInnerTexts();
  const heard = (): Promise<string> => page.locator('[aria-live]').innerText();

  it('shows each model, and one button that calls it off', async () => {
    await show('asking');
    await sent();
    assert.equal((await asked()).length, 3);
    assert.match((await asked())[0] ?? '', /gpt-5\s+answered/);
    assert.equal(await page.locator('.asking button:visible').count(), 1);
    await page.locator('[data-action=cancelAsk]').focus();
    await page.keyboard.press('Enter');
    assert.deepEqual(await sent(), ['cancelAsk']);
  });

  it('is read as a region with a named progress, a list and buttons, in the order of the view', async () => {
    await show('asking');
    const region = page.getByRole('region', { name: 'Request' });
    await region.getByRole('progressbar', { name: 'Asking 3 models' }).waitFor();
    assert.equal(await region.getByRole('list').getByRole('listitem').count(), 3);
    // What a sign or a colour shows is said by a word too.
    const pictures = region.locator('svg');
    assert.equal(await pictures.count(), await region.locator('svg[aria-hidden=true]').count());
    for (const row of await asked())
      assert.match(row.replaceAll('\u00A0', ' '), /answered|answering|trying again/);
    await page.locator('[data-action=moreAboutTask], #task').first().focus();
    const order: unknown[] = [];
    for (let step = 0; step < 6; step++) {
      await page.keyboard.press('Tab');
      order.push(await page.evaluate('document.activeElement.dataset.action'));
    }
    const [cancel, model] = [order.indexOf('cancelAsk'), order.indexOf('chooseModel')];
    assert.ok(cancel >= 0 && cancel < model, order.join());
    await show('asked');
    const ways = await region.getByRole('button').allInnerTexts();
    assert.deepEqual(ways, ['Show Answer', 'Dismiss']);
  });

  it('keeps its rows in place while they change', async () => {
    await show('asking');
    await page.evaluate(`globalThis.first = document.querySelector('.asked li')`);
    await show('asking-verified');
    assert.equal(await page.evaluate(`first === document.querySelector('.asked li')`), true);
    assert.equal((await asked()).length, 5);
  });

  it('ends with a sentence that is read out, ways on, and the focus where the button was', async () => {
    await show('asking');
    await page.locator('[data-action=cancelAsk]').focus();
    await show('asked');
    assert.match(await heard(), /^1 of 2 models answered/);
    assert.equal(await page.evaluate('document.activeElement.dataset.action'), 'showAnswer');
    await sent();
    for (const action of ['showAnswer', 'dismissAnswer']) {
      await page.locator(`.asking [data-action=${action}]`).click();
      assert.deepEqual(await sent(), [action]);
    }
    await show('fits');
    assert.equal(await page.locator('.asking').isVisible(), false);
  });

  it('takes what models are called and say as text', async () => {
    const evil = '<img src=x onerror="globalThis.pwned=1">';
    const running = ASKINGS['asked-in-vain'] ?? assert.fail('no state');
    const models = running.models.map((model) =>
      Object.assign({ ...model }, { name: evil, error: { code: 'adapter_server' as const, message: evil } }),
    );
    await show(stateOf({}, { asking: { ...running, models, sentence: evil } }));
    assert.equal(await page.locator('.asking img').count(), 0);
    assert.match((await asked())[0] ?? '', /<img/);
    assert.equal(await page.evaluate('globalThis.pwned'), undefined);
  });

  it('is offered in the menu of the Fit button', async () => {
    await show('fits');
    await sent();
    await page.locator('button.more').click();
    await page.locator('[role=menuitem]', { hasText: 'Ask Models…' }).click();
    assert.deepEqual(await sent(), ['ask']);
  });
});
