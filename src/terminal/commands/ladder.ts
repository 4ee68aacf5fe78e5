import { shownPath } from '../../core/context/render/shown-path.ts';
import { exactCount, readableShare } from '../../core/facts/readable-number.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { type LadderStep, ladder } from '../../protocol/ladder.ts';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { candidatesFrom, type FileFlags } from '../file-options.ts';
import { type FitFlags, fitSettingsFrom, parseTokens } from '../fit-options.ts';
import { NO_FILE } from '../no-file.ts';
import { readOwnModels } from '../own-models.ts';
import { openPaths, refuse, type Surroundings, withEngine } from '../session.ts';
import { type TextFlags, typedTexts } from '../typed-text.ts';

export interface LadderFlags
  extends FileFlags, TextFlags, Pick<FitFlags, 'model' | 'encoding' | 'strategy' | 'levels' | 'format'> {
  readonly budgets?: string;
  readonly pin?: readonly string[];
  readonly json?: boolean;
}

export const DEFAULT_BUDGETS = '8k,16k,32k,64k';
/** Each is a fit of its own. */
const MOST_BUDGETS = 20;

/** `ladder [paths…]`: what each budget buys, beside the smaller one before it. */
export async function ladderCommand(
  around: Surroundings,
  paths: readonly string[],
  flags: LadderFlags,
): Promise<number> {
  const json = flags.json ?? false;
  const prepared = await prepare(around, paths, flags);
  if (!prepared.ok) return refuse(around.output, prepared.error, json);
  const { budgets, settings, candidates, own } = prepared.value;
  return withEngine(
    around,
    json,
    async (engine, { token }) => {
      await openPaths(around, engine, candidates, settings, own);
      return engine.connection.sendRequest(ladder, { budgets }, token);
    },
    (steps) => {
      around.output.result(json ? `${JSON.stringify({ steps })}\n` : table(steps));
      for (const { budget, failure } of steps)
        if (failure !== null) around.output.note(`${exactCount(budget)}: ${failure.message}`);
      if (steps.every(({ failure, files }) => failure === null && files === 0)) around.output.note(NO_FILE);
      const [first] = steps;
      const isRefused = first?.failure && steps.every(({ failure }) => failure !== null);
      return isRefused ? exitCodeOf(first.failure.code) : EXIT.ok;
    },
  );
}

async function prepare(around: Surroundings, paths: readonly string[], flags: LadderFlags) {
  const budgets = budgetsOf(flags.budgets ?? DEFAULT_BUDGETS);
  if (!budgets.ok) return budgets;
  const texts = await typedTexts(around, flags);
  if (!texts.ok) return texts;
  const settings = fitSettingsFrom(flags, texts.value);
  if (!settings.ok) return settings;
  const candidates = candidatesFrom(paths, flags, flags.pin ?? [], []);
  if (!candidates.ok) return candidates;
  const own = await readOwnModels(around.cwd, flags.config);
  if (!own.ok) return own;
  return ok({
    budgets: budgets.value,
    settings: settings.value,
    candidates: candidates.value,
    own: own.value,
  });
}

function budgetsOf(typed: string): Result<readonly number[]> {
  const budgets = typed.split(',').map(parseTokens);
  const areBudgets = budgets.every((budget) => Number.isSafeInteger(budget) && budget > 0);
  if (areBudgets && budgets.length <= MOST_BUDGETS) return ok(budgets);
  const message = `--budgets ${JSON.stringify(typed)}: give up to ${MOST_BUDGETS} whole numbers of tokens, such as ${DEFAULT_BUDGETS}.`;
  return fail('invalid_budget', message);
}

const HEAD = ['budget', 'used', 'files', 'share', 'price', 'adds'];
/** The last column is text. */
const FIGURES = HEAD.length - 1;

function table(steps: readonly LadderStep[]): string {
  const rows = steps.map((step) =>
    step.failure === null
      ? [
          exactCount(step.budget),
          exactCount(step.tokensUsed),
          exactCount(step.files),
          readableShare(step.share),
          priceText(step.costMicroUsd),
          addedText(step),
        ]
      : [exactCount(step.budget), '-', '-', '-', '-', `cannot be fitted (${step.failure.code})`],
  );
  const all = [HEAD, ...rows];
  const widths = HEAD.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all
    .map((row) => {
      const cells = row.map((cell, column) => (column < FIGURES ? cell.padStart(widths[column] ?? 0) : cell));
      return `${cells.join('  ')}\n`;
    })
    .join('');
}

/** Cents, or the first two digits that say something below one. */
function priceText(microUsd: number | null): string {
  if (microUsd === null) return 'unknown';
  const isSmall = microUsd > 0 && microUsd < 10_000;
  return (microUsd / 1_000_000).toLocaleString('en', {
    style: 'currency',
    currency: 'USD',
    ...(isSmall ? { maximumSignificantDigits: 2 } : {}),
  });
}

/** Named on a line; the JSON has all. */
const MOST_NAMED = 3;

function addedText({ added }: LadderStep): string {
  if (added.length === 0) return 'nothing';
  const named = added
    .slice(0, MOST_NAMED)
    .map(({ path, level }) => shownPath(path) + (level === 'full' ? '' : ` (${level})`));
  const others = added.length - named.length;
  return `${named.join(', ')}${others > 0 ? ` and ${exactCount(others)} more` : ''}`;
}
