import { env } from 'vscode';
import type { Uri } from 'vscode';
import { addUris } from '../added-files.ts';
import { exact } from '../amounts.ts';
import { openTabs } from '../attention.ts';
import { changedFiles } from '../changed-files.ts';
import { isRestricted } from '../trust.ts';
import type { Command, CommandContext, Commands } from './context.ts';
import { confirm, say } from './messages.ts';
import { uris } from './targets.ts';

async function add(context: CommandContext, wanted: readonly Uri[], none: string): Promise<void> {
  context.engine.start();
  const { ids, outside } = await addUris(context.selection, wanted);
  if (ids.length > 0) {
    confirm(
      `$(check) ${ids.length === 1 ? '1 entry' : `${exact(ids.length, env.language)} entries`} added to the context`,
    );
    return;
  }
  say(
    'information',
    outside.length > 0 ? 'Only files of this workspace can be added: open their folder first.' : none,
    [],
  );
}

const addChanged: Command = async (context) => {
  if (isRestricted()) {
    say(
      'information',
      'In restricted mode git is not asked: trust this workspace to add its changed files.',
      ['manageTrust'],
    );
    return;
  }
  const changed = await changedFiles();
  if (changed === null) {
    say('information', 'Git is switched off in this window, so there are no changed files to add.', []);
    return;
  }
  await add(context, changed, 'Git knows no changed file in this workspace.');
};

export const addCommands: Commands = {
  'contextBudget.add': (context, ...args) => add(context, uris(args), 'Open a file in an editor first.'),
  'contextBudget.addOpenEditors': (context) => add(context, openTabs(), 'No file is open in an editor.'),
  'contextBudget.addChangedFiles': addChanged,
};
