import type { BudgetRecord } from '../facts/outcome-record.ts';

/** What one task cost, for a billing system (spec P12). Null: not known. */
export interface CostRow {
  readonly id: string;
  readonly taskId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly model: string | null;
  readonly agent: string | null;
  readonly tenant: string | null;
  readonly taskType: string;
  readonly outputTokens: number;
  readonly totalTokens: number | null;
  readonly costMicroUsd: number | null;
}

const COLUMNS = [
  'id',
  'taskId',
  'at',
  'model',
  'agent',
  'tenant',
  'taskType',
  'outputTokens',
  'totalTokens',
  'costMicroUsd',
] as const satisfies readonly (keyof CostRow)[];

export function costRow(record: BudgetRecord): CostRow {
  const { id, taskId, at, model, agent, tenant, characteristics, budgetUsed, totalTokens, costMicroUsd } =
    record;
  return {
    id,
    taskId,
    at: new Date(at).toISOString(),
    model: model ?? null,
    agent: agent ?? null,
    tenant: tenant ?? null,
    taskType: characteristics.taskType,
    outputTokens: budgetUsed,
    totalTokens: totalTokens ?? null,
    costMicroUsd,
  };
}

/** The names of the columns, as the first line of a CSV file (RFC 4180). */
export const COST_HEADER = `${COLUMNS.join(',')}\r\n`;

/** A line of a CSV file (RFC 4180); what is not known is empty. */
export function costLine(row: CostRow): string {
  return `${COLUMNS.map((name) => csvField(row[name])).join(',')}\r\n`;
}

/** A spreadsheet takes a text that begins like a formula for one; names come from outside. */
const LOOKS_LIKE_FORMULA = /^[=+\-@\t\r]/;

function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = LOOKS_LIKE_FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
