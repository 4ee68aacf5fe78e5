import { ThemeIcon, window } from 'vscode';
import type { QuickInputButton, QuickPickItem } from 'vscode';
import { listAskable } from '../../protocol/models.ts';
import type { KeyOrigin } from '../keys.ts';
import type { Command, CommandContext, Commands } from './context.ts';
import { confirm, say, showFailure } from './messages.ts';

interface Row extends QuickPickItem {
  readonly name: string;
}

const DELETE: QuickInputButton = { iconPath: new ThemeIcon('trash'), tooltip: 'Delete the stored key' };

const ORIGINS: Readonly<Record<NonNullable<KeyOrigin> | 'none', string>> = {
  stored: 'stored',
  environment: 'from the environment',
  none: 'none',
};

/** Keys by their names: one is typed, replaced or deleted. They lie in the editor's secret storage and nowhere else. */
const setKey: Command = async (context, ...args) => {
  const [given] = args;
  if (typeof given === 'string') {
    await setKeyNamed(context, given);
    return;
  }
  const rows = await keyRows(context);
  if (rows === null) return;
  if (rows.length === 0) {
    say('information', 'No model needs a key.', ['manageModels']);
    return;
  }
  const pick = window.createQuickPick<Row>();
  pick.title = 'Set API Key';
  pick.placeholder = 'Which key? The editor keeps it in its secret storage, never in settings';
  pick.matchOnDetail = true;
  pick.items = rows;
  const chosen = await new Promise<{ readonly name: string; readonly deleted: boolean } | null>((resolve) => {
    pick.onDidAccept(() => {
      const [row] = pick.activeItems;
      if (row !== undefined) resolve({ name: row.name, deleted: false });
    });
    pick.onDidTriggerItemButton(({ item: { name } }) => resolve({ name, deleted: true }));
    pick.onDidHide(() => resolve(null));
    pick.show();
  });
  pick.dispose();
  if (chosen === null) return;
  if (chosen.deleted) await removeKey(context, chosen.name);
  else await setKeyNamed(context, chosen.name);
};

/** Null after telling the user why. */
async function keyRows({ engine, keys }: CommandContext): Promise<readonly Row[] | null> {
  const listed = await engine.askAll(listAskable);
  if (!listed.ok) {
    showFailure(listed.error);
    return null;
  }
  const names = new Map<string, string[]>();
  for (const { keyName, name } of listed.value)
    if (keyName !== null) names.set(keyName, [...(names.get(keyName) ?? []), name]);
  return Promise.all(
    [...names].map(async ([name, models]): Promise<Row> => {
      const origin = await keys.origin(name);
      return {
        label: name,
        description: ORIGINS[origin ?? 'none'],
        detail: models.join(', '),
        buttons: origin === 'stored' ? [DELETE] : [],
        name,
      };
    }),
  );
}

/** Asks for the key of that name; an empty one deletes what is stored. */
export async function setKeyNamed(context: CommandContext, name: string): Promise<void> {
  const isStored = (await context.keys.origin(name)) === 'stored';
  const typed = await window.showInputBox({
    title: 'Set API Key',
    prompt: isStored ? `A new key for ${name}; empty deletes the stored one.` : `The key for ${name}.`,
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (/\s/u.test(text.trim())) return 'A key has no blanks: paste the key alone.';
      return text.trim() === '' && !isStored ? 'Paste the key.' : undefined;
    },
  });
  if (typed === undefined) return;
  if (typed.trim() === '') {
    await removeKey(context, name);
    return;
  }
  await context.keys.set(name, typed);
  confirm(`$(check) Key stored for ${name}`);
}

async function removeKey({ keys }: CommandContext, name: string): Promise<void> {
  await keys.remove(name);
  const isElsewhere = (await keys.origin(name)) === 'environment';
  confirm(`$(check) Key deleted${isElsewhere ? '; the one of the environment counts now' : ''}`);
}

export const keyCommands: Commands = { 'contextBudget.setKey': setKey };
