import type { Page } from 'playwright-core';

const TIMEOUT_MS = 15_000;

/** Waits for a notification with this text, shown as a toast, and gives its whole text. */
export async function toast(page: Page, text: string | RegExp): Promise<string> {
  const message = page.locator('.notification-toast .notification-list-item-message', { hasText: text });
  await message.first().waitFor({ timeout: TIMEOUT_MS });
  return message.first().innerText();
}
