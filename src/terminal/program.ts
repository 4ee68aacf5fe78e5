import { Command, CommanderError } from 'commander';
import { ENCODINGS } from '../core/facts/model-profile.ts';
import { FORMATS, STRATEGIES } from '../core/context/fit-settings.ts';
import { LEVELS } from '../core/context/item.ts';
import { countCommand, type CountFlags } from './commands/count.ts';
import { fitCommand, type FitCommandFlags } from './commands/fit.ts';
import { modelsCommand, type ModelsFlags } from './commands/models.ts';
import { outlineCommand, type OutlineFlags } from './commands/outline.ts';
import { rankCommand, type RankFlags } from './commands/rank.ts';
import { verifyCommand, type VerifyFlags } from './commands/verify.ts';
import { EXIT } from './exit-code.ts';
import type { Surroundings } from './session.ts';

function several(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

function withFileOptions(command: Command): Command {
  return command
    .option('--include <glob>', 'only files that match (repeatable)', several)
    .option('--exclude <glob>', 'without files that match (repeatable)', several)
    .option('--no-gitignore', 'also what .gitignore ignores')
    .option('--max-file-size <size>', 'leave out larger files, such as 500kB or 2MB (default 1MB)')
    .option('--config <file>', 'JSON file with your own models (default .contextbudget.json)')
    .option('--json', 'result as JSON on stdout');
}

/** The command line, from its arguments to an exit code. Never throws for what a user typed. */
export async function runProgram(
  argv: readonly string[],
  version: string,
  around: Surroundings,
): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = new Command('context-budget')
    .description('Fit the right files into a token budget, never one token over.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => around.output.result(text),
      writeErr: (text) => around.output.note(text.trimEnd()),
    });

  withFileOptions(program.command('count').argument('[paths...]', 'files and folders (default: here)'))
    .description('count the tokens of files as they are on disk')
    .option('--encoding <name>', `one of ${ENCODINGS.join(', ')}`)
    .option('--model <name>', 'count as this model does')
    .action(async (paths: string[], flags: CountFlags) => {
      exitCode = await countCommand(around, paths, flags);
    });

  withFileOptions(program.command('fit').argument('[paths...]', 'files and folders (default: here)'))
    .description('fit files into a budget and print the prompt')
    .option('--budget <tokens>', 'limit of the whole prompt, such as 8000 or 32k')
    .option('--model <name>', 'the model that reads the prompt (see `models`)')
    .option('--encoding <name>', `count by this encoding: ${ENCODINGS.join(', ')}`)
    .option('--reserve <tokens>', 'room kept in the window for the answer')
    .option('--strategy <name>', `${STRATEGIES.join(', ')} (default optimal)`)
    .option('--group-by <name>', 'balanced: nodeKind, source, folder, language or kind (default folder)')
    .option('--levels <list>', `levels of detail: ${LEVELS.join(', ')} (default full)`)
    .option('--pin <glob>', 'must be in (repeatable)', several)
    .option('--task <text>', 'what the model should do; stands last in the prompt')
    .option('--task-file <file>', 'the task from a file, - for stdin')
    .option('--instructions-file <file>', 'stands first in the prompt, - for stdin')
    .option('--format <name>', `${FORMATS.join(', ')} (default markdown)`)
    .option('--order <name>', 'path (stable for prompt caches) or rank')
    .option('--no-tree', 'without the file tree')
    .option('--line-numbers', 'number the lines')
    .option('--out <file>', 'write the prompt here instead of stdout')
    .option('--audit <file>', 'write the audit (JSON) here')
    .option('--explain', 'print the readable audit on stderr')
    .action(async (paths: string[], flags: FitCommandFlags) => {
      exitCode = await fitCommand(around, paths, flags);
    });

  program
    .command('outline')
    .description('show the declarations of a file, or its headings')
    .argument('<file>', 'the file')
    .option('--json', 'all symbols as JSON on stdout')
    .action(async (file: string, flags: OutlineFlags) => {
      exitCode = await outlineCommand(around, file, flags);
    });

  withFileOptions(program.command('rank').argument('[paths...]', 'files and folders (default: here)'))
    .description('rank files by how likely a task needs them, with reasons')
    .option('--task <text>', 'what the model should do')
    .option('--task-file <file>', 'the task from a file, - for stdin')
    .option('--top <count>', 'so many files (default 20, with --json all)')
    .option('--encoding <name>', `count by this encoding: ${ENCODINGS.join(', ')}`)
    .option('--model <name>', 'count as this model does')
    .action(async (paths: string[], flags: RankFlags) => {
      exitCode = await rankCommand(around, paths, flags);
    });

  program
    .command('verify')
    .description('check a saved audit against the files as they are now')
    .argument('<audit>', 'the file that `fit --audit` wrote')
    .option('--root <folder>', "the folder that the audit's paths start from (default: where `fit` ran)")
    .option('--json', 'result as JSON on stdout')
    .action(async (audit: string, flags: VerifyFlags) => {
      exitCode = await verifyCommand(around, audit, flags);
    });

  program
    .command('models')
    .description('list the known models with windows, prices and how they are counted')
    .option('--config <file>', 'JSON file with your own models (default .contextbudget.json)')
    .option('--json', 'result as JSON on stdout')
    .action(async (flags: ModelsFlags) => {
      exitCode = await modelsCommand(around, flags);
    });

  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    throw error;
  }
}
