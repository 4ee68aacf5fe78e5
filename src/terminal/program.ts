import { Command, CommanderError } from 'commander';
import { addAskingCommands } from './asking-commands.ts';
import { EXIT } from './exit-code.ts';
import { addFileCommands } from './file-commands.ts';
import { addLedgerCommands } from './ledger-commands.ts';
import type { RunCommand } from './run-command.ts';
import { refuse, type Surroundings } from './session.ts';
import { usageFailure } from './usage-failure.ts';

const EXAMPLES = `
Examples:
  context-budget count src
  context-budget fit . --budget 8k --model gpt-5 --task "Fix the parser" --audit audit.json > prompt.md
  context-budget verify audit.json
  context-budget models claude
  context-budget predict --task "Fix the parser" --model gpt-5
  context-budget record --task "Fix the parser" --used 9350 --good
  context-budget limits set '10 USD a day'
  context-budget ask src --task "Why is the cache slow?" --cost-limit 0.20

Results go to stdout, everything else to stderr. Exit codes: 0 done, 1 a bug of ours, 2 wrong usage,
3 refused, 4 the audit does not match, 5 input or output, 130 interrupted.`;

/** The command line, from its arguments to an exit code. Never throws for what a user typed. */
export async function runProgram(
  argv: readonly string[],
  version: string,
  around: Surroundings,
): Promise<number> {
  let exitCode: number = EXIT.ok;
  const run: RunCommand = async (command) => {
    exitCode = await command;
  };
  const program = new Command('context-budget')
    .description(
      'Fit the right files into a token budget, never one token over, and know what a task will take.',
    )
    .version(version)
    .exitOverride()
    // so that `report models` has flags of its own beside those of `report`
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => around.output.result(text),
      writeErr: (text) => around.output.note(text.trimEnd()),
      // said by `usageFailure`, in the same form as every other refusal
      outputError: () => undefined,
    })
    .addHelpText('after', EXAMPLES);

  addFileCommands(program, around, run);
  addLedgerCommands(program, around, run);
  addAskingCommands(program, around, run);

  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.ok;
    // help that was shown in place of a command: all is said
    if (error.code === 'commander.help') return EXIT.usage;
    // the longer names first: `limits set` is found before `limits`
    const inner = program.commands.flatMap((command) =>
      command.commands.map((each) => `${command.name()} ${each.name()}`),
    );
    const commands = [...inner, ...program.commands.map((command) => command.name())];
    return refuse(around.output, usageFailure(error, argv, commands), argv.includes('--json'));
  }
}
