import { env, InputBoxValidationSeverity, window } from 'vscode';
import {
  EMPTY_SELECTION,
  isEmptySelection,
  isTicked,
  leaveOut,
  pin,
  tick,
} from '../../core/context/selection.ts';
import type { Selection } from '../../core/context/selection.ts';
import { shownPath } from '../../core/context/render/shown-path.ts';
import { explain } from '../../protocol/plan.ts';
import { treeEntry } from '../../protocol/tree.ts';
import { exact } from '../amounts.ts';
import { isIn, whyWords } from '../entry-words.ts';
import type { Command, CommandContext, Commands } from './context.ts';
import { confirm, say } from './messages.ts';
import { targets } from './targets.ts';

type Mark = (selection: Selection, path: string) => Selection;

async function mark(context: CommandContext, paths: readonly string[], change: Mark): Promise<void> {
  if (paths.length === 0) {
    say('information', 'Select a file in the Context view first, or open one in an editor.', ['showFiles']);
    return;
  }
  await context.selection.update((selection) => paths.reduce(change, selection));
}

/** A pin says that a file must be in; what a folder holds changes. */
async function markFiles(context: CommandContext, args: readonly unknown[], change: Mark): Promise<void> {
  const paths = await targets(context, args);
  const entries = await Promise.all(paths.map((path) => context.engine.ask(treeEntry, { path })));
  const isFile = (path: string): boolean => entries.every((entry) => entry?.path !== path || !entry.folder);
  const files = paths.filter(isFile);
  if (paths.length > 0 && files.length === 0) {
    say('information', 'Folders cannot be pinned: pin the files in them that must be in the prompt.', []);
    return;
  }
  await mark(context, files, change);
}

/** As a click on the checkbox; several rows become alike. */
const toggleTick: Command = async (context, ...args) => {
  const paths = await targets(context, args);
  await context.selection.update((selection) => {
    const all = paths.every((path) => isTicked(selection, path));
    return paths.reduce((sum, path) => tick(sum, path, !all), selection);
  });
};

const clear: Command = async (context) => {
  const before = context.selection.current();
  if (isBlank(before)) return;
  await context.selection.update(() => EMPTY_SELECTION);
  void offerUndo(context, before);
};

/** Nothing in it that would be lost. */
const isBlank = (selection: Selection): boolean =>
  isEmptySelection(selection) && selection.leftOut.length + Object.keys(selection.levels).length === 0;

/** Cleared by mistake is cleared for good otherwise: it is the user's work. */
async function offerUndo(context: CommandContext, before: Selection): Promise<void> {
  const undo = 'Undo';
  const chosen = await window.showInformationMessage('The selection was cleared.', undo);
  if (chosen === undo) await context.selection.update(() => before);
}

/** For messages about pins: which of them are to go. */
const unpinSome: Command = async (context) => {
  const { pinned } = context.selection.current();
  const chosen = await window.showQuickPick(
    pinned.map((path) => ({ label: shownPath(path), path })),
    { title: 'Unpin', placeHolder: 'Files that need not be in the prompt', canPickMany: true },
  );
  if (chosen === undefined || chosen.length === 0) return;
  await context.selection.update((selection) =>
    chosen.reduce((sum, { path }) => pin(sum, path, false), selection),
  );
};

const why: Command = async (context, ...args) => {
  const [path] = await targets(context, args);
  if (path === undefined) {
    say('information', 'Select a file in the Context view first, or open one in an editor.', ['showFiles']);
    return;
  }
  const [sentence, entry] = await Promise.all([
    context.engine.ask(explain, { path }),
    context.engine.ask(treeEntry, { path }),
  ]);
  const out = entry !== null && !entry.folder && !isIn(entry);
  // A pin lets no secret in.
  if (out && entry.reason === 'secret') return say('information', whyWords(path, sentence), ['allowSecret']);
  const change = out ? (entry.leftOut ? TAKE_BACK : PIN) : undefined;
  void offerChange(context, path, sentence, change);
};

interface Change {
  readonly title: string;
  readonly mark: Mark;
}
const PIN: Change = { title: 'Pin', mark: (sum, path) => pin(sum, path, true) };
const TAKE_BACK: Change = { title: 'Take Back', mark: (sum, path) => leaveOut(sum, path, false) };

async function offerChange(
  context: CommandContext,
  path: string,
  sentence: string,
  change: Change | undefined,
): Promise<void> {
  const titles = change === undefined ? [] : [change.title];
  const chosen = await window.showInformationMessage(whyWords(path, sentence), ...titles);
  if (change !== undefined && chosen === change.title)
    await context.selection.update((selection) => change.mark(selection, path));
}

const saveSelection: Command = async (context) => {
  if (isEmptySelection(context.selection.current())) {
    say('information', 'Nothing is ticked yet, so there is no selection to save.', ['showFiles']);
    return;
  }
  const known = context.selection.names();
  const name = await window.showInputBox({
    title: 'Save Selection',
    prompt: 'Name of the selection',
    validateInput: (text) => {
      if (text.trim() === '') return 'A selection needs a name.';
      return known.includes(text.trim())
        ? {
            message: 'There is one of this name: it will be replaced.',
            severity: InputBoxValidationSeverity.Info,
          }
        : undefined;
    },
  });
  if (name === undefined) return;
  await context.selection.save(name.trim());
  confirm(`$(check) Selection saved as ${name.trim()}`);
};

async function chooseName(context: CommandContext, title: string): Promise<string | undefined> {
  const names = context.selection.names();
  if (names.length === 0) {
    say('information', 'No selection has been saved in this workspace yet: Save Selection… makes one.', []);
    return undefined;
  }
  return window.showQuickPick([...names], {
    title,
    placeHolder: `${exact(names.length, env.language)} saved in this workspace`,
  });
}

const loadSelection: Command = async (context) => {
  const name = await chooseName(context, 'Load Selection');
  if (name !== undefined) await context.selection.load(name);
};

const deleteSelection: Command = async (context) => {
  const name = await chooseName(context, 'Delete Selection');
  if (name !== undefined) await context.selection.remove(name);
};

export const markCommands: Commands = {
  'contextBudget.toggleTick': toggleTick,
  'contextBudget.pin': (context, ...args) => markFiles(context, args, (sum, path) => pin(sum, path, true)),
  'contextBudget.unpin': async (context, ...args) =>
    mark(context, await targets(context, args), (sum, path) => pin(sum, path, false)),
  'contextBudget.togglePin': (context, ...args) =>
    markFiles(context, args, (sum, path) => pin(sum, path, !sum.pinned.includes(path))),
  'contextBudget.leaveOut': async (context, ...args) =>
    mark(context, await targets(context, args), (sum, path) => leaveOut(sum, path, true)),
  'contextBudget.takeBack': async (context, ...args) =>
    mark(context, await targets(context, args), (sum, path) => leaveOut(sum, path, false)),
  'contextBudget.clearSelection': clear,
  'contextBudget.unpinSome': unpinSome,
  'contextBudget.why': why,
  'contextBudget.saveSelection': saveSelection,
  'contextBudget.loadSelection': loadSelection,
  'contextBudget.deleteSelection': deleteSelection,
};
