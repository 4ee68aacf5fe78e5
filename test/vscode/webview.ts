import type { Frame, Page } from 'playwright-core';
import { setTimeout as sleep } from 'node:timers/promises';

const TIMEOUT_MS = 30_000;
const POLL_MS = 100;

/**
 * The document of the webview that contains `selector`. VS Code nests it (iframe.webview, then
 * iframe#active-frame) and keeps several at once, so it is found by what is in it.
 */
export async function webviewWith(page: Page, selector: string, timeoutMs = TIMEOUT_MS): Promise<Frame> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    for (const frame of page.frames()) {
      if (frame === page.mainFrame()) continue;
      // A frame may go away under the question.
      const found = await frame
        .locator(selector)
        .count()
        .catch(() => 0);
      if (found > 0) return frame;
    }
    await sleep(POLL_MS);
  }
  const addresses = page.frames().map((frame) => frame.url().slice(0, 120));
  throw new Error(`No webview contains ${selector} after ${timeoutMs} ms; frames:\n${addresses.join('\n')}`);
}
