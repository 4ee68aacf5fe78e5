import { env, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Disposable } from 'vscode';
import type { EngineClient } from './engine-client.ts';
import { needsAttention, planLines, statusText } from './plan-words.ts';

export const PLAN_VIEW = 'contextBudget.plan';

/** The one status bar item: tokens of the prompt against the budget; a click shows the Plan view. */
export function statusItem(engine: EngineClient): Disposable {
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
    // A sign beside the colour, which high-contrast themes leave out.
    const sign = restarting ? '$(sync~spin) ' : needsAttention(plan) ? '$(warning) ' : '';
    item.text = sign + statusText(plan);
    const tooltip = new MarkdownString('**Context Budget**\n\n');
    tooltip.appendText(restarting ? 'The engine stopped and is coming back.' : plan.sentence);
    for (const line of planLines(plan, env.language)) {
      tooltip.appendMarkdown('\n\n');
      tooltip.appendText(line);
    }
    item.tooltip = tooltip;
    item.backgroundColor = needsAttention(plan)
      ? new ThemeColor('statusBarItem.warningBackground')
      : undefined;
    item.accessibilityInformation = {
      label: ['Context Budget', plan.sentence.replace(/\.$/, ''), ...planLines(plan, env.language)].join(
        '. ',
      ),
      role: 'button',
    };
    item.show();
  };
  const parts = [item, engine.onPlan(draw), engine.onState(draw)];
  return { dispose: () => parts.forEach((part) => part.dispose()) };
}
