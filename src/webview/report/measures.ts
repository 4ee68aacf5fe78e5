import type { ReportedModel, ReportPoint, ReportTrend } from '../../protocol/report-view.ts';
import type { Amounts } from '../amounts.ts';

/** One of the three tables: what it measures, and how its rows read. */
export interface Measure {
  readonly title: string;
  /** What the bar's length is, in words. */
  readonly caption: string;
  readonly columns: readonly string[];
  /** The figure that the bar shows; null: nothing to show. */
  readonly of: (model: ReportedModel) => number | null;
  readonly at: (point: ReportPoint) => number | null;
  /** What fills the whole bar, whatever the models have; null: the largest figure. */
  readonly full: number | null;
  /** Larger figures are better. */
  readonly isMoreBetter: boolean;
  readonly trend: (model: ReportedModel) => ReportTrend | null;
  /** One text per column after the model's name and its bar. */
  readonly cells: (model: ReportedModel, in_: Amounts) => readonly string[];
  readonly text: (figure: number, in_: Amounts) => string;
}

const NONE = '–';

const orNone = (figure: number | null, text: (figure: number) => string): string =>
  figure === null ? NONE : text(figure);

export const MEASURES: readonly Measure[] = [
  {
    title: 'Accuracy',
    caption: 'Share of the judged answers that were right',
    columns: ['Right', 'Judged'],
    of: ({ accuracy }) => accuracy,
    at: ({ accuracy }) => accuracy,
    full: 1,
    isMoreBetter: true,
    trend: ({ trends }) => trends.accuracy,
    cells: ({ accuracy, judged }, in_) => [orNone(accuracy, in_.wholePercent), in_.exact(judged)],
    text: (figure, in_) => in_.wholePercent(figure),
  },
  {
    title: 'Speed',
    caption:
      'Time to a whole answer: half of them took less than the first figure, 95 % less than the second',
    columns: ['Median', '95 %', 'Answers'],
    of: ({ p50Ms }) => p50Ms,
    at: ({ ms }) => ms,
    full: null,
    isMoreBetter: false,
    trend: ({ trends }) => trends.speed,
    cells: ({ p50Ms, p95Ms, answers }, in_) => [
      orNone(p50Ms, in_.seconds),
      orNone(p95Ms, in_.seconds),
      in_.exact(answers),
    ],
    text: (figure, in_) => in_.seconds(figure),
  },
  {
    title: 'Cost',
    caption: 'Per answer with a price; what is included or unknown is counted, not priced',
    columns: ['Per answer', 'In all', 'Without a price'],
    of: ({ costMicroUsd }) => costMicroUsd,
    at: ({ costMicroUsd }) => costMicroUsd,
    full: null,
    isMoreBetter: false,
    trend: ({ trends }) => trends.cost,
    cells: ({ costMicroUsd, totalMicroUsd, unpriced }, in_) => [
      orNone(costMicroUsd, in_.dollars),
      orNone(totalMicroUsd, in_.dollars),
      in_.exact(unpriced),
    ],
    text: (figure, in_) => in_.dollars(figure),
  },
];

export interface MeasuredRow {
  readonly model: ReportedModel;
  /** Length of the bar, in [0, 100]; null: none. */
  readonly length: number | null;
}

/** The best first; models without a figure last, in the order of their names. */
export function measuredRows(measure: Measure, models: readonly ReportedModel[]): readonly MeasuredRow[] {
  const figures = models.flatMap((model) => measure.of(model) ?? []);
  const full = measure.full ?? Math.max(0, ...figures);
  const sign = measure.isMoreBetter ? -1 : 1;
  return models
    .toSorted((a, b) => {
      const [first, second] = [measure.of(a), measure.of(b)];
      if (first === null || second === null)
        return Number(first === null) - Number(second === null) || a.name.localeCompare(b.name);
      return sign * (first - second) || a.name.localeCompare(b.name);
    })
    .map((model) => {
      const figure = measure.of(model);
      return {
        model,
        length: figure === null ? null : full === 0 ? 0 : Math.min(100, (figure / full) * 100),
      };
    });
}

/** Size of the line of a trend, in units of its drawing. */
export const TREND_SIZE = { width: 120, height: 24 } as const;
const EDGE = 3;

/** Corners of a model's line over all periods of the report, one place a period; parts where a period has no figure. */
export function trendLines(
  measure: Measure,
  model: ReportedModel,
  starts: readonly number[],
): readonly (readonly { readonly x: number; readonly y: number }[])[] {
  const figures = new Map(model.points.map((point) => [point.start, measure.at(point)]));
  const known = [...figures.values()].filter((figure) => figure !== null);
  const full = measure.full ?? Math.max(0, ...known);
  const { width, height } = TREND_SIZE;
  const step = starts.length < 2 ? 0 : (width - 2 * EDGE) / (starts.length - 1);
  const lines: { x: number; y: number }[][] = [[]];
  starts.forEach((start, at) => {
    const figure = figures.get(start) ?? null;
    if (figure === null) {
      lines.push([]);
      return;
    }
    const share = full === 0 ? 0 : Math.min(1, figure / full);
    const x = starts.length < 2 ? width / 2 : EDGE + at * step;
    lines.at(-1)?.push({ x, y: height - EDGE - share * (height - 2 * EDGE) });
  });
  return lines.filter((line) => line.length > 0);
}

/** Starts of all periods that any model has, ascending. */
export function periodStarts(models: readonly ReportedModel[]): readonly number[] {
  const starts = new Set(models.flatMap(({ points }) => points.map(({ start }) => start)));
  return [...starts].toSorted((a, b) => a - b);
}

export const TREND_WORDS: Readonly<Record<ReportTrend, string>> = {
  improving: 'improving',
  declining: 'getting worse',
  stable: 'steady',
};

/** What a period is called beside the table of its figures. */
export function periodName(start: number, period: string, locale: string): string {
  const form: Intl.DateTimeFormatOptions =
    period === 'month'
      ? { year: 'numeric', month: 'short' }
      : period === 'hour'
        ? { month: 'short', day: 'numeric', hour: 'numeric' }
        : { year: 'numeric', month: 'short', day: 'numeric' };
  return new Intl.DateTimeFormat(locale, form).format(start);
}
