import type { Command } from 'commander';
import { CATEGORIES, CONSENTS, DATA_TYPES, STRATEGIES } from '../core/facts/category.ts';
import { TASK_TYPES } from '../core/facts/characteristics.ts';
import { CORRECTION_TYPES } from '../core/facts/model-record.ts';
import { several, withFileChoice, withLedgerOptions } from './command-options.ts';
import { ANSWER_FORMATS, askCommand, type AskCommandFlags, routeCommand } from './commands/ask.ts';
import { classifyCommand, type ClassifyFlags } from './commands/classify.ts';
import { feedbackCommand, type FeedbackFlags } from './commands/feedback.ts';
import { modelReportCommand, type ModelReportFlags } from './commands/model-report.ts';
import { REPORT_FORMATS, REPORT_PERIODS } from './commands/report.ts';
import { testModelsCommand } from './commands/test-models.ts';
import type { LedgerFlags } from './ledger-session.ts';
import type { RunCommand } from './run-command.ts';
import type { Surroundings } from './session.ts';

/** The commands that ask models, and those that say what is asked of whom and how good it was. */
export function addAskingCommands(program: Command, around: Surroundings, run: RunCommand): void {
  program.commandsGroup('Asking models:');
  withAskOptions(program.command('ask'))
    .description('ask the models that have earned it, merge their answers and check them')
    .option('--yes', 'agree to the price without being asked')
    .option('--pass-limits', 'also where a limit would be passed')
    .option('--dry-run', 'only show who would be asked, why and at what price')
    .option('--min-responses <count>', 'wait no longer once so many have answered and two agree')
    .option(
      '--format <name>',
      `${ANSWER_FORMATS.join(', ')}: the merged answer (default), a document with who said what, or all of it`,
    )
    .action((paths: string[], flags: AskCommandFlags) => run(askCommand(around, paths, flags)));

  withAskOptions(program.command('route'))
    .description('say who would be asked, why and at what price; asks nobody')
    // it never does anything else
    .option('--dry-run', 'as it always is')
    .action((paths: string[], flags: AskCommandFlags) => run(routeCommand(around, paths, flags)));

  withLedgerOptions(program.command('classify').argument('[text...]', 'what would be asked, in quotes'))
    .description('say what kind of request it is, and by which words; asks nobody')
    .option('--task <text>', 'what would be asked')
    .option('--task-file <file>', 'the same from a file, - for stdin')
    .option('--category <name>', `it is this: ${CATEGORIES.join(', ')}`)
    .option('--task-type <name>', `kind of work: ${TASK_TYPES.join(', ')}`)
    .action((words: string[], flags: ClassifyFlags) => run(classifyCommand(around, words, flags)));

  withLedgerOptions(program.command('feedback').argument('<id>', 'of the request, as `ask` says it'))
    .description('say who was right: the models that were are asked more')
    .option('--accept', 'the answer is right')
    .option('--reject', 'it is wrong')
    .option('--correct <file>', 'it is wrong, and this is right (JSON or text); - for stdin')
    .option('--type <name>', `with --correct: ${CORRECTION_TYPES.join(', ')}`)
    .option('--model <ids>', 'whose answer: the models that `ask` names, with commas between them')
    .option('--category <name>', `what kind of request it was: ${CATEGORIES.join(', ')}`)
    .option('--note <text>', 'with --correct: what was wrong, in words')
    .action((id: string, flags: FeedbackFlags) => run(feedbackCommand(around, id, flags)));
}

/** `models test`, below the list of models. */
export function addModelTest(models: Command, around: Surroundings, run: RunCommand): void {
  withLedgerOptions(models.command('test').argument('[ids...]', 'models (default: all that can be asked)'))
    .description('ask each model for one word: whether its key, its address and its name are right')
    .action((ids: string[], flags: LedgerFlags) => run(testModelsCommand(around, ids, flags)));
}

/** `report models`, below the report on tasks. */
export function addModelReport(report: Command, around: Surroundings, run: RunCommand): void {
  withLedgerOptions(report.command('models'))
    .description('report how right, fast and dear each model was')
    .option('--since <date>', 'from here on: 2026-11-20, today, 7d')
    .option('--until <date>', 'up to here, not included')
    .option('--period <name>', `${REPORT_PERIODS.join(', ')} (default day)`)
    .option('--model <id>', 'only this model')
    .option('--category <name>', `only ${CATEGORIES.join(', ')}`)
    .option('--format <name>', `${REPORT_FORMATS.join(' or ')} (default md)`)
    .option('--out <file>', 'write it here instead of stdout')
    .action((flags: ModelReportFlags) => run(modelReportCommand(around, flags)));
}

function withAskOptions(command: Command): Command {
  const asked = command
    .argument('[paths...]', 'files and folders that are fitted around the task (default: none)')
    .option('--task <text>', 'what the models should do')
    .option('--task-file <file>', 'the same from a file, - for stdin')
    .option('--data-type <name>', `the answer is data: ${DATA_TYPES.join(', ')}`)
    .option(
      '--rules <file>',
      `what the answer is checked by: ${DATA_TYPES.join(', ')}, own rules or a JSON Schema; - for stdin`,
    )
    .option('--category <name>', `kind of request: ${CATEGORIES.join(', ')} (default: by its words)`)
    .option('--strategy <name>', `how many answer: ${STRATEGIES.join(', ')} (default: by its category)`)
    .option('--models <ids>', 'only these may be asked, with commas between them')
    .option('--quality <score>', 'score that a model must have earned (default 0.8)')
    .option('--cost-limit <usd>', 'most that the request may cost, or none (default 1)')
    .option('--criticality <share>', 'above 0.8 more models check each other')
    .option('--level <name>', 'compute budget: easy, medium, hard or one of your own')
    .option('--consent <word>', `agree to ${CONSENTS.join(', ')} (repeatable)`, several)
    .option('--max-output <tokens>', 'most tokens of one answer')
    .option('--tenant <name>', 'the agent or team that it is for')
    .optionsGroup('Files:')
    .option('--budget <tokens>', 'limit of the whole prompt, such as 32k (default: what the models take in)')
    .option('--pin <glob>', 'must be in (repeatable)', several);
  return withLedgerOptions(withFileChoice(asked));
}
