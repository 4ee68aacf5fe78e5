import type { Command } from 'commander';
import { FORMATS, DEFAULT_BUDGET, STRATEGIES } from '../core/context/fit-settings.ts';
import { LEVELS } from '../core/context/item.ts';
import { ENCODINGS } from '../core/facts/model-profile.ts';
import { exactCount } from '../core/facts/readable-number.ts';
import { countCommand, type CountFlags } from './commands/count.ts';
import { fitCommand, type FitCommandFlags } from './commands/fit.ts';
import { DEFAULT_BUDGETS, ladderCommand, type LadderFlags } from './commands/ladder.ts';
import { modelsCommand } from './commands/models.ts';
import { outlineCommand, type OutlineFlags } from './commands/outline.ts';
import { rankCommand, type RankFlags } from './commands/rank.ts';
import { DEFAULT_TOP, FOUND_KINDS, searchCommand, type SearchFlags } from './commands/search.ts';
import { verifyCommand, type VerifyFlags } from './commands/verify.ts';
import { addModelTest } from './asking-commands.ts';
import { several, withFileOptions, withLedgerOptions } from './command-options.ts';
import type { LedgerFlags } from './ledger-session.ts';
import type { RunCommand } from './run-command.ts';
import type { Surroundings } from './session.ts';

/** The commands on files: which of them go into a prompt, and what that takes. */
export function addFileCommands(program: Command, around: Surroundings, run: RunCommand): void {
  program.commandsGroup('Files and prompts:');
  withFileOptions(program.command('count').argument('[paths...]', 'files and folders (default: here)'))
    .description('count the tokens of files as they are on disk')
    .option('--encoding <name>', `one of ${ENCODINGS.join(', ')}`)
    .option('--model <name>', 'count as this model does')
    .action((paths: string[], flags: CountFlags) => run(countCommand(around, paths, flags)));

  withFileOptions(program.command('fit').argument('[paths...]', 'files and folders (default: here)'))
    .description('fit files into a budget and print the prompt')
    .option(
      '--budget <tokens>',
      `limit of the whole prompt, such as 8000 or 32k (default: what the model takes in; ${exactCount(DEFAULT_BUDGET)} without a model)`,
    )
    .option('--model <name>', 'the model that reads the prompt (see `models`)')
    .option('--encoding <name>', `count by this encoding: ${ENCODINGS.join(', ')}`)
    .option(
      '--reserve <tokens>',
      'room kept in the window for the answer (default: none with --budget, else as much as the model can write)',
    )
    .option('--strategy <name>', `${STRATEGIES.join(', ')} (default optimal)`)
    .option('--group-by <name>', 'balanced: nodeKind, source, folder, language or kind (default folder)')
    .option('--levels <list>', `levels of detail: ${LEVELS.join(', ')} (default all)`)
    .option('--floor <value>', 'least value per token: below it budget stays unused (default 0)')
    .option('--duplicates', 'count near duplicates once')
    .option('--secrets <name>', 'files with a secret in them: exclude (default), or mask the secret')
    .option('--allow-secret <id>', 'show this finding (repeatable; --explain prints the ids)', several)
    .option('--pin <glob>', 'must be in (repeatable)', several)
    .option('--task <text>', 'what the model should do; stands last in the prompt')
    .option('--task-file <file>', 'the task from a file, - for stdin')
    .option('--instructions-file <file>', 'stands first in the prompt, - for stdin')
    .option('--format <name>', `${FORMATS.join(', ')} (default markdown)`)
    .option('--order <name>', 'path (stable for prompt caches) or rank')
    .option('--no-tree', 'without the file tree')
    .option('--line-numbers', 'number the lines')
    .option('--out <file>', 'write the prompt here instead of stdout (-)')
    .option('--audit <file>', 'write the audit (JSON) here, - for stdout')
    .option('--explain', 'print the readable audit on stderr')
    .action((paths: string[], flags: FitCommandFlags) => run(fitCommand(around, paths, flags)));

  program
    .command('outline')
    .description('show the declarations of a file, or its headings')
    .argument('<file>', 'the file')
    .option('--json', 'all symbols as JSON on stdout')
    .action((file: string, flags: OutlineFlags) => run(outlineCommand(around, file, flags)));

  withFileOptions(program.command('rank').argument('[paths...]', 'files and folders (default: here)'))
    .description('rank files for a task: how likely it needs each, against its size, with reasons')
    .option('--task <text>', 'what the model should do')
    .option('--task-file <file>', 'the task from a file, - for stdin')
    .option('--top <count>', 'so many files (default 20, with --json all)')
    .option('--encoding <name>', `count by this encoding: ${ENCODINGS.join(', ')}`)
    .option('--model <name>', 'count as this model does')
    .action((paths: string[], flags: RankFlags) => run(rankCommand(around, paths, flags)));

  withFileOptions(
    program
      .command('search')
      .argument('<query>', 'words, in quotes')
      .argument('[paths...]', 'files and folders (default: here)'),
  )
    .description('find the parts of files that have the words of a query')
    .option('--kind <name>', `${FOUND_KINDS.join(', ')} (default block)`)
    .option('--top <count>', `so many hits (default ${DEFAULT_TOP})`)
    .action((query: string, paths: string[], flags: SearchFlags) =>
      run(searchCommand(around, query, paths, flags)),
    );

  withFileOptions(program.command('ladder').argument('[paths...]', 'files and folders (default: here)'))
    .description('show what each of several budgets would put into the prompt')
    .option('--budgets <list>', `limits of the whole prompt (default ${DEFAULT_BUDGETS})`)
    .option('--task <text>', 'what the model should do')
    .option('--task-file <file>', 'the task from a file, - for stdin')
    .option('--instructions-file <file>', 'stands first in the prompt, - for stdin')
    .option('--model <name>', 'the model that reads the prompt (see `models`)')
    .option('--encoding <name>', `count by this encoding: ${ENCODINGS.join(', ')}`)
    .option('--strategy <name>', `${STRATEGIES.join(', ')} (default optimal)`)
    .option('--levels <list>', `levels of detail: ${LEVELS.join(', ')} (default all)`)
    .option('--format <name>', `${FORMATS.join(', ')} (default markdown)`)
    .option('--pin <glob>', 'must be in (repeatable)', several)
    .action((paths: string[], flags: LadderFlags) => run(ladderCommand(around, paths, flags)));

  program
    .command('verify')
    .description('check a saved audit against the files as they are now')
    .argument('<audit>', 'the file that `fit --audit` wrote')
    .option('--root <folder>', "the folder that the audit's paths start from (default: where `fit` ran)")
    .option('--json', 'result as JSON on stdout')
    .action((audit: string, flags: VerifyFlags) => run(verifyCommand(around, audit, flags)));

  // its own flags end where the inner command begins
  const models = withLedgerOptions(program.command('models').enablePositionalOptions())
    .description('list the known models with windows, prices and counting, and which can be asked')
    .argument('[name]', 'only models with this in their name')
    .action((name: string | undefined, flags: LedgerFlags) => run(modelsCommand(around, name, flags)));
  addModelTest(models, around, run);
}
