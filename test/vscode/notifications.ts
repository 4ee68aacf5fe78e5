import type { Page } from 'playwright-core';
import { runCommand } from './palette.ts';

const TIMEOUT_MS = 15_000;

/** Waits for a notification with this text, shown as a toast, and gives its whole text. */
export async function toast(page: Page, text: string | RegExp): Promise<string> {
  const message = page.locator('.notification-toast .notification-list-item-message', { hasText: text });
  await message.first().waitFor({ timeout: TIMEOUT_MS });
  return message.first().innerText();
}

/** Presses a button of the toast with this text. */
export async function pressInToast(page: Page, text: string | RegExp, button: string): Promise<void> {
  await page
    .locator('.notification-toast', { hasText: text })
    .first()
    .locator('.monaco-button', { hasText: button })
    .click({ timeout: TIMEOUT_MS });
}

/** Text of every notification, read from the notification centre; empty when there is none. */
export async function notifications(page: Page): Promise<string[]> {
  await runCommand(page, 'Notifications: Show Notifications');
  await page.locator('.notifications-center.visible').waitFor({ timeout: TIMEOUT_MS });
  const all = await page
    .locator('.notifications-center.visible .notification-list-item-message')
    .allInnerTexts();
  await page.keyboard.press('Escape');
  return all;
}

export const clearNotifications = (page: Page): Promise<void> =>
  runCommand(page, 'Notifications: Clear All Notifications');
