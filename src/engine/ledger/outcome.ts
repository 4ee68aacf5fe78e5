import { randomUUID } from 'node:crypto';
import { type Amounts, hundredthsOf } from '../../core/facts/amounts.ts';
import type { BudgetRecord } from '../../core/facts/outcome-record.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { outcomeRecord } from '../../core/history/outcome.ts';
import { costMicroUsd } from '../../core/models/price.ts';
import { outcomeEntry, type OutcomeEntry } from '../../node/store/workspace-record.ts';
import type { OutcomeReport } from '../../protocol/ledger.ts';
import type { Foresight } from './predicted-task.ts';

/**
 * What became of a task as a record (spec P7): with what was promised, what it cost where that is known, and the words
 * for a history that keeps them by opt-in. Errors: those of the record's check, `invalid_<field>`.
 *
 * @param now epoch ms, for a report without a time
 */
export function outcomeOf(
  report: OutcomeReport,
  { question, read, answer }: Foresight,
  now: number,
): Result<OutcomeEntry> {
  const { prediction, applied, compute } = answer;
  const { budgetUsed, totalTokens, success, quality, thinkingTokens = null, requestId } = report;
  const agent = report.agent ?? read.described.task.agent;
  // a model of several names (dated ones, say) is one to the predictor
  const model = question.model?.id ?? report.model ?? read.described.task.model;
  const tenant = report.tenant ?? question.tenant;
  const made = outcomeRecord(prediction, {
    id: report.id ?? `outcome:${randomUUID()}`,
    taskId: read.taskId,
    at: report.at ?? now,
    budgetAllocated: report.budgetAllocated === undefined ? allocated(answer) : report.budgetAllocated,
    budgetUsed,
    thinkingTokens,
    outcome: { success, quality },
    features: read.asked.features,
    costMicroUsd: costOf(report, question),
    ...(totalTokens === undefined ? {} : { totalTokens }),
    ...(agent === null ? {} : { agent }),
    ...(model === null ? {} : { model }),
    ...(tenant === '' ? {} : { tenant }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(applied ? { allocation: compute.costHundredths } : {}),
    ...(read.text === '' ? {} : { text: read.text }),
  });
  return made.ok ? ok(outcomeEntry(made.value)) : made;
}

/** What the limits see of an outcome. */
export interface OutcomeUsage {
  /** Tokens, money where there is a price, compute units: those that it took, else all that were allocated. */
  readonly amounts: Amounts;
  /** Where somebody told what it took of the compute that its level allowed: then it says something of the level. */
  readonly level?: string;
  readonly allowed?: Amounts;
}

/** Errors: `invalid_cost` for compute units that are no amount. */
export function usageOf(
  record: BudgetRecord,
  { computeUsed }: OutcomeReport,
  { question: { promptTokens }, answer: { compute } }: Foresight,
): Result<OutcomeUsage> {
  const { allocation } = record;
  const tokens = amountsOf(record, promptTokens);
  if (computeUsed === undefined || computeUsed === null)
    return ok({ amounts: { ...tokens, ...(allocation === undefined ? {} : { computeUnits: allocation }) } });
  const computeUnits = hundredthsOf(computeUsed);
  if (computeUnits === null)
    return fail('invalid_cost', 'computeUsed must be compute units, a number of 0 or more such as 8.5.');
  const amounts = { ...tokens, computeUnits };
  if (allocation === undefined) return ok({ amounts });
  return ok({ amounts, level: compute.level, allowed: { computeUnits: allocation } });
}

/** Tokens, and money where there is a price; of the prompt where nobody knows all that went in. */
export function amountsOf(
  { budgetUsed, totalTokens, costMicroUsd: money }: BudgetRecord,
  promptTokens: number | null,
): Amounts {
  const input = totalTokens === undefined ? promptTokens : totalTokens - budgetUsed;
  return {
    outputTokens: budgetUsed,
    ...(input === null ? {} : { contextTokens: input }),
    ...(money === null ? {} : { microUsd: money }),
  };
}

/** Spec P13: what is predicted and not applied is recorded without an allocation. */
function allocated({ applied, prediction }: Foresight['answer']): number | null {
  return applied ? prediction.recommended : null;
}

/** Null without a price per token, and where nobody knows what went in: a part of a price is none. */
function costOf(
  { budgetUsed, totalTokens }: OutcomeReport,
  { model, promptTokens }: Foresight['question'],
): number | null {
  const input = totalTokens === undefined ? promptTokens : totalTokens - budgetUsed;
  return model === null || input === null || input < 0 ? null : costMicroUsd(model.price, input, budgetUsed);
}
