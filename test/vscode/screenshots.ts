import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { REPOSITORY } from './pinned.ts';

const FOLDER = path.join(REPOSITORY, 'test/e2e/out');

/** Saves what the window shows as test/e2e/out/NAME.png and gives the path. */
export async function screenshot(page: Page, name: string): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const file = path.join(FOLDER, `${name.replaceAll(/[^\w-]+/g, '-')}.png`);
  await page.screenshot({ path: file });
  return file;
}
