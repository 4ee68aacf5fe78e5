import type { Command } from 'commander';

/** An option that may be given again. */
export function several(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** Which files are candidates, whose models count, and how results are written. */
export function withFileOptions(command: Command): Command {
  return withFileChoice(command)
    .option('--config <file>', 'JSON file with your own models (default .contextbudget.json)')
    .option('--json', 'result as JSON on stdout');
}

/** Which files are candidates. */
export function withFileChoice(command: Command): Command {
  return command
    .option('--include <glob>', 'only files that match (repeatable)', several)
    .option('--exclude <glob>', 'without files that match (repeatable)', several)
    .option('--no-gitignore', 'also what .gitignore ignores')
    .option('--max-file-size <size>', 'leave out larger files, such as 500kB or 2MB (default 1MB)');
}

/** Where a history lies, whose settings count, and how results are written. */
export function withLedgerOptions(command: Command): Command {
  return command
    .optionsGroup('Place and output:')
    .option('--store <folder>', 'the folder of the history (default: that of the workspace)')
    .option('--workspace <folder>', 'the root of the workspace (default: what this folder belongs to)')
    .option('--config <file>', 'JSON file with your own models and settings (default .contextbudget.json)')
    .option('--json', 'result as JSON on stdout')
    .optionsGroup('Options:');
}
