/**
 * Pictures of every state of the Plan view in the four themes, for eyes: `npx tsx test/webview/gallery.ts [state…]`.
 * They go to test/e2e/out/plan/, one sheet per theme and width.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { draw, raiseStage, THEMES, type Theme } from './plan-page.ts';
import { STATES, stateOf } from './states.ts';

const OUT = path.resolve(import.meta.dirname, '../e2e/out/plan');
const WIDTHS = [280, 420];

/** What is seen only after these keys, starting on the main button. */
const BY_KEYBOARD: Readonly<Record<string, readonly string[]>> = {
  'focus on Fit': ['Shift+Tab', 'Tab'],
  'focus on the model': ['Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab'],
  menu: ['Tab', 'ArrowDown', 'ArrowDown'],
  reasons: ['Tab', 'Tab', 'Enter'],
};

const asked = process.argv.slice(2);
const names = Object.keys(STATES).filter((name) => asked.length === 0 || asked.includes(name));
await mkdir(OUT, { recursive: true });
const stage = await raiseStage();
try {
  for (const theme of THEMES) for (const width of WIDTHS) await sheet(theme, width);
} finally {
  await stage.close();
}

async function sheet(theme: Theme, width: number): Promise<void> {
  const page = await stage.open({ theme, width, height: 440 });
  const pictures: string[] = [];
  const titles = [...names];
  for (const name of names) {
    const state = STATES[name];
    if (!state) continue;
    await draw(page, state);
    pictures.push((await page.screenshot({ type: 'png' })).toString('base64'));
  }
  if (asked.length === 0) {
    for (const [name, keys] of Object.entries(BY_KEYBOARD)) {
      await page.reload();
      await draw(page, stateOf({}));
      await page.locator('button.fit').focus();
      for (const key of keys) await page.keyboard.press(key);
      pictures.push((await page.screenshot({ type: 'png' })).toString('base64'));
      titles.push(name);
    }
  }
  await page.setViewportSize({ width: (width + 16) * 6, height: 400 });
  await page.goto('about:blank');
  const figures = pictures.map(
    (data, at) =>
      `<figure><img width="${width}" src="data:image/png;base64,${data}"><figcaption>${titles[at]}</figcaption></figure>`,
  );
  await page.setContent(
    `<style>body{margin:8px;background:#888;display:flex;flex-wrap:wrap;gap:12px;font:12px sans-serif}figure{margin:0}</style>${figures.join('')}`,
  );
  await writeFile(
    path.join(OUT, `${theme}-${width}.png`),
    await page.screenshot({ fullPage: true, scale: 'css' }),
  );
  await page.context().close();
}
