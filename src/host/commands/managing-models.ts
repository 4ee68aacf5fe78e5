import { commands, ThemeIcon, window } from 'vscode';
import type { QuickInputButton, QuickPick, QuickPickItem } from 'vscode';
import { listAskable, testModels } from '../../protocol/models.ts';
import type { AskableStanding } from '../../protocol/models.ts';
import { standingDescription, standingDetail, testedWords } from '../ask-words.ts';
import { shownFirst } from '../shown-first.ts';
import type { Command, CommandContext, Commands } from './context.ts';
import { setKeyNamed } from './keys.ts';
import { confirm, showFailure } from './messages.ts';

interface Row extends QuickPickItem {
  readonly id: string;
  readonly keyName: string | null;
}

const KEY: QuickInputButton = { iconPath: new ThemeIcon('key'), tooltip: 'Set API Key…' };
const TEST: QuickInputButton = {
  iconPath: new ThemeIcon('beaker'),
  tooltip: 'Test: ask it for one word',
};
const TEST_ALL: QuickInputButton = {
  iconPath: new ThemeIcon('beaker'),
  tooltip: 'Test all that are checked',
};
const SETTINGS: QuickInputButton = {
  iconPath: new ThemeIcon('gear'),
  tooltip: 'Open the settings of models',
};

/** Which models may be asked, what is in the way of each, its key, and whether it answers. */
const manage: Command = async (context) => {
  const listed = await context.engine.askAll(listAskable);
  if (!listed.ok) {
    showFailure(listed.error);
    return;
  }
  let standings = shownFirst(listed.value);
  const pick = window.createQuickPick<Row>();
  pick.title = 'Manage Models';
  pick.placeholder = 'Checked models may be asked';
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  pick.buttons = [TEST_ALL, SETTINGS];
  /** Id → what testing it said. */
  const tested = new Map<string, string>();
  const draw = (checked: ReadonlySet<string>): void => {
    const rows = standings.map((standing) => rowOf(standing, tested.get(standing.id)));
    pick.items = rows;
    pick.selectedItems = rows.filter(({ id }) => checked.has(id));
  };
  const before = new Set(standings.filter(({ enabled }) => enabled).map(({ id }) => id));
  draw(before);
  const checkedNow = (): ReadonlySet<string> => new Set(pick.selectedItems.map(({ id }) => id));
  const test = async (ids: readonly string[]): Promise<void> => {
    if (ids.length === 0) return;
    pick.busy = true;
    for (const id of ids) tested.set(id, '$(loading~spin) Testing…');
    draw(checkedNow());
    await testThem(context, ids, tested);
    pick.busy = false;
    draw(checkedNow());
  };
  const setKey = async (name: string): Promise<void> => {
    await setKeyNamed(context, name);
    const again = await context.engine.askAll(listAskable);
    if (again.ok) standings = shownFirst(again.value);
    draw(checkedNow());
    pick.show();
  };
  const checked = await answer(pick, { test, setKey });
  pick.dispose();
  if (checked === 'settings')
    await commands.executeCommand('workbench.action.openSettings', 'contextBudget.models');
  else if (checked !== null) await keep(context, standings, before, checked);
};

function rowOf(standing: AskableStanding, test: string | undefined): Row {
  const { id, name, keyName } = standing;
  return {
    label: name,
    description: standingDescription(standing),
    detail: test ?? standingDetail(standing),
    buttons: keyName === null ? [TEST] : [KEY, TEST],
    id,
    keyName,
  };
}

/** The ids that are checked when the list is agreed to; null when it was left. */
async function answer(
  pick: QuickPick<Row>,
  run: {
    readonly test: (ids: readonly string[]) => Promise<void>;
    readonly setKey: (name: string) => Promise<void>;
  },
): Promise<ReadonlySet<string> | 'settings' | null> {
  /** The list hides while a key is typed, and comes back. */
  let away = false;
  return new Promise((resolve) => {
    pick.onDidAccept(() => resolve(new Set(pick.selectedItems.map(({ id }) => id))));
    pick.onDidHide(() => (away ? undefined : resolve(null)));
    pick.onDidTriggerButton((button) => {
      if (button === SETTINGS) resolve('settings');
      else void run.test(pick.selectedItems.map(({ id }) => id));
    });
    pick.onDidTriggerItemButton(({ button, item: { id, keyName } }) => {
      if (button === TEST || keyName === null) {
        void run.test([id]);
        return;
      }
      away = true;
      void run.setKey(keyName).then(
        () => (away = false),
        // The engine is gone, and with it the list.
        () => resolve(null),
      );
    });
    pick.show();
  });
}

async function testThem(
  { engine, log }: CommandContext,
  ids: readonly string[],
  tested: Map<string, string>,
): Promise<void> {
  try {
    const result = await engine.ask(testModels, { models: ids });
    for (const id of ids) {
      const found = result.ok ? result.value.find((one) => one.id === id) : undefined;
      const words = result.ok ? 'It was not asked.' : result.error.message;
      tested.set(id, found === undefined ? `$(error) ${words}` : testedWords(found));
    }
  } catch (error) {
    log.warn(`models were not tested: ${String(error)}`);
    for (const id of ids) tested.set(id, '$(error) The engine stopped.');
  }
}

async function keep(
  { settings }: CommandContext,
  standings: readonly AskableStanding[],
  before: ReadonlySet<string>,
  checked: ReadonlySet<string>,
): Promise<void> {
  const switched = new Map(
    standings
      .filter(({ id }) => before.has(id) !== checked.has(id))
      .map(({ id }): [string, boolean] => [id, checked.has(id)]),
  );
  if (switched.size === 0) return;
  await settings.switchModels(switched);
  confirm(`$(check) ${checked.size === 1 ? '1 model' : `${checked.size} models`} may be asked`);
}

export const manageCommands: Commands = { 'contextBudget.manageModels': manage };
