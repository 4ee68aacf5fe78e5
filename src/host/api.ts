import type { Event, TreeDataProvider } from 'vscode';
import type { FitSettings } from '../core/context/fit-settings.ts';
import type { Selection } from '../core/context/selection.ts';
import type { Result } from '../core/facts/result.ts';
import type { FittedPrompt } from '../protocol/fit.ts';
import type { PlanSnapshot } from '../protocol/plan.ts';
import { recordOutcome } from '../protocol/ledger.ts';
import type { LedgerSnapshot, OutcomeReport, RecordedOutcome } from '../protocol/ledger.ts';
import { askingApi } from './asking-api.ts';
import type { AskingApi } from './asking-api.ts';
import { keepMigration } from './keep-migration.ts';
import type { CommandContext } from './commands/context.ts';
import { predictingApi } from './predicting-api.ts';
import type { PredictingApi } from './predicting-api.ts';
import type { TreeNode } from './tree-nodes.ts';

/** What other extensions (and our tests) get from `extensions.getExtension('context-budget.context-budget').exports`. */
export interface ContextBudgetApi extends AskingApi, PredictingApi {
  /** The last plan; null until the engine has looked at the workspace. */
  plan(): PlanSnapshot | null;
  readonly onPlan: Event<PlanSnapshot>;
  /** What the task may take, how the limits stand; null until the engine has said it. */
  ledger(): LedgerSnapshot | null;
  readonly onLedger: Event<LedgerSnapshot>;
  /** Records what became of a task: for whoever knows it, such as an agent. */
  recordOutcome(outcome: OutcomeReport): Promise<Result<RecordedOutcome>>;
  /** What the user ticked, pinned and left out. */
  selection(): Selection;
  /** Replaces the selection. */
  select(selection: Selection): Promise<void>;
  /** What the model should do, as it was typed. */
  task(): string;
  /** Replaces the task, in the task box too. */
  setTask(task: string): void;
  fitSettings(): FitSettings;
  /** The last fitted prompt of this window with its audit; null before the first fit. */
  lastFit(): FittedPrompt | null;
  /** Rows of the Context view. */
  readonly files: TreeDataProvider<TreeNode>;
  /** Commands that ended in an exception since the window opened: bugs. */
  readonly failedCommands: readonly string[];
  /** How long `activate()` took, ms. */
  readonly activationMs: number;
}

export function apiOf(
  { engine, selection, task, settings, fitting, tree, legacy }: CommandContext,
  failedCommands: readonly string[],
  activationMs: number,
): ContextBudgetApi {
  return {
    ...askingApi(engine, legacy, keepMigration),
    ...predictingApi(engine),
    plan: () => engine.plan(),
    onPlan: engine.onPlan,
    ledger: () => engine.ledger(),
    onLedger: engine.onLedger,
    recordOutcome: (outcome) => engine.ask(recordOutcome, outcome),
    selection: () => selection.current(),
    select: (wanted) => selection.update(() => wanted),
    task: () => task.text(),
    setTask: (wanted) => task.replace(wanted),
    fitSettings: () => settings.fit(),
    lastFit: () => fitting.last(),
    files: tree.provider,
    failedCommands,
    activationMs,
  };
}
