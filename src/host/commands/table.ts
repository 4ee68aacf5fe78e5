import { commands, Disposable } from 'vscode';
import { SHOW_MORE } from '../tree-item.ts';
import { addCommands } from './adding.ts';
import { askCommands } from './ask.ts';
import { chooseCommands } from './choosing.ts';
import type { CommandContext, Commands } from './context.ts';
import { describeCommands } from './describing.ts';
import { forgetCommands } from './forgetting.ts';
import { historyCommands } from './history.ts';
import { importCommands } from './importing.ts';
import { judgeCommands } from './judging.ts';
import { keyCommands } from './keys.ts';
import { ladderCommands } from './ladder.ts';
import { levelCommands } from './levels.ts';
import { limitCommands } from './limits.ts';
import { manageCommands } from './managing-models.ts';
import { markCommands } from './marking.ts';
import { say } from './messages.ts';
import { modelAndBudgetCommands } from './model-and-budget.ts';
import { modelReportCommands } from './model-report.ts';
import { predictCommands } from './predicting.ts';
import { promptCommands } from './prompt.ts';
import { recordCommands } from './recording.ts';
import { secretCommands } from './secrets.ts';
import { taskCommands } from './task.ts';
import { verifyCommands } from './verifying.ts';

/** Every command of the extension: id → what it does. package.json says how each is called. */
export const COMMANDS: Commands = {
  ...promptCommands,
  ...verifyCommands,
  ...chooseCommands,
  ...markCommands,
  ...addCommands,
  ...taskCommands,
  ...levelCommands,
  ...ladderCommands,
  ...secretCommands,
  ...modelAndBudgetCommands,
  ...predictCommands,
  ...describeCommands,
  ...recordCommands,
  ...importCommands,
  ...limitCommands,
  ...historyCommands,
  ...askCommands,
  ...judgeCommands,
  ...manageCommands,
  ...keyCommands,
  ...forgetCommands,
  ...modelReportCommands,
  'contextBudget.refresh': async ({ engine, events }) => {
    engine.start();
    events.refresh();
  },
  'contextBudget.restartEngine': async ({ engine }) => engine.restart(),
  'contextBudget.showLog': async ({ log }) => log.show(),
  [SHOW_MORE]: async ({ tree }, folder) => {
    if (typeof folder === 'string') tree.showMore(folder);
  },
};

/** Registers the table. A command that throws is a bug: it goes to the log, and the user gets one sentence. */
export function registerCommands(context: CommandContext, failed: (command: string) => void): Disposable {
  const registered = Object.entries(COMMANDS).map(([id, command]) =>
    commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        await command(context, ...args);
      } catch (error) {
        failed(id);
        context.log.error(
          `${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
        say('error', 'Context Budget could not do that. The log says why; trying again is safe.', [
          'showLog',
        ]);
      }
    }),
  );
  return Disposable.from(...registered);
}
