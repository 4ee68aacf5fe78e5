import type { PlanSnapshot } from '../protocol/plan.ts';
import type { Amounts } from './amounts.ts';
import type { Part } from './shares.ts';

/** A row of the table that stands for the bar where it cannot be seen. */
export interface Row {
  readonly name: string;
  readonly tokens: string;
  readonly share: string;
}

const NAMES: Readonly<Record<Part, string>> = {
  instructions: 'Instructions',
  files: 'Files',
  free: 'Free',
  margin: 'Margin of the estimate',
  overflow: 'Ticked but not in',
};

/** Every part with its tokens and its share of the budget; parts that do not occur are left out. */
export function breakdown(plan: PlanSnapshot, tokens: Record<Part, number>, in_: Amounts): Row[] {
  const row = (name: string, count: number): Row => ({
    name,
    tokens: in_.exact(count),
    share: plan.budget > 0 ? in_.percent(count / plan.budget) : '–',
  });
  const rows = [row(NAMES.instructions, tokens.instructions), row(NAMES.files, tokens.files)];
  rows.push(row(NAMES.free, tokens.free));
  if (tokens.margin > 0) rows.push(row(NAMES.margin, tokens.margin));
  rows.push(row('Budget', plan.budget));
  if (tokens.overflow > 0) rows.push(row(NAMES.overflow, tokens.overflow));
  return rows;
}

/** What a screen reader says for the meter. */
export function meterText(plan: PlanSnapshot, tokens: Record<Part, number>, in_: Amounts): string {
  const used = `${plan.settled ? '' : 'About '}${in_.exact(plan.tokens.used)} of ${in_.exact(plan.budget)} tokens`;
  const parts = [`instructions ${in_.exact(tokens.instructions)}`, `files ${in_.exact(tokens.files)}`];
  if (tokens.margin > 0) parts.push(`margin ${in_.exact(tokens.margin)}`);
  parts.push(`free ${in_.exact(tokens.free)}`);
  const over = tokens.overflow > 0 ? `. ${in_.exact(tokens.overflow)} more are ticked but not in` : '';
  return `${used}: ${parts.join(', ')}${over}`;
}
