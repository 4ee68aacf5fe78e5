import { env, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Disposable } from 'vscode';
import type { Alerts } from './alerts.ts';
import type { EngineClient } from './engine-client.ts';
import { needsAttention, planLines, statusText } from './plan-words.ts';
import { limitsInTheWay, taskLine } from './prediction-words.ts';

export const PLAN_VIEW = 'contextBudget.plan';

/**
 * The one status bar item: tokens of the prompt against the budget; a click shows the Plan view. It warns of what is
 * over the budget, of limits that are near or in the way, and of alerts.
 */
export function statusItem(engine: EngineClient, alerts: Pick<Alerts, 'shown' | 'onChange'>): Disposable {
  const item = window.createStatusBarItem('contextBudget.status', StatusBarAlignment.Right, 101);
  item.name = 'Context Budget';
  item.command = `${PLAN_VIEW}.focus`;

  const draw = (): void => {
    const plan = engine.plan();
    if (plan === null || plan.state === 'no_folder' || plan.state === 'empty') {
      item.hide();
      return;
    }
    const restarting = engine.restarting();
    const ledger = engine.ledger();
    const alert = alerts.shown();
    const warnings = [
      ...(ledger === null ? [] : limitsInTheWay(ledger).map(({ text }) => text)),
      ...(alert === null ? [] : [alert.message]),
    ];
    const warns = needsAttention(plan) || warnings.length > 0;
    const predicted = ledger === null ? null : taskLine(ledger);
    const lines = [...planLines(plan, env.language), ...(predicted === null ? [] : [predicted]), ...warnings];
    // A sign beside the colour, which high-contrast themes leave out.
    const sign = restarting ? '$(sync~spin) ' : warns ? '$(warning) ' : '';
    item.text = sign + statusText(plan);
    const tooltip = new MarkdownString('**Context Budget**\n\n');
    tooltip.appendText(restarting ? 'The engine stopped and is coming back.' : plan.sentence);
    for (const line of lines) {
      tooltip.appendMarkdown('\n\n');
      tooltip.appendText(line);
    }
    item.tooltip = tooltip;
    item.backgroundColor = warns ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    item.accessibilityInformation = {
      label: ['Context Budget', plan.sentence, ...lines].map((line) => line.replace(/\.$/, '')).join('. '),
      role: 'button',
    };
    item.show();
  };
  const parts = [
    item,
    engine.onPlan(draw),
    engine.onLedger(draw),
    engine.onState(draw),
    alerts.onChange(draw),
  ];
  return { dispose: () => parts.forEach((part) => part.dispose()) };
}
