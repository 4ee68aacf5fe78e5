import type { Alert, UseAlert } from '../protocol/ledger.ts';

/** An alert of the day before yesterday is no news. */
const NEWS_MS = 24 * 60 * 60 * 1000;

/**
 * The alert that the view shows: the newest warning about the use of a task that nobody dismissed yet. Limits say
 * themselves how they stand, and what is only information waits in the report. No vscode.
 *
 * @param alerts newest first
 * @param dismissedAt epoch ms of the newest alert that was dismissed
 */
export function shownAlert(alerts: readonly Alert[], dismissedAt: number, now: number): UseAlert | null {
  const shown = alerts.find(
    (alert): alert is UseAlert =>
      isAboutUse(alert) && alert.severity !== 'info' && alert.at > dismissedAt && now - alert.at < NEWS_MS,
  );
  return shown === undefined ? null : { ...shown, message: sentenceOf(shown) };
}

/** Says that it is about a task that is over, not about the one on show: "A recorded task used 11,200 tokens, …" */
function sentenceOf({ type, message }: Alert): string {
  if (type !== 'over_allocation' && type !== 'under_allocation' && type !== 'cost_spike') return message;
  return `A recorded task ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

/** What a notification says of alerts that were raised together; null when none is worth one. */
export function notification(
  alerts: readonly Alert[],
): { readonly text: string; readonly isError: boolean; readonly aboutLimit: boolean } | null {
  const worth = alerts.filter(({ severity }) => severity !== 'info');
  const worst = worth.find(({ severity }) => severity === 'critical') ?? worth[0];
  if (worst === undefined) return null;
  const others = worth.length === 1 ? '' : ` (${worth.length - 1} more in the report.)`;
  return {
    text: `${sentenceOf(worst)} ${worst.action}${others}`,
    isError: worst.severity === 'critical',
    aboutLimit: !isAboutUse(worst),
  };
}

function isAboutUse(alert: Alert): alert is UseAlert {
  return alert.type !== 'limit_near' && alert.type !== 'limit_reached';
}
