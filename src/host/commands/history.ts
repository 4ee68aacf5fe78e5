import path from 'node:path';
import { env, Uri, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { clearHistory, exportHistory, ledgerReport } from '../../protocol/ledger.ts';
import { exact } from '../amounts.ts';
import { askFirst } from './asking.ts';
import type { Command, Commands } from './context.ts';
import { confirm, say, showFailure } from './messages.ts';
import { cancellable } from './waiting.ts';

const REPORT_DAYS = 30;

/** What tasks took and what that teaches, as a document. */
const report: Command = async (context) => {
  const result = await cancellable('Writing the report', (token) =>
    context.engine.ask(
      ledgerReport,
      { since: null, until: null, period: 'day', model: null, type: null, days: REPORT_DAYS },
      token,
    ),
  );
  if (result.ok) await context.texts.show('Token Report.md', result.value.markdown, 'markdown');
  else showFailure(result.error);
};

type What = 'history' | 'costs-csv' | 'costs-json';

const exporting: Command = async (context) => {
  type Item = QuickPickItem & { readonly what: What; readonly name: string };
  const items: Item[] = [
    {
      label: 'History',
      description: 'every outcome, to import elsewhere (JSONL)',
      what: 'history',
      name: 'token-history.jsonl',
    },
    { label: 'Costs as CSV', description: 'for a spreadsheet', what: 'costs-csv', name: 'token-costs.csv' },
    {
      label: 'Costs as JSON',
      description: 'for a billing system',
      what: 'costs-json',
      name: 'token-costs.json',
    },
  ];
  const picked = await window.showQuickPick(items, { title: 'Export History' });
  if (picked === undefined) return;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const chosen = await window.showSaveDialog({
    title: 'Export History',
    ...(folder && { defaultUri: Uri.joinPath(folder, picked.name) }),
  });
  if (chosen === undefined) return;
  if (chosen.scheme !== 'file') {
    say('warning', 'The history can be exported to a folder of this machine only.', []);
    return;
  }
  // Before it exists: a watcher is quicker than we are.
  await context.events.ownFiles([chosen]);
  const result = await context.engine.ask(exportHistory, { file: chosen.fsPath, what: picked.what });
  if (!result.ok) {
    showFailure(result.error);
    return;
  }
  const { records } = result.value;
  const count = records === 1 ? '1 outcome' : `${exact(records, env.language)} outcomes`;
  confirm(`$(check) Exported ${count} to ${path.posix.basename(chosen.path)}`);
};

/** Everything that was recorded and learned goes, after a question. */
const clear: Command = async (context) => {
  context.engine.start();
  const records = context.engine.ledger()?.records ?? 0;
  const what = records > 0 ? `${exact(records, env.language)} outcomes and` : 'All outcomes and';
  const agreed = await askFirst(
    context.log,
    'Clear the history of this workspace?',
    `${what} what was learned from them are deleted for good, in every window and terminal. Limits stay. Export History… keeps a copy.`,
    'Clear History',
  );
  if (!agreed) return;
  const result = await context.engine.askAll(clearHistory);
  if (result.ok) confirm('$(check) History cleared');
  else showFailure(result.error);
};

export const historyCommands: Commands = {
  'contextBudget.showReport': report,
  'contextBudget.exportHistory': exporting,
  'contextBudget.clearHistory': clear,
  'contextBudget.dismissAlert': ({ alerts }) => alerts.dismiss(),
};
