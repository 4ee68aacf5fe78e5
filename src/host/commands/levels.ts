import { env, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { Level } from '../../core/context/item.ts';
import { shownPath } from '../../core/context/render/shown-path.ts';
import { askLevel, levelAsked } from '../../core/context/selection.ts';
import { preview } from '../../protocol/plan.ts';
import { treeEntry } from '../../protocol/tree.ts';
import type { TreeEntry } from '../../protocol/tree.ts';
import { exact } from '../amounts.ts';
import { LEVEL_WORDS } from '../entry-words.ts';
import { previewLanguage } from '../preview-language.ts';
import { previewName } from '../preview-name.ts';
import type { Command, CommandContext, Commands } from './context.ts';
import { confirm, say } from './messages.ts';
import { targets } from './targets.ts';

const NO_FILE = 'Select a file in the Context view first, or open one in an editor.';

async function entriesOf(context: CommandContext, args: readonly unknown[]): Promise<readonly TreeEntry[]> {
  const paths = await targets(context, args);
  const entries = await Promise.all(paths.map((path) => context.engine.ask(treeEntry, { path })));
  return entries.filter((entry) => entry !== null);
}

interface LevelItem extends QuickPickItem {
  readonly description: string;
  /** Null: the fit decides. */
  readonly level: Level | null;
}
const LEVEL_ITEMS: readonly LevelItem[] = [
  { label: 'Automatic', description: 'the fit decides', level: null },
  { label: 'In full', description: 'every line', level: 'full' },
  { label: 'Relevant parts', description: 'the blocks that match the task', level: 'chunks' },
  { label: 'Outline', description: 'declarations without their bodies', level: 'outline' },
  { label: 'Path only', description: 'that the file is there, and how long it is', level: 'path' },
];

/** Which of the levels a file is shown at, instead of what the fit finds best. */
const changeLevel: Command = async (context, ...args) => {
  const entries = await entriesOf(context, args);
  const files = entries.filter(({ folder }) => !folder).map(({ path }) => path);
  const [first] = files;
  if (first === undefined) {
    say('information', entries.length === 0 ? NO_FILE : 'Folders have no level of detail: select files.', []);
    return;
  }
  const asked = files.map((path) => levelAsked(context.selection.current(), path));
  const now = asked.every((level) => level === asked[0]) ? asked[0] : undefined;
  const subject = files.length === 1 ? shownPath(first) : `${exact(files.length, env.language)} files`;
  const chosen = await window.showQuickPick(
    LEVEL_ITEMS.map((item) => {
      if (item.level !== now) return item;
      return { label: item.label, level: now, description: `${item.description}${nowWords(now, entries)}` };
    }),
    { title: `How much of ${subject}?`, placeHolder: 'What the prompt shows of it, when it is in' },
  );
  if (chosen === undefined) return;
  await context.selection.update((selection) =>
    files.reduce((sum, path) => askLevel(sum, path, chosen.level), selection),
  );
  context.engine.start();
};

/** " (now)"; what the fit decided is worth a word. */
function nowWords(now: Level | null, entries: readonly TreeEntry[]): string {
  const [first] = entries;
  const decided = entries.length === 1 && now === null ? (first?.level ?? null) : null;
  return decided === null ? ' (now)' : ` (now: ${LEVEL_WORDS[decided]})`;
}

/** The very text that a fit would put into the prompt now, in an editor that cannot be changed. */
const previewFile: Command = async (context, ...args) => {
  const [entry] = await entriesOf(context, args);
  if (entry === undefined || entry.folder) {
    say('information', entry === undefined ? NO_FILE : 'A folder has no text: select a file.', []);
    return;
  }
  const { path } = entry;
  const result = await context.engine.ask(preview, { path });
  if (!result.ok) {
    say('information', `${shownPath(path)}: ${result.error.message}`, []);
    return;
  }
  const { text, level, tokens } = result.value;
  const language = previewLanguage(await languageOf(context, path), level);
  await context.texts.show(previewName(path, level), text, language);
  confirm(
    `$(preview) ${shownPath(path)}: ${LEVEL_WORDS[level]}, ${exact(tokens, env.language)} tokens go in`,
  );
};

/** The editor's name of a file's language: no extension tells that of a Makefile. */
async function languageOf({ documents }: CommandContext, path: string): Promise<string> {
  const uri = documents.uriOf(path);
  if (uri === undefined) return 'plaintext';
  return workspace.openTextDocument(uri).then(
    ({ languageId }) => languageId,
    () => 'plaintext',
  );
}

export const levelCommands: Commands = {
  'contextBudget.changeLevel': changeLevel,
  'contextBudget.previewFile': previewFile,
};
