/**
 * Pictures of every state of the model report in the four themes, for eyes: `npx tsx test/webview/report-gallery.ts`.
 * They go to test/e2e/out/report/. Fails where the page breaks its own policy.
 */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { draw, raiseStage, THEMES } from './plan-page.ts';
import { REPORTS } from './report-states.ts';

const OUT = path.resolve(import.meta.dirname, '../e2e/out/report');
const WIDTHS = [480, 900];

await mkdir(OUT, { recursive: true });
const stage = await raiseStage('report');
try {
  for (const theme of THEMES) {
    for (const width of WIDTHS) {
      const page = await stage.open({ theme, width, height: 760 });
      for (const [name, state] of Object.entries(REPORTS)) {
        await draw(page, state);
        if (name === 'report') await page.locator('summary').first().click();
        await page.screenshot({ path: path.join(OUT, `${theme}-${width}-${name}.png`), fullPage: true });
      }
      assert.deepEqual(await page.evaluate('globalThis.violations'), []);
      await page.context().close();
    }
  }
} finally {
  await stage.close();
}
