import type { ModelReportData } from '../core/history/models/model-report.ts';
import type { MetricsSummary } from '../core/history/models/metrics.ts';
import type { ReportedModel } from '../protocol/report-view.ts';

/** The models of a report as the panel draws them. No vscode. */
export function reportedModels(
  { models }: Pick<ModelReportData, 'models'>,
  /** Id → name; a model that was removed keeps its id. */
  names: ReadonlyMap<string, string>,
): readonly ReportedModel[] {
  return models.map(({ model, summary, periods, accuracyTrend, speedTrend, costTrend }) => ({
    id: model,
    name: names.get(model) ?? model,
    answers: summary.totalRequests,
    accuracy: summary.accuracy,
    judged: summary.judged,
    p50Ms: summary.p50Ms,
    p95Ms: summary.p95Ms,
    costMicroUsd: summary.avgCost,
    totalMicroUsd: summary.totalCost,
    unpriced: summary.unpriced,
    trends: {
      accuracy: told(periods, ({ accuracy }) => accuracy, accuracyTrend),
      speed: told(periods, ({ avgMs }) => avgMs, speedTrend),
      cost: told(periods, ({ avgCost }) => avgCost, costTrend),
    },
    points: periods.map(({ start, summary: of }) => ({
      start,
      answers: of.totalRequests,
      accuracy: of.accuracy,
      ms: of.p50Ms,
      costMicroUsd: of.avgCost,
    })),
  }));
}

/** Fewer than two figures go nowhere: "stable" would say more than is known. */
function told(
  periods: ModelReportData['models'][number]['periods'],
  of: (summary: MetricsSummary) => number | null,
  trend: ModelReportData['models'][number]['accuracyTrend'],
): ReportedModel['trends']['accuracy'] {
  const known = periods.filter(({ summary }) => of(summary) !== null).length;
  return known < 2 ? null : trend.direction;
}
