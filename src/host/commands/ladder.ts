import { CancellationTokenSource, commands, env, window } from 'vscode';
import type { QuickPick, QuickPickItem } from 'vscode';
import { ladder } from '../../protocol/ladder.ts';
import { exact } from '../amounts.ts';
import { parseBudget } from '../budget-text.ts';
import { ladderBudgets, ladderRow } from '../ladder-words.ts';
import { readableCount } from '../../core/facts/readable-number.ts';
import type { Command, CommandContext, Commands } from './context.ts';

interface Row extends QuickPickItem {
  /** Null asks for another amount; absent: cannot be chosen. */
  readonly budget?: number | null;
}

const ANOTHER: Row = { label: 'Another amount…', budget: null, alwaysShow: true };

/**
 * What each budget would buy; choosing one sets it. The list is there at once, and its figures come when every file
 * is counted; leaving it calls that off. An amount may also be typed.
 */
const showLadder: Command = async (context) => {
  context.engine.start();
  const plan = context.engine.plan();
  const present = plan?.budget ?? 0;
  const window_ = plan?.model.window ?? null;
  const budgets = ladderBudgets(present, window_);
  const pick = window.createQuickPick<Row>();
  pick.title = 'Budget Ladder';
  pick.placeholder = 'What each budget adds to the one before; or type an amount, such as 24k';
  pick.matchOnDescription = false;
  pick.busy = true;
  let rows: readonly Row[] = budgets.map((budget) => ({
    label: `${readableCount(budget)}${budget === present ? ' (now)' : ''}`,
    description: '…',
    budget,
  }));
  const draw = (): void => {
    const typed = typedRow(pick.value, window_);
    pick.items = typed === null ? [...rows, ANOTHER] : [typed, ...rows, ANOTHER];
  };
  draw();
  const cancel = new CancellationTokenSource();
  const listening = [
    pick.onDidChangeValue(draw),
    context.engine.onProgress(({ found, counted, done }) => {
      pick.title = done
        ? 'Budget Ladder'
        : `Budget Ladder: ${exact(counted, env.language)} of ${exact(found, env.language)} files counted`;
    }),
  ];
  const chosen = new Promise<Row | undefined>((resolve) => {
    listening.push(
      pick.onDidAccept(() => {
        const [row] = pick.activeItems;
        if (row?.budget !== undefined) resolve(row);
      }),
      pick.onDidHide(() => resolve(undefined)),
    );
  });
  pick.show();
  const fillIn = async (): Promise<void> => {
    const filled = await fill(context, budgets, present, cancel);
    if (cancel.token.isCancellationRequested) return;
    pick.busy = false;
    pick.title = 'Budget Ladder';
    rows = filled;
    redraw(pick, draw);
  };
  void fillIn();
  const row = await chosen;
  cancel.cancel();
  listening.forEach((part) => part.dispose());
  pick.dispose();
  if (row?.budget === null) await commands.executeCommand('contextBudget.setBudget');
  else if (row?.budget !== undefined && row.budget !== present)
    await context.settings.choose({ budget: row.budget });
};

/** The rows with their figures; without them where that was called off or went wrong. */
async function fill(
  context: CommandContext,
  budgets: readonly number[],
  present: number,
  cancel: CancellationTokenSource,
): Promise<readonly Row[]> {
  const bare = (detail?: string): readonly Row[] =>
    budgets.map((budget, at) => ({
      label: readableCount(budget),
      budget,
      ...(at === 0 && detail !== undefined && { detail }),
    }));
  context.task.flush();
  const hasTask = context.settings.fit().task !== '';
  try {
    const result = await context.engine.ask(ladder, { budgets }, cancel.token);
    if (!result.ok) {
      // Every amount can still be chosen: another budget may be the way out.
      return bare(result.error.message);
    }
    return result.value.map((step, at) => {
      const row = { present: step.budget === present, isFirst: at === 0, hasTask };
      return Object.assign(ladderRow(step, env.language, row), { budget: step.budget });
    });
  } catch (error) {
    if (!cancel.token.isCancellationRequested) context.log.warn(`ladder: ${String(error)}`);
    return bare();
  }
}

/** New items move the mark to the first row: it stays where the user put it. */
function redraw(pick: QuickPick<Row>, draw: () => void): void {
  const active = pick.activeItems[0]?.budget;
  draw();
  const same = pick.items.find(({ budget }) => budget !== undefined && budget === active);
  if (same !== undefined) pick.activeItems = [same];
}

/** The row for what stands in the filter; null when nothing does. */
function typedRow(text: string, limit: number | null): Row | null {
  if (text.trim() === '') return null;
  const parsed = parseBudget(text, limit, env.language);
  if (!parsed.ok) return { label: parsed.error.message, alwaysShow: true };
  if (parsed.value === null) return null;
  return { label: `${exact(parsed.value, env.language)} tokens`, budget: parsed.value, alwaysShow: true };
}

export const ladderCommands: Commands = { 'contextBudget.showLadder': showLadder };
