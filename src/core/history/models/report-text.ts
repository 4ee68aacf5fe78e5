import { moneyText } from '../../facts/amount-text.ts';
import { escapedText } from '../../facts/escaped-text.ts';
import { exactCount, readableShare } from '../../facts/readable-number.ts';
import type { MetricsSummary } from './metrics.ts';
import type { ModelReportData, ModelStanding, ModelTrend } from './model-report.ts';

/**
 * The report as Markdown. Names of models come from outside and are escaped.
 *
 * @param periodText name of the period that starts at an instant (epoch ms)
 */
export function modelReportText(
  report: ModelReportData,
  periodText: (start: number) => string = isoText,
): string {
  const { overall, models, categories, periods } = report;
  if (overall.totalRequests === 0 && models.length === 0)
    return '# Model report\n\nNo requests to models are recorded yet.\n';
  const parts = [
    '# Model report',
    sentenceOf(overall),
    '## Models',
    table(
      ['Model', ...FIGURES, 'Accuracy', 'Speed', 'Price'],
      models.map((standing) => row(standing.model, standing.summary, trendsOf(standing).map(trendText))),
    ),
    '## Categories',
    table(
      ['Category', ...FIGURES],
      categories.map(({ name, summary }) => row(name, summary)),
    ),
    '## Periods',
    table(
      ['From', ...FIGURES],
      periods.map(({ start, summary }) => row(periodText(start), summary)),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function isoText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

const FIGURES = [
  'Count',
  'Answered',
  'Right',
  'Judged',
  'Mean',
  'p50',
  'p95',
  'p99',
  'Cost',
  'Each',
  'Tokens',
];

function row(name: string, summary: MetricsSummary, more: readonly string[] = []): readonly string[] {
  return [escapedText(name)].concat(figures(summary), more);
}

function figures(summary: MetricsSummary): readonly string[] {
  const { totalRequests, successRate, accuracy, judged, avgMs, p50Ms, p95Ms, p99Ms } = summary;
  return [
    exactCount(totalRequests),
    shareText(successRate),
    shareText(accuracy),
    exactCount(judged),
    timeText(avgMs),
    timeText(p50Ms),
    timeText(p95Ms),
    timeText(p99Ms),
    costText(summary),
    summary.avgCost === null ? NOTHING : moneyText(summary.avgCost),
    exactCount(summary.totalTokens),
  ];
}

/** What is not known is not 0. */
const NOTHING = '–';

function shareText(share: number | null): string {
  return share === null ? NOTHING : readableShare(share);
}

const SECOND = 1000;

function timeText(ms: number | null): string {
  if (ms === null) return NOTHING;
  return Math.round(ms) < SECOND ? `${Math.round(ms)} ms` : `${(ms / SECOND).toFixed(1)} s`;
}

function costText({ totalCost, unpriced }: MetricsSummary): string {
  if (totalCost === null) return NOTHING;
  return unpriced === 0 ? moneyText(totalCost) : `${moneyText(totalCost)} + ${exactCount(unpriced)} unpriced`;
}

function sentenceOf(summary: MetricsSummary): string {
  const { totalRequests, successRate, accuracy, judged, from, to } = summary;
  const span = from === null || to === null ? '' : `, ${isoText(from)} to ${isoText(to)}`;
  const answered = successRate === null ? '' : `, ${readableShare(successRate)} answered`;
  const right =
    accuracy === null
      ? ', none judged'
      : `, ${readableShare(accuracy)} right of ${exactCount(judged)} judged`;
  return `${exactCount(totalRequests)} ${totalRequests === 1 ? 'request' : 'requests'}${span}${answered}${right}.`;
}

function trendsOf({ accuracyTrend, speedTrend, costTrend }: ModelStanding): readonly ModelTrend[] {
  return [accuracyTrend, speedTrend, costTrend];
}

function trendText({ direction, strength }: ModelTrend): string {
  return direction === 'stable' ? 'stable' : `${direction} (${readableShare(strength)} a period)`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? '---' : '--:'));
  return [head, rule, ...rows].map(line).join('\n');
}
