import { env, window, workspace } from 'vscode';
import type { QuickPickItem, Uri } from 'vscode';
import { fail, ok } from '../../core/facts/result.ts';
import type { Result } from '../../core/facts/result.ts';
import { importUsage } from '../../protocol/ledger.ts';
import type { ImportSource } from '../../protocol/ledger.ts';
import { importDetails, importSentence } from '../import-words.ts';
import type { Command, CommandContext, Commands } from './context.ts';
import { showFailure } from './messages.ts';
import { cancellable } from './waiting.ts';

interface Source extends QuickPickItem {
  /** Null when the user left a question. */
  readonly source: () => Promise<Result<ImportSource> | null>;
}

const logs = (from: 'claude-code' | 'codex' | 'all', everything: boolean) => async () =>
  ok<ImportSource>({ from, everything, folders: [] });

const SOURCES: readonly Source[] = [
  {
    label: "Agents' logs of this workspace",
    description: 'Claude Code and Codex',
    detail: 'Nothing leaves this machine. What was imported before is not counted twice.',
    source: logs('all', false),
  },
  {
    label: "Agents' logs of this machine",
    description: 'Claude Code and Codex, every project',
    source: logs('all', true),
  },
  { label: 'Claude Code', description: 'this workspace only', source: logs('claude-code', false) },
  { label: 'Codex', description: 'this workspace only', source: logs('codex', false) },
  {
    label: 'JSONL file…',
    description: 'one outcome a line; a mapping names its fields',
    source: fromJsonl,
  },
  {
    label: 'Exported history…',
    description: 'what Export History… wrote',
    source: async () => {
      const file = await askForFile('Import History', { JSONL: ['jsonl'] });
      return file === undefined ? null : ok({ from: 'export', file: file.fsPath });
    },
  },
];

/** Past usage, to begin with a history: every source is read on this machine, and twice is the same as once. */
const importing: Command = async (context) => {
  const picked = await window.showQuickPick(SOURCES, {
    title: 'Import Usage',
    placeHolder: 'Where are the tasks of the past?',
    matchOnDescription: true,
  });
  const source = (await picked?.source()) ?? null;
  if (source === null) return;
  if (source.ok) await importFrom(context, source.value);
  else showFailure(source.error);
};

async function importFrom(context: CommandContext, source: ImportSource): Promise<void> {
  const result = await cancellable(
    'Importing usage',
    (token) => context.engine.ask(importUsage, source, token),
    context.engine.onImport,
  );
  if (!result.ok) {
    showFailure(result.error);
    return;
  }
  const details = importDetails(result.value, env.language);
  const more = 'Show Details';
  const show = async (): Promise<void> => {
    const sentence = importSentence(result.value, env.language);
    const chosen = await window.showInformationMessage(sentence, ...(details === null ? [] : [more]));
    if (chosen === more && details !== null)
      await context.texts.show('Imported Usage.md', details, 'markdown');
  };
  // Never waited for: a message may stay as long as the user likes.
  void show();
}

async function fromJsonl(): Promise<Result<ImportSource> | null> {
  const file = await askForFile('Import JSONL', { JSONL: ['jsonl', 'json', 'ndjson'] });
  if (file === undefined) return null;
  const own = 'Our names';
  const names = await window.showQuickPick(
    [
      { label: own, description: 'id, text, tokens_out, tokens_total, timestamp, model, …' },
      { label: 'Mapping file…', description: '{"text": "prompt", "outputTokens": "usage.output"}' },
    ],
    { title: 'Import JSONL', placeHolder: 'How are the fields called?' },
  );
  if (names === undefined) return null;
  if (names.label === own) return ok({ from: 'jsonl', file: file.fsPath, mapping: null });
  const mappingFile = await askForFile('Choose Mapping', { JSON: ['json'] });
  if (mappingFile === undefined) return null;
  try {
    const text = new TextDecoder().decode(await workspace.fs.readFile(mappingFile));
    const mapping: unknown = JSON.parse(text);
    return ok({ from: 'jsonl', file: file.fsPath, mapping });
  } catch {
    return fail('invalid_mapping', `${mappingFile.fsPath} is no JSON file that can be read.`);
  }
}

async function askForFile(title: string, filters: Record<string, string[]>): Promise<Uri | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const chosen = await window.showOpenDialog({
    title,
    openLabel: 'Import',
    filters,
    ...(folder && { defaultUri: folder }),
  });
  return chosen?.[0];
}

export const importCommands: Commands = { 'contextBudget.importUsage': importing };
