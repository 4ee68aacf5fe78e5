import { readableCount, readableShare } from '../core/facts/readable-number.ts';
import type { PlanSnapshot } from '../protocol/plan.ts';
import { exact, percent, usd } from './amounts.ts';

/** Sentences about a plan. No vscode. */

/** The status bar: `24.1k/32k`, with "~" while a figure is still an estimate. */
export function statusText(plan: PlanSnapshot): string {
  return `${plan.settled ? '' : '~'}${readableCount(plan.tokens.used)}/${readableCount(plan.budget)}`;
}

/** Lines of the tooltip: plain text, one fact each. */
export function planLines(plan: PlanSnapshot, locale: string): readonly string[] {
  const { tokens, files, model } = plan;
  const lines = [
    `${exact(tokens.used, locale)} of ${exact(plan.budget, locale)} tokens${plan.settled ? '' : ' (still counting)'}`,
    plan.ranking
      ? `${exact(files.included, locale)} files in, ${exact(files.ticked, locale)} ticked, ${exact(files.pinned, locale)} pinned`
      : `${exact(files.included, locale)} of ${exact(files.ticked, locale)} ticked files, ${exact(files.pinned, locale)} pinned`,
    ...(plan.ranking?.found === true ? [shareLine(plan.ranking)] : []),
    `${model.name ?? 'No model'} · ${model.exact ? `exact by ${model.encoding}` : `estimated, within ${percent(model.band, locale)}`}`,
    costLine(plan, locale),
  ];
  if (plan.gap > 0) lines.push(`At most ${percent(plan.gap, locale)} below the best choice possible`);
  return [...lines, ...plan.notes];
}

function shareLine({ share, indexing }: NonNullable<PlanSnapshot['ranking']>): string {
  return `Shows ${readableShare(share)} of what is probably needed${indexing ? ' (still ranking)' : ''}`;
}

function costLine({ costMicroUsd, priceKind }: PlanSnapshot, locale: string): string {
  if (priceKind === 'included') return 'Included in the subscription';
  return costMicroUsd === null ? 'Price unknown' : `About ${usd(costMicroUsd, locale)} for this prompt`;
}

/** True when the user has something to do: more is ticked than fits, or nothing can be fitted. */
export function needsAttention(plan: PlanSnapshot): boolean {
  return plan.state === 'over' || plan.state === 'refused';
}

/** Ticked files that the budget has no room for; what is left out for another reason needs none. */
export function withoutRoom({ state, files }: PlanSnapshot): number {
  return state === 'over' ? Math.max(0, files.ticked - files.leftOut - files.included) : 0;
}
