/** What the panel of the model report and the host say to each other. The webview draws what it is given. */

/** The trend rule of spec P9, per measure: better accuracy, less time, less cost improve. */
export type ReportTrend = 'improving' | 'declining' | 'stable';

/** What a model did in one calendar period; null where there is nothing to say it from. */
export interface ReportPoint {
  /** Start of the period, epoch ms. */
  readonly start: number;
  readonly answers: number;
  /** In [0, 1]. */
  readonly accuracy: number | null;
  readonly ms: number | null;
  /** Per answer, micro-USD. */
  readonly costMicroUsd: number | null;
}

export interface ReportedModel {
  readonly id: string;
  readonly name: string;
  readonly answers: number;
  /** Share of the judged answers that were right, in [0, 1]; null without a verdict. */
  readonly accuracy: number | null;
  readonly judged: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  /** Per answer with a price, micro-USD; null without any. */
  readonly costMicroUsd: number | null;
  readonly totalMicroUsd: number | null;
  /** Answers without a price. */
  readonly unpriced: number;
  readonly trends: {
    readonly accuracy: ReportTrend | null;
    readonly speed: ReportTrend | null;
    readonly cost: ReportTrend | null;
  };
  /** Ascending; empty periods are left out. */
  readonly points: readonly ReportPoint[];
}

export const REPORT_PERIODS = ['hour', 'day', 'week', 'month'] as const;
export type ReportPeriod = (typeof REPORT_PERIODS)[number];

/** Host → webview: always the whole state. */
export interface ReportViewState {
  readonly kind: 'report';
  /** Null while the first one is made. */
  readonly models: readonly ReportedModel[] | null;
  readonly period: ReportPeriod;
  /** Why there is no report; null: there is one. */
  readonly failure: string | null;
  /** A new one is being made. */
  readonly busy: boolean;
  /** BCP 47 tag for numbers and dates. */
  readonly locale: string;
}

/** Webview → host. */
export const REPORT_ACTIONS = ['ready', 'refresh', 'document', 'ask', 'manageModels'] as const;
export type ReportAction = (typeof REPORT_ACTIONS)[number];
export type ReportViewMessage =
  | { readonly action: ReportAction }
  | { readonly action: 'period'; readonly period: ReportPeriod };

/** The webview is not trusted: anything else is dropped. */
export function isReportViewMessage(message: unknown): message is ReportViewMessage {
  if (typeof message !== 'object' || message === null || !('action' in message)) return false;
  if (message.action === 'period')
    return 'period' in message && REPORT_PERIODS.some((period) => period === message.period);
  return REPORT_ACTIONS.some((action) => action === message.action);
}
