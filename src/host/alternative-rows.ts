import type { Prediction } from '../core/facts/prediction.ts';
import { readableCount, readableShare } from '../core/facts/readable-number.ts';

/** A row of the list that the output figure opens. */
export interface AlternativeRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** Tokens to allocate; null: what is recommended; `own`: another amount, still to be typed. */
  readonly tokens: number | null | 'own';
}

const NAMES: Readonly<Record<Prediction['alternatives'][number]['label'], string>> = {
  conservative: 'Conservative',
  generous: 'Generous',
  maximum: 'Maximum',
};

/**
 * The budgets to choose from, the smallest first. No vscode.
 *
 * @param prediction without an override: alternatives of an override are shares of it
 * @param chosen the override, null for none
 */
export function alternativeRows(prediction: Prediction, chosen: number | null): readonly AlternativeRow[] {
  const now = (tokens: number | null): string => (tokens === chosen ? ' (now)' : '');
  const rows = [
    {
      label: `Recommended${now(null)}`,
      description: readableCount(prediction.recommended),
      detail: recommendedWords(prediction),
      tokens: null,
      amount: prediction.recommended,
    },
    ...prediction.alternatives.map(({ label, tokens, tradeOff }) => ({
      label: `${NAMES[label]}${now(tokens)}`,
      description: readableCount(tokens),
      detail: tradeOff,
      tokens,
      amount: tokens,
    })),
  ].toSorted((a, b) => a.amount - b.amount);
  const isOffered = rows.some(({ tokens }) => tokens === chosen);
  return [
    ...rows.map(({ amount: _amount, ...row }) => row),
    {
      label: `Another amount…${isOffered ? '' : ' (now)'}`,
      description: isOffered || chosen === null ? '' : readableCount(chosen),
      detail: '',
      tokens: 'own',
    },
  ];
}

/** What the recommendation rests on. */
function recommendedWords({ quantiles, recommended, method, interval }: Prediction): string {
  const shares = { q50: 0.5, q80: 0.8, q90: 0.9, q95: 0.95 } as const;
  for (const [name, share] of Object.entries(shares)) {
    if (quantiles?.[name as keyof typeof shares] === recommended)
      return interval.calibrated
        ? `Enough for ${readableShare(share)} of tasks like this.`
        : `Enough for about ${readableShare(share)} of tasks, as a rule of thumb: few are recorded yet.`;
  }
  return method === 'history' ? 'From similar tasks of the past.' : 'From what is known of the task.';
}
