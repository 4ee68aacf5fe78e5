import { ThemeIcon, window } from 'vscode';
import type { QuickInputButton, QuickPickItem } from 'vscode';
import { limitText } from '../../core/budget/ledger/limit-text.ts';
import { readLimitWords } from '../../core/budget/ledger/read-limit.ts';
import type { Scope } from '../../core/facts/limit.ts';
import { listLimits, removeLimit, resetUsage, setLimit } from '../../protocol/ledger.ts';
import type { LimitStanding } from '../../protocol/ledger.ts';
import { limitRows, tenantsOf, ZONE } from '../limit-rows.ts';
import type { LimitRow } from '../limit-rows.ts';
import type { Command, CommandContext, Commands } from './context.ts';
import { confirm, showFailure } from './messages.ts';

const EXAMPLES = '$10 a day, 200k output tokens a week, 20 compute units an hour';

type Row = LimitRow & QuickPickItem;

/** The limits with how they stand: one can be typed, changed or removed. */
const set: Command = async (context) => {
  const standings = await limits(context);
  if (standings === null) return;
  const remove: QuickInputButton = { iconPath: new ThemeIcon('trash'), tooltip: 'Remove this limit' };
  const pick = window.createQuickPick<Row>();
  pick.title = 'Set Limit';
  pick.placeholder = 'Type a limit such as $10 a day, or choose one to change it';
  const draw = (): void => {
    pick.items = limitRows(standings, pick.value).map((row) =>
      // What is typed is no filter of the rows.
      Object.assign(row, { alwaysShow: true, buttons: typeof row.edit?.id === 'string' ? [remove] : [] }),
    );
  };
  draw();
  const listening = [pick.onDidChangeValue(draw)];
  const chosen = await new Promise<{ readonly row: Row; readonly removed: boolean } | undefined>(
    (resolve) => {
      listening.push(
        pick.onDidAccept(() => {
          const [row] = pick.activeItems;
          if (row?.set !== undefined || row?.edit !== undefined) resolve({ row, removed: false });
        }),
        pick.onDidTriggerItemButton(({ item }) => resolve({ row: item, removed: true })),
        pick.onDidHide(() => resolve(undefined)),
      );
      pick.show();
    },
  );
  listening.forEach((part) => part.dispose());
  pick.dispose();
  if (chosen === undefined) return;
  const { row, removed } = chosen;
  const id = row.edit?.id ?? null;
  if (removed && id !== null) await take(context, id, standings);
  else if (row.set !== undefined) await save(context, row.set.limit, row.set.id);
  else if (row.edit !== undefined) await edit(context, id, row.edit.words);
};

async function edit(context: CommandContext, id: string | null, words: string): Promise<void> {
  const typed = await window.showInputBox({
    title: 'Set Limit',
    prompt: `An amount and a period: ${EXAMPLES}, $50 in total for reviewer.`,
    value: words,
    validateInput: (text) => {
      const read = readLimitWords(text, ZONE);
      return text.trim() === '' || read.ok ? undefined : read.error.message;
    },
  });
  if (typed !== undefined && typed.trim() !== '') await save(context, typed, id);
}

async function save(context: CommandContext, limit: string, id: string | null): Promise<void> {
  const result = await context.engine.ask(setLimit, { limit, id });
  if (result.ok) confirm(`$(check) Limit set: ${limitText(result.value.limit)}`);
  else showFailure(result.error);
}

async function take(context: CommandContext, id: string, all: readonly LimitStanding[]): Promise<void> {
  const result = await context.engine.ask(removeLimit, { id });
  const limit = all.find((standing) => standing.limit.id === id)?.limit;
  if (!result.ok) showFailure(result.error);
  else if (limit !== undefined) confirm(`$(check) Limit removed: ${limitText(limit)}`);
}

/** What was used so far stops counting, for the workspace or one tenant of it; what was recorded stays. */
const reset: Command = async (context) => {
  const standings = await limits(context);
  if (standings === null) return;
  type Item = QuickPickItem & { readonly scope: Scope };
  const items: Item[] = [
    {
      label: 'The whole workspace',
      description: 'all limits begin anew; the history stays',
      detail: standings.map(({ text }) => text).join('  '),
      scope: 'workspace',
    },
    ...tenantsOf(standings).map((tenant): Item => ({
      label: tenant === '' ? 'Work without a name' : tenant,
      description: 'usage of this tenant only',
      scope: { tenant },
    })),
  ];
  const picked = await window.showQuickPick(items, {
    title: 'Reset Usage',
    placeHolder: 'Whose usage stops counting?',
  });
  if (picked === undefined) return;
  const result = await context.engine.ask(resetUsage, { scope: picked.scope });
  if (result.ok) confirm('$(check) Usage reset: limits begin anew');
  else showFailure(result.error);
};

async function limits(context: CommandContext): Promise<readonly LimitStanding[] | null> {
  const result = await context.engine.askAll(listLimits);
  if (result.ok) return result.value;
  showFailure(result.error);
  return null;
}

export const limitCommands: Commands = {
  'contextBudget.setLimit': set,
  'contextBudget.resetUsage': reset,
};
