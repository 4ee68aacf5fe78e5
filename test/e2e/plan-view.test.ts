import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { draw, THEMES } from '../webview/plan-page.ts';
import { FITTING_PLAN, STATES, stateOf } from '../webview/states.ts';
import { stateNamed, useViewInBrowser } from './view-in-browser.ts';

/** The view's real page in a real browser: its bundle, its style sheet, its policy. */
describe('the Plan view in a browser', function () {
  this.timeout(60_000);
  let page: Page;
  const { openIn, show, sent } = useViewInBrowser((opened) => {
    page = opened;
  });

  const focused = () =>
    page.evaluate<string>(
      `document.activeElement.dataset.action ?? document.activeElement.getAttribute('aria-label') ?? document.activeElement.localName`,
    );
  /** Every element that Tab reaches, in order. */
  async function tabOrder(): Promise<string[]> {
    await page.locator('body').click({ position: { x: 1, y: 1 } });
    const order: string[] = [];
    for (let at = 0; at < 30; at++) {
      await page.keyboard.press('Tab');
      const name = await focused();
      if (name === 'body' || order.includes(name)) break;
      order.push(name);
    }
    return order;
  }

  it('says that it is ready once, and draws nothing of its own accord', async () => {
    assert.deepEqual(await sent(), ['ready']);
    assert.equal(await page.locator('#plan').isVisible(), false);
  });

  it('is reached by the keyboard in reading order', async () => {
    await show('over');
    assert.deepEqual(await tabOrder(), [
      'textarea',
      'chooseModel',
      'setBudget',
      'raiseBudget',
      'explain',
      'chooseStrategy',
      'chooseFormat',
      'fit',
      'More ways to use the fitted prompt',
      'summary',
    ]);
  });

  it('shows a ring around what has the focus', async () => {
    for (const theme of THEMES) {
      const themed = await openIn(theme);
      await draw(themed, stateNamed('over'));
      for (let at = 0; at < 10; at++) {
        await themed.keyboard.press('Tab');
        const ring = await themed.evaluate<{ style: string; width: string; colour: string; wanted: string }>(
          `(() => {
            const style = getComputedStyle(document.activeElement);
            const probe = document.createElement('i');
            document.body.append(probe);
            probe.style.color = 'var(--vscode-focusBorder)';
            const wanted = getComputedStyle(probe).color;
            probe.remove();
            return { style: style.outlineStyle, width: style.outlineWidth, colour: style.outlineColor, wanted };
          })()`,
        );
        assert.equal(ring.style, 'solid', `${theme} ${at}`);
        assert.notEqual(ring.width, '0px');
        assert.equal(ring.colour, ring.wanted);
      }
    }
  });

  it('sends the action of every button', async () => {
    await show('over');
    await sent();
    for (const action of [
      'chooseModel',
      'setBudget',
      'raiseBudget',
      'explain',
      'chooseStrategy',
      'chooseFormat',
      'fit',
    ]) {
      await page.locator(`button[data-action="${action}"]:not([role=menuitem])`).click();
      assert.deepEqual(await sent(), [action]);
    }
  });

  it('works by Enter and Space alone', async () => {
    await show('fits');
    await sent();
    await page.locator('button.fit').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    assert.deepEqual(await sent(), ['fit', 'fit']);
  });

  it('opens the menu by keyboard, moves by arrows, and gives the focus back', async () => {
    await show('fits');
    await sent();
    const more = page.locator('button.more');
    const menu = page.locator('[role=menu]');
    await more.focus();
    await page.keyboard.press('ArrowDown');
    assert.equal(await more.getAttribute('aria-expanded'), 'true');
    assert.equal(await focused(), 'copy');
    const walk: [string, string][] = [
      ['ArrowDown', 'open'],
      ['ArrowUp', 'copy'],
      ['ArrowUp', 'explain'],
      ['Home', 'copy'],
      ['End', 'explain'],
      ['s', 'sendToChat'],
      ['s', 'save'],
    ];
    for (const [key, there] of walk) {
      await page.keyboard.press(key);
      assert.equal(await focused(), there, key);
    }
    await page.keyboard.press('Escape');
    assert.equal(await menu.isVisible(), false);
    assert.equal(await more.getAttribute('aria-expanded'), 'false');
    assert.equal(await focused(), 'More ways to use the fitted prompt');
    assert.deepEqual(await sent(), []);

    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.deepEqual(await sent(), ['open']);
    assert.equal(await menu.isVisible(), false);
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(), 'explain');
    await page.keyboard.press('Tab');
    assert.equal(await menu.isVisible(), false);
    assert.equal(await focused(), 'summary');
  });

  it('opens and chooses by mouse, and closes by a click elsewhere', async () => {
    await show('fits');
    await sent();
    await page.locator('button.more').click();
    await page.locator('[role=menuitem]', { hasText: 'Send to Chat' }).click();
    assert.deepEqual(await sent(), ['sendToChat']);
    await page.locator('button.more').click();
    await page.locator('.task-head label').click();
    assert.equal(await page.locator('[role=menu]').isVisible(), false);
  });

  it('keeps the menu inside a low view', async () => {
    for (const height of [130, 230, 500]) {
      await page.setViewportSize({ width: 280, height });
      await show('fits');
      await page.locator('button.more').focus();
      await page.keyboard.press('ArrowDown');
      const box = (await page.locator('[role=menu]').boundingBox()) ?? assert.fail('no menu');
      assert.ok(box.x >= 0 && box.x + box.width <= 280);
      for (let at = 0; at < 5; at++) {
        const item = (await page.locator('[role=menuitem]:focus').boundingBox()) ?? assert.fail('no item');
        assert.ok(item.y >= 0 && item.y + item.height <= height, `item ${at} at height ${height}`);
        await page.keyboard.press('ArrowDown');
      }
      await page.keyboard.press('Escape');
    }
  });

  it('does nothing where nothing can be fitted, and says so', async () => {
    for (const name of ['nothing-selected', 'refused', 'restarting']) {
      await show(name);
      await sent();
      assert.equal(await page.locator('button.fit').getAttribute('aria-disabled'), 'true', name);
      // `force`: Playwright itself does not click what is called disabled.
      await page.locator('button.fit').click({ force: true });
      await page.locator('button.more').click({ force: true });
      assert.equal(await page.locator('[role=menu]').isVisible(), false);
      assert.deepEqual(await sent(), []);
    }
  });

  it('is a meter with its figures in words, and a table beside it', async () => {
    await show('over');
    const meter = page.getByRole('meter', { name: 'Budget of the prompt' });
    assert.equal(await meter.getAttribute('aria-valuemin'), '0');
    assert.equal(await meter.getAttribute('aria-valuemax'), '32000');
    assert.equal(await meter.getAttribute('aria-valuenow'), '31420');
    assert.match(
      (await meter.getAttribute('aria-valuetext')) ?? '',
      /^31,420 of 32,000 tokens: .*17,510 more/,
    );
    const table = page.getByRole('table', { name: 'What the budget is used for' });
    const rows = await table.locator('tbody tr').allInnerTexts();
    assert.equal(rows.length, 5);
    assert.match(rows[1] ?? '', /Files\s+30,908\s+96\.6/);
  });

  it('hatches what is over, and draws the limit', async () => {
    await show('over');
    const { fill, width } = await page.evaluate<{ fill: string; width: number }>(
      `(() => {
        const rect = document.querySelector('.bar rect.pattern.overflow');
        return { fill: getComputedStyle(rect).fill, width: rect.getBoundingClientRect().width };
      })()`,
    );
    assert.match(fill, /#hatch/);
    assert.ok(width > 10);
    assert.equal(await page.locator('rect.limit').getAttribute('visibility'), 'visible');
    await show('fits');
    assert.equal(await page.locator('rect.limit').getAttribute('visibility'), 'hidden');
  });

  it('tells how far counting is, and stays usable', async () => {
    await show('indexing');
    const progress = page.getByRole('progressbar', { name: 'Counting 1,204 of 5,000 files' });
    assert.equal(await progress.getAttribute('value'), '1204');
    assert.equal(await progress.getAttribute('max'), '5000');
    assert.equal(await page.locator('button.fit').getAttribute('aria-disabled'), null);
    await show('fits');
    assert.equal(await page.locator('.indexing progress').isVisible(), false);
  });

  it('speaks only when a threshold is crossed', async () => {
    await page.evaluate(
      `globalThis.heard = [];
       new MutationObserver(() => heard.push(document.querySelector('[aria-live]').textContent))
         .observe(document.querySelector('[aria-live]'), { childList: true, characterData: true, subtree: true })`,
    );
    const heard = () => page.evaluate<string[]>('heard.splice(0)');
    await show('fits');
    await show(stateOf({ revision: 2, tokens: { ...FITTING_PLAN.tokens, used: 25_000 } }));
    assert.deepEqual(await heard(), []);
    await show(stateOf({ state: 'over', settled: false }));
    assert.deepEqual(await heard(), []);
    await show('over');
    assert.deepEqual(await heard(), ['Over by 16.9k: 14 of 41 ticked files stay out.']);
    await show('over');
    await show('nothing-selected');
    assert.deepEqual(await heard(), []);
    await show('refused');
    assert.match((await heard()).join('|'), /^The pinned files alone take 41,210 tokens[^|]*$/);
    await show('fits');
    assert.deepEqual(await heard(), ['Fits with 7.9k to spare.']);
    assert.equal(await page.locator('[aria-live]').count(), 1);
    assert.equal(await page.locator('[aria-live]').getAttribute('aria-live'), 'polite');
  });

  it('keeps the focus while figures move, and moves it on when its button goes', async () => {
    await show('over');
    await page.locator('button[data-action="raiseBudget"]').focus();
    await page.evaluate('globalThis.held = document.activeElement');
    await show('far-over');
    assert.equal(await page.evaluate('held === document.activeElement'), true);
    await show('fits');
    assert.equal(await focused(), 'fit');
  });

  it('touches nothing when the same state comes again', async () => {
    await show('over');
    await page.evaluate(
      `globalThis.touched = 0;
       new MutationObserver((changes) => { touched += changes.length })
         .observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })`,
    );
    await show('over');
    assert.equal(await page.evaluate('touched'), 0);
  });

  it('keeps the last figures, marked, while the engine starts again', async () => {
    await show('fits');
    await show({ ...stateOf({}), plan: null, engineRestarting: true });
    assert.match(await page.locator('.total').innerText(), /24\.1k/);
    assert.equal(await page.locator('.figures').getAttribute('aria-busy'), 'true');
    assert.match(await page.locator('main > .notice').innerText(), /engine stopped/);
  });

  it('stays unfolded as the user left it', async () => {
    await show('fits');
    await page.locator('summary').click();
    await page.evaluate(
      `new Promise((kept) => {
        const look = () => (sessionStorage.getItem('state') ? kept() : setTimeout(look, 5));
        look();
      })`,
    );
    await page.reload();
    await show('fits');
    assert.equal(await page.locator('details').getAttribute('open'), '');
  });

  it('takes names as text, never as markup', async () => {
    const evil = '<img src=x onerror="globalThis.pwned=1"><b>';
    const { model } = FITTING_PLAN;
    await show(
      stateOf({
        state: 'refused',
        model: { ...model, name: evil, disagreements: [evil] },
        notes: [evil],
        sentence: evil,
        failure: { code: 'pinned_unreadable', message: `Unpin "${evil}".` },
      }),
    );
    assert.equal(await page.locator('.notice .text:visible').innerText(), `Unpin "${evil}".`);
    assert.equal(await page.locator('[data-action=chooseModel] .main').textContent(), evil);
    assert.equal(await page.locator('#plan img, #plan b').count(), 0);
    assert.equal(await page.evaluate('globalThis.pwned'), undefined);
  });

  it('ignores messages that are no state', async () => {
    await show('fits');
    await page.evaluate(
      `for (const data of [null, 'state', { kind: 'other' }]) window.postMessage(data, '*')`,
    );
    await show('fits');
    assert.match(await page.locator('.total').innerText(), /24\.1k/);
  });

  it('shows every state in every theme without a forbidden style, an overflow or an empty button', async () => {
    for (const theme of THEMES) {
      for (const width of [200, 280]) {
        const themed = await openIn(theme, width);
        const failed: string[] = [];
        themed.on('pageerror', (error) => failed.push(error.message));
        for (const [name, state] of Object.entries(STATES)) {
          await draw(themed, state);
          const found = await themed.evaluate<{
            wide: number;
            styled: number;
            mute: number;
            violations: string[];
          }>(
            `({
              wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
              styled: document.body.querySelectorAll('[style]').length,
              mute: [...document.querySelectorAll('button')].filter((button) =>
                button.checkVisibility() && !button.innerText.trim() && !button.getAttribute('aria-label')).length,
              violations,
            })`,
          );
          assert.deepEqual(
            found,
            { wide: 0, styled: 0, mute: 0, violations: [] },
            `${theme} ${width} ${name}`,
          );
        }
        assert.deepEqual(failed, []);
      }
    }
  });

  it('has text of enough contrast in every theme', async () => {
    for (const theme of THEMES) {
      const themed = await openIn(theme);
      for (const name of ['over', 'margin', 'refused', 'nothing-selected', 'indexing', 'task-ticked']) {
        await draw(themed, stateNamed(name));
        const weak = await themed.evaluate<string[]>(WEAK_TEXTS);
        assert.deepEqual(weak, [], `${theme} ${name}`);
      }
    }
  });
});

/** Texts below 4.5:1 (WCAG 2.2, 1.4.3) against what is painted behind them; disabled controls are exempt there. */
const WEAK_TEXTS = `(() => {
  const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const layers = (node) => {
    const found = [];
    for (let at = node; at; at = at.parentElement) found.unshift(getComputedStyle(at).backgroundColor);
    return found;
  };
  const over = (colours) => {
    paint.clearRect(0, 0, 1, 1);
    for (const colour of colours) { paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1); }
    return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const weak = [];
  for (const node of document.querySelectorAll('#plan *')) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (!own || !node.checkVisibility() || node.closest('.unseen, svg, [aria-disabled=true]')) continue;
    const behind = layers(node);
    const back = light(over(behind));
    const front = light(over([...behind, getComputedStyle(node).color]));
    const ratio = (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05);
    if (ratio < 4.5) weak.push(node.textContent + ' ' + ratio.toFixed(2));
  }
  return weak;
})()`;
