import { commands, ConfigurationTarget, EventEmitter, window, workspace } from 'vscode';
import type { Disposable, Event, Memento } from 'vscode';
import type { UseAlert } from '../protocol/ledger.ts';
import type { EngineClient } from './engine-client.ts';
import { SECTION } from './settings.ts';
import { notification, shownAlert } from './shown-alert.ts';

const DISMISSED_KEY = 'dismissedAlert';
const NOTIFY = 'alerts.notifications';

export interface Alerts extends Disposable {
  /** The one that view and status bar show. */
  shown(): UseAlert | null;
  /** It and those before it are not shown again. */
  dismiss(): Promise<void>;
  readonly onChange: Event<void>;
}

/** Alerts in view and status bar; as notifications by opt-in only, one at a time. */
export function alertsOf(
  engine: Pick<EngineClient, 'ledger' | 'onAlerts'>,
  state: Memento,
  now: () => number,
): Alerts {
  const onChange = new EventEmitter<void>();
  let isNotifying = false;
  const shown = (): UseAlert | null =>
    shownAlert(engine.ledger()?.alerts ?? [], state.get(DISMISSED_KEY, 0), now());

  const notify = async (text: string, isError: boolean, aboutLimit: boolean): Promise<void> => {
    const actions = ['Show Report', ...(aboutLimit ? ['Set Limit…'] : []), "Don't Show Again"];
    const chosen = isError
      ? await window.showErrorMessage(text, ...actions)
      : await window.showWarningMessage(text, ...actions);
    if (chosen === 'Show Report') await commands.executeCommand('contextBudget.showReport');
    if (chosen === 'Set Limit…') await commands.executeCommand('contextBudget.setLimit');
    if (chosen === "Don't Show Again")
      await workspace.getConfiguration(SECTION).update(NOTIFY, false, ConfigurationTarget.Global);
  };
  const parts = [
    onChange,
    engine.onAlerts((alerts) => {
      const said = notification(alerts);
      if (said === null || isNotifying || workspace.getConfiguration(SECTION).get(NOTIFY) !== true) return;
      isNotifying = true;
      void notify(said.text, said.isError, said.aboutLimit).finally(() => (isNotifying = false));
    }),
  ];
  return {
    shown,
    async dismiss() {
      const alert = shown();
      if (alert === null) return;
      await state.update(DISMISSED_KEY, alert.at);
      onChange.fire();
    },
    onChange: onChange.event,
    dispose: () => parts.forEach((part) => part.dispose()),
  };
}
