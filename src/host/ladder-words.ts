import { shownPath } from '../core/context/render/shown-path.ts';
import { readableCount, readableShare } from '../core/facts/readable-number.ts';
import type { LadderStep } from '../protocol/ladder.ts';
import { exact, usd } from './amounts.ts';

/** Steps between which people choose; each doubles the one before. Tokens. */
const STEPS: readonly number[] = [8000, 16_000, 32_000, 64_000];

/** The present budget among the usual ones, rising, none above the window (null: unknown). */
export function ladderBudgets(present: number, window: number | null): readonly number[] {
  const within = STEPS.filter((step) => window === null || step <= window);
  return [...new Set([...within, present])].filter((budget) => budget > 0).sort((a, b) => a - b);
}

export interface LadderRow {
  readonly label: string;
  readonly description: string;
  readonly detail?: string;
}

/** Names of added files that a row has room for. */
const MOST_NAMES = 4;

/**
 * One step of the ladder: "16k", "+9 files, 2 fuller · 72 % of what is needed · ≈ $0.02", and what it adds. `present`: it is the
 * budget now; `isFirst`: there is no step before it to add to; `hasTask`: shares say something. No vscode.
 */
export function ladderRow(
  step: LadderStep,
  locale: string,
  { present, isFirst, hasTask }: { present: boolean; isFirst: boolean; hasTask: boolean },
): LadderRow {
  const label = `${readableCount(step.budget)}${present ? ' (now)' : ''}`;
  if (step.failure !== null) return { label, description: step.failure.message };
  const description = [
    countWords(step, isFirst, locale),
    hasTask ? `${readableShare(step.share)} of what is needed` : '',
    step.costMicroUsd === null ? '' : `≈ ${usd(step.costMicroUsd, locale)}`,
  ].filter((part) => part !== '');
  const detail = addedWords(step.added, locale);
  return { label, description: description.join(' · '), ...(detail !== '' && { detail }) };
}

function countWords({ files, added }: LadderStep, isFirst: boolean, locale: string): string {
  const words = (count: number): string => (count === 1 ? '1 file' : `${exact(count, locale)} files`);
  if (isFirst) return words(files);
  const fuller = added.filter((entry) => entry.fuller).length;
  const more = added.length - fuller;
  if (more === 0) return fuller === 0 ? 'nothing more' : `${words(fuller)} fuller`;
  return `+${words(more)}${fuller === 0 ? '' : `, ${exact(fuller, locale)} fuller`}`;
}

function addedWords(added: LadderStep['added'], locale: string): string {
  const names = added.slice(0, MOST_NAMES).map(({ path, level }) => {
    const name = shownPath(path.slice(path.lastIndexOf('/') + 1));
    return level === 'full' ? name : `${name} (${level})`;
  });
  const more = added.length - names.length;
  return [...names, ...(more > 0 ? [`${exact(more, locale)} more`] : [])].join(', ');
}
