import type { Command } from 'commander';
import { LIMIT_PERIODS } from '../core/facts/limit.ts';
import { addModelReport } from './asking-commands.ts';
import { withLedgerOptions } from './command-options.ts';
import { evaluateCommand, type EvaluateFlags, EVALUATION_TARGETS } from './commands/evaluate.ts';
import {
  clearHistoryCommand,
  COST_FORMATS,
  exportHistoryCommand,
  type ExportFlags,
  historyStatusCommand,
} from './commands/history.ts';
import { IMPORT_SOURCES, importCommand, type ImportFlags } from './commands/import.ts';
import {
  removeLimitCommand,
  resetLimits,
  setLimitCommand,
  type SetLimitFlags,
  showLimits,
} from './commands/limits.ts';
import { predictCommand, type PredictFlags } from './commands/predict.ts';
import { recordCommand, type RecordFlags } from './commands/record.ts';
import { REPORT_FORMATS, REPORT_PERIODS, reportCommand, type ReportFlags } from './commands/report.ts';
import { JUDGES } from '../protocol/models.ts';
import type { LedgerFlags } from './ledger-session.ts';
import { BUDGET_QUANTILES, PREDICTOR_METHODS } from './own-settings.ts';
import type { RunCommand } from './run-command.ts';
import type { Surroundings } from './session.ts';
import { LIMIT_UNITS } from './typed-limit.ts';
import { TRACKERS } from './typed-task.ts';

/** The commands on the history of a workspace: what tasks will take, what they took, and what they may. */
export function addLedgerCommands(program: Command, around: Surroundings, run: RunCommand): void {
  program.commandsGroup('Tasks and limits:');
  withLedgerOptions(withTaskOptions(program.command('predict')))
    .description('predict what a task will take, and say whether the limits have room for it')
    .option('--model <name>', 'the model that is to answer (see `models`)')
    .option('--level <name>', 'compute budget: easy, medium, hard or one of your own')
    .option(
      '--difficulty-by <who>',
      `ask a model how hard it is, for the compute budget: ${JUDGES.join(' or ')}`,
    )
    .option('--pass-limits', 'with --difficulty-by: ask also where a limit would be passed')
    .option('--tenant <name>', 'the agent or team that it is for')
    .option('--method <name>', PREDICTOR_METHODS.join(' or '))
    .option('--quantile <share>', `share of tasks that the budget covers: ${BUDGET_QUANTILES.join(', ')}`)
    .option('--prompt-section', "print the section for an agent's prompt instead")
    .option('--prompt <file>', 'print this prompt with that section behind it; - for stdin')
    .option('--summary', 'print the budget in a line; for the task of an agent as a heading')
    .option('--spent <phases>', 'phases that are finished, such as thinking=700: what is left for the others')
    .option('--models [names]', 'choose a model with its budget, of these or of those that you have')
    .option('--budget <tokens>', 'with --models: tokens of the prompt (default 8k)')
    .option('--thinking', 'with --models: extended thinking is wanted')
    .option('--cost-limit <usd>', 'with --models: most that the request may cost')
    .option('--max-latency <ms>', 'with --models: longest that the answer may take')
    .option('--min-quality <0-100>', 'with --models: least quality')
    .action((flags: PredictFlags) => run(predictCommand(around, flags)));

  withLedgerOptions(
    withTaskOptions(
      program.command('record').argument('[file]', 'the outcome, or a list of them, as JSON; - for stdin'),
    ),
  )
    .description('record what became of a task')
    .option('--used <tokens>', 'output tokens, thinking and answer')
    .option('--total <tokens>', 'all tokens in and out')
    .option('--thinking <tokens>', 'those of the output that were thinking')
    .option('--allocated <tokens>', 'the budget that it had')
    .option('--level <name>', 'level of the compute budget that it ran at (default: that of the task)')
    .option('--compute <units>', 'compute units that it really took')
    .option('--good', 'it went well')
    .option('--so-so', 'usable, with changes')
    .option('--bad', 'it failed')
    .option('--success', 'it worked, with --quality')
    .option('--no-success', 'it did not')
    .option('--quality <0-100>', 'how good the result is')
    .option('--model <name>', 'the model that answered')
    .option('--agent <name>', 'the agent that did it')
    .option('--tenant <name>', 'the agent or team that it was for')
    .option('--at <date>', 'when (default now)')
    .option('--summary', 'print what it had and used in a line, as under the work of an agent')
    .option('--id <id>', 'name of this record; the same again adds nothing')
    .action((file: string | undefined, flags: RecordFlags) => run(recordCommand(around, file, flags)));

  withLedgerOptions(
    program
      .command('import')
      .argument('[paths...]', 'files and folders (default: where the programs keep theirs)'),
  )
    .description('take what was used elsewhere into the history; twice adds nothing')
    .option(
      '--from <source>',
      `${IMPORT_SOURCES.join(', ')} (default all: the session logs of this workspace)`,
    )
    .option('--mapping <file>', 'JSON file that says where the fields of --from jsonl lie')
    .option('--everything', 'the sessions of all folders of this machine')
    .action((paths: string[], flags: ImportFlags) => run(importCommand(around, paths, flags)));

  addLimits(program, around, run);

  // its own flags end where the inner command begins
  const report = withLedgerOptions(program.command('report').enablePositionalOptions())
    .description('report what was used, how well it was predicted and what is to come')
    .option('--since <date>', 'from here on: 2026-11-20, today, 7d')
    .option('--until <date>', 'up to here, not included')
    .option('--period <name>', `${REPORT_PERIODS.join(', ')} (default day)`)
    .option('--model <name>', 'only this model')
    .option('--type <name>', 'only this type of task')
    .option('--days <count>', 'how far the projection looks ahead (default 30)')
    .option('--format <name>', `${REPORT_FORMATS.join(' or ')} (default md)`)
    .option('--out <file>', 'write it here instead of stdout')
    .action((flags: ReportFlags) => run(reportCommand(around, flags)));
  addModelReport(report, around, run);

  program
    .command('evaluate')
    .description('replay tasks of the past: how well would each have been predicted from those before it')
    .option('--data <file>', 'JSON Lines {id, stream, text, tokens_out, tokens_total, …}')
    .option('--target <name>', `${EVALUATION_TARGETS.join(' or ')}: output tokens (default) or all tokens`)
    .option('--predictions <file>', 'write what was predicted here, row by row')
    .option('--json', 'result as JSON on stdout')
    .action((flags: EvaluateFlags) => run(evaluateCommand(around, flags)));

  addHistory(program, around, run);
}

function addLimits(program: Command, around: Surroundings, run: RunCommand): void {
  const limits = program.command('limits').description('show and set what may not be passed');
  withLedgerOptions(limits.command('show', { isDefault: true }))
    .description('how every limit stands')
    .action((flags: LedgerFlags) => run(showLimits(around, flags)));
  withLedgerOptions(
    limits.command('set').argument('[words...]', "such as '10 USD a day' or '200k output tokens a week'"),
  )
    .description('set a limit; the same unit, period and tenant again changes it')
    .option('--unit <name>', LIMIT_UNITS.join(', '))
    .option('--amount <number>', 'such as 10 or 200k')
    .option('--period <name>', LIMIT_PERIODS.join(', '))
    .option('--time-zone <name>', 'utc (default), local or a name such as Europe/Berlin')
    .option('--warn <share>', 'warn from this share on (default 80%)')
    .option('--no-warn', 'without a warning')
    .option('--tenant <name>', 'only for this agent or team')
    .option('--id <id>', 'name of the limit (default: by unit, period and tenant)')
    .action((words: string[], flags: SetLimitFlags) => run(setLimitCommand(around, words, flags)));
  withLedgerOptions(limits.command('remove').argument('<id>', 'as `limits show` names it'))
    .description('remove a limit')
    .action((id: string, flags: LedgerFlags) => run(removeLimitCommand(around, id, flags)));
  withLedgerOptions(limits.command('reset'))
    .description('count anew from here: what was used so far stops counting')
    .option('--tenant <name>', 'only what this agent or team used')
    .action((flags: LedgerFlags & { readonly tenant?: string }) => run(resetLimits(around, flags)));
}

function addHistory(program: Command, around: Surroundings, run: RunCommand): void {
  const history = program.command('history').description('keep, move and forget what was recorded');
  withLedgerOptions(history.command('status', { isDefault: true }))
    .description('where it is and how much it holds')
    .action((flags: LedgerFlags) => run(historyStatusCommand(around, flags)));
  withLedgerOptions(
    history.command('export').argument('<file>', 'JSON Lines; `import --from export` takes them'),
  )
    .description('write all outcomes to a file')
    .option('--costs <format>', `the costs alone, as ${COST_FORMATS.join(' or ')}`)
    .action((file: string, flags: ExportFlags) => run(exportHistoryCommand(around, file, flags)));
  withLedgerOptions(history.command('clear'))
    .description('forget everything that was recorded and learned; limits stay')
    .option('--yes', 'do it')
    .action((flags: LedgerFlags & { readonly yes?: boolean }) => run(clearHistoryCommand(around, flags)));
}

function withTaskOptions(command: Command): Command {
  return command
    .option('--task <text>', 'the task in words')
    .option('--task-file <file>', 'the task from a file, - for stdin')
    .option(
      '--task-json <file>',
      'a task with its fields, a list of them or an export of issues; - for stdin',
    )
    .option('--tracker <name>', `the export is one of ${TRACKERS.join(', ')}`)
    .option('--mapping <file>', 'JSON file that says where the fields of the export lie')
    .option('--task-id <id>', 'name of the task');
}
