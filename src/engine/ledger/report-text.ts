import { amountText, moneyText } from '../../core/facts/amount-text.ts';
import { escapedText } from '../../core/facts/escaped-text.ts';
import { exactCount, readableShare } from '../../core/facts/readable-number.ts';
import type { PredictionAccuracy } from '../../core/history/prediction-accuracy.ts';
import { limitText } from '../../core/budget/ledger/limit-text.ts';
import { suggestionSentence } from './level-suggestions.ts';
import type { ReportData, UsedInAll } from './report-data.ts';

/** So much less often than promised is no reason to worry yet. */
const COVERAGE_SLACK = 0.1;

/** The report for people, as Markdown. What comes from outside, such as names of models, is escaped. */
export function reportText(report: ReportData): string {
  const sections = [
    ['# Token report', `${periodText(report)}, as of ${day(report.at)} (UTC).`, ...usedLines(report.used)],
    ...(report.used.tasks === 0 ? [] : [predictionLines(report), budgetLines(report), trendLines(report)]),
    projectionLines(report),
    limitLines(report),
    alertLines(report),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n\n'))
    .join('\n\n')}\n`;
}

function periodText({ filter: { since, until, model, type } }: ReportData): string {
  const from = since === null ? 'From the beginning' : `From ${day(since)}`;
  const to = until === null ? 'until now' : `until ${day(until)}`;
  const by = [
    model === null ? [] : [`model ${escapedText(model)}`],
    type === null ? [] : [escapedText(type)],
  ];
  const only = by.flat().join(', ');
  return `${from} ${to}${only === '' ? '' : `, ${only} only`}`;
}

function usedLines({
  tasks,
  outputTokens,
  totalTokens,
  totalKnown,
  costMicroUsd,
  unpriced,
}: UsedInAll): readonly string[] {
  if (tasks === 0) return ['No task was recorded in this time. Record at least 10 tasks to see how they go.'];
  const money =
    unpriced === tasks
      ? 'No price is known'
      : `${moneyText(costMicroUsd)}${unpriced === 0 ? '' : `, without the tasks whose price is not known (${exactCount(unpriced)})`}`;
  const among = totalKnown === tasks ? '' : ` of those that say so (${exactCount(totalKnown)})`;
  const total = totalKnown === 0 ? '' : `, ${exactCount(totalTokens)} tokens in and out${among}`;
  return [`${tasksText(tasks)}: ${exactCount(outputTokens)} output tokens${total}. ${money}.`];
}

function predictionLines({ accuracy: { all, byType, byModel } }: ReportData): readonly string[] {
  if (all.tasks === 0) return [];
  const rows = [
    ['All tasks', all] as const,
    ...Object.entries(byType).map(([name, each]) => [name, each] as const),
    ...Object.entries(byModel).map(([name, each]) => [`Model ${escapedText(name)}`, each] as const),
  ];
  return [
    '## Predictions',
    table(
      [
        '',
        'Tasks',
        'Within the range',
        'Promised',
        'Over the budget',
        'Within ±50 %',
        'Claimed',
        'Median error',
      ],
      rows.map(([name, each]) => accuracyRow(name, each)),
    ),
  ];
}

function accuracyRow(name: string, accuracy: PredictionAccuracy): readonly string[] {
  const { tasks, coverage, overrun, within50, confidence, medianError } = accuracy;
  return [
    name,
    exactCount(tasks),
    coverage === null ? '–' : readableShare(coverage.inside / coverage.tasks),
    coverage === null ? '–' : readableShare(coverage.level),
    readableShare(overrun),
    readableShare(within50),
    readableShare(confidence),
    medianError === null ? '–' : readableShare(medianError),
  ];
}

function tasksText(count: number): string {
  return `${exactCount(count)} ${count === 1 ? 'task' : 'tasks'}`;
}

/** Recommendations are on the formula's budgets: what was learned performs well only where its ranges hold. */
function rangesHold({ coverage }: PredictionAccuracy): boolean {
  return coverage === null || coverage.inside >= (coverage.level - COVERAGE_SLACK) * coverage.tasks;
}

function budgetLines({ efficiency, accuracy, suggestions, levelSuggestions }: ReportData): readonly string[] {
  if (efficiency.totalTasks === 0) return [];
  const { totalTasks, avgUtilization, overAllocationRate, underAllocationRate } = efficiency;
  const { recommendations, saved, targets } = efficiency;
  const lines = [
    '## Budgets',
    `Of ${tasksText(totalTasks)} with a budget, ${readableShare(avgUtilization)} of it was used on average; ${readableShare(overAllocationRate)} used less than 60 %, ${readableShare(underAllocationRate)} more than 95 %.`,
    `Against 15,000 tokens for every task, ${exactCount(Math.abs(saved.tokens))} tokens ${saved.tokens < 0 ? 'more' : 'fewer'} were allocated (arithmetic, not a measured saving).`,
  ];
  const said = recommendations.filter(({ code }) => code !== 'performing_well' || rangesHold(accuracy.all));
  if (said.length > 0) lines.push(bullets(said.map(({ text }) => text)));
  if (suggestions.length > 0)
    lines.push(
      bullets(
        suggestions.map(
          ({ taskType, suggested, current, direction }) =>
            `${direction === 'lower' ? 'Lower' : 'Raise'} the formula's budgets of ${taskType} from ${exactCount(Math.round(current))} to ${exactCount(suggested)} tokens.`,
        ),
      ),
    );
  if (levelSuggestions.length > 0)
    lines.push(
      bullets(
        levelSuggestions.map(
          ({ level, suggestion }) =>
            `${suggestion.direction === 'lower' ? 'Lower' : 'Raise'} level ${escapedText(level)}. ${suggestionSentence(suggestion)}`,
        ),
      ),
    );
  if (targets !== null)
    lines.push(
      'Where tasks recur, for reference:',
      table(
        ['', 'Usual', 'After 30 days', 'At best', 'Now'],
        targets.map(({ name, baseline, target, stretch, current }) => [
          TARGETS[name],
          readableShare(baseline),
          readableShare(target),
          readableShare(stretch),
          current === null ? '–' : readableShare(current),
        ]),
      ),
    );
  return lines;
}

const TARGETS = {
  costReduction: 'Fewer tokens allocated',
  accuracy: 'Budgets that fit',
  overAllocation: 'Budgets too large',
  underAllocation: 'Budgets too small',
  confidence: 'Mean confidence',
} as const;

function trendLines({ trend: { points, direction }, filter: { period } }: ReportData): readonly string[] {
  if (points.length === 0) return [];
  const rows = points.map(({ start, taskCount, avgBudget, avgUtilization, efficiency }) => [
    period === 'hour' ? new Date(start).toISOString().slice(0, 16).replace('T', ' ') : day(start),
    exactCount(taskCount),
    exactCount(Math.round(avgBudget)),
    readableShare(avgUtilization),
    readableShare(efficiency),
  ]);
  return [
    `## By ${period}`,
    table([`Begin of the ${period}`, 'Tasks', 'Mean budget', 'Used', 'Fit'], rows),
    `Budgets fit ${TRENDS[direction]}.`,
  ];
}

const TRENDS = { improving: 'better and better', declining: 'worse and worse', stable: 'as before' } as const;

function projectionLines({ projection, filter: { days } }: ReportData): readonly string[] {
  const { projected, interval, breakdown, priced, unpriced, recommendations } = projection;
  const advice = bullets(recommendations.map(({ text }) => escapedText(text)));
  if (priced === 0) return ['## Costs to come', advice];
  const without = unpriced === 0 ? '' : ` Tasks without a price are not in it (${exactCount(unpriced)}).`;
  // a single day, or days that are all the same, say nothing of how far off it may be
  const range =
    interval.low < interval.high
      ? `95 %: ${moneyText(Math.round(interval.low))} to ${moneyText(Math.round(interval.high))}`
      : 'no range: the days so far do not differ';
  return [
    '## Costs to come',
    `The next ${exactCount(days)} days will cost about ${moneyText(Math.round(projected))} (${range}) if they go on like the last 30.${without}`,
    table(
      ['Model', 'Cost'],
      Object.entries(breakdown.model).map(([name, cost]) => [escapedText(name), moneyText(cost)]),
    ),
    advice,
  ];
}

function limitLines({ limits, limitSuggestions }: ReportData): readonly string[] {
  if (limits.length === 0) return [];
  const lines = ['## Limits', bullets(limits.map(({ text }) => escapedText(text)))];
  if (limitSuggestions.length > 0)
    lines.push(
      bullets(
        limitSuggestions.map(
          ({ limit, suggestion: { amount, periods } }) =>
            `${escapedText(limitText(limit))} could be ${escapedText(amountText(limit.unit, amount))}, by what ${exactCount(periods)} periods used.`,
        ),
      ),
    );
  return lines;
}

function alertLines({ alerts }: ReportData): readonly string[] {
  if (alerts.length === 0) return [];
  return [
    '## Latest alerts',
    bullets(
      alerts.map(
        ({ at, severity, message, action }) =>
          `${day(at)}, ${severity}: ${escapedText(message)} ${escapedText(action)}`,
      ),
    ),
  ];
}

function bullets(entries: readonly string[]): string {
  return entries.map((entry) => `- ${entry}`).join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
