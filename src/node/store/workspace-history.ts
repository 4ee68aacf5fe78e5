import { LEAST_USAGE_RETENTION_DAYS, RETENTION_DAYS } from '../../core/budget/ledger/usage-fold.ts';
import { isModelKind } from '../../core/facts/check-model-record.ts';
import type { ModelRecord } from '../../core/facts/model-record.ts';
import { type History, type HistoryOptions, openHistory } from './history.ts';
import type { Retention } from './retention.ts';
import type { Fold } from './stored-record.ts';
import { usageFold } from './usage-fold.ts';
import {
  type OutcomeEntry,
  type WorkspaceRecord,
  withoutText,
  workspaceRecords,
} from './workspace-record.ts';

/** Spec P7. */
const DEFAULT_MAX_RECORDS = 10_000;

/** What the user may set; asked anew whenever it matters. */
export interface HistorySettings {
  /** Days that outcomes and usage entries stay in detail; null keeps them for good. */
  readonly retentionDays: number | null;
  /** Outcomes that stay in detail, the newest; null keeps all. */
  readonly maxRecords: number | null;
  /** Whether the words of prompts are stored: by opt-in only. */
  readonly keepText: boolean;
}

/** How long what is kept of requests to models stays in detail (spec C9, M13). */
export interface ModelRetention {
  /** Days for requests, responses and, unless scores look back further, verdicts; null keeps them for good. */
  readonly metricsDays: number | null;
  /** Days that scores look back: no verdict goes before (spec M4). */
  readonly verdictDays: number;
}

export const DEFAULT_MODEL_RETENTION: ModelRetention = Object.freeze({
  metricsDays: RETENTION_DAYS.metric,
  verdictDays: 30,
});

export const DEFAULT_HISTORY_SETTINGS: HistorySettings = Object.freeze({
  retentionDays: RETENTION_DAYS.outcome,
  maxRecords: DEFAULT_MAX_RECORDS,
  keepText: false,
});

export interface WorkspaceHistoryOptions extends Omit<
  HistoryOptions<WorkspaceRecord>,
  'schema' | 'retention' | 'folds'
> {
  readonly settings: () => HistorySettings;
  /** By default as `DEFAULT_MODEL_RETENTION` says. */
  readonly modelRetention?: () => ModelRetention;
  /** States over outcomes that must go on when these are pruned: the predictor's. That of the usage is always kept. */
  readonly outcomeFolds: readonly Fold<OutcomeEntry>[];
  /**
   * Epoch ms: usage before it is in the ledger's checkpoint (`settledBefore`). Nothing later is pruned, for the
   * ledger still folds it from the records.
   */
  readonly usageSettledBefore: () => number;
}

/**
 * The history of a workspace. Every process that may compact it (windows and terminals alike) must give the same
 * folds. Prompt text is left out of what is stored unless the settings say otherwise.
 */
export function openWorkspaceHistory(options: WorkspaceHistoryOptions): History<WorkspaceRecord> {
  const { settings, outcomeFolds, usageSettledBefore, modelRetention = defaultRetention, ...rest } = options;
  const retention = (kind: string): Retention => {
    const { retentionDays: days, maxRecords } = settings();
    if (kind === 'outcome') return { days, most: maxRecords, keepFrom: null };
    if (isModelKind(kind)) return retentionOf(kind, days, modelRetention());
    const usageDays = atLeast(days, LEAST_USAGE_RETENTION_DAYS);
    return { days: usageDays, most: null, keepFrom: usageSettledBefore() };
  };
  const history = openHistory({
    ...rest,
    schema: workspaceRecords,
    retention,
    folds: [usageFold, ...outcomeFolds.map(overOutcomes)],
  });
  return {
    ...history,
    append: (record, how) => history.append(settings().keepText ? record : withoutText(record), how),
  };
}

function defaultRetention(): ModelRetention {
  return DEFAULT_MODEL_RETENTION;
}

/**
 * A response is judged while its answer is at hand, for a day (spec M9). With a day more a user's verdict never goes
 * before the later validation that it stands above, so that no score changes (spec M16, 47).
 */
const JUDGED_DAYS = 1;

/** What was said of categories stays as long as outcomes: few, and all that classification has learned. */
function retentionOf(
  kind: ModelRecord['kind'],
  outcomeDays: number | null,
  { metricsDays, verdictDays }: ModelRetention,
): Retention {
  const days = { request: metricsDays, response: metricsDays, category: outcomeDays };
  return {
    days: kind === 'verdict' ? atLeast(metricsDays, verdictDays + JUDGED_DAYS) : days[kind],
    most: null,
    keepFrom: null,
  };
}

function atLeast(days: number | null, least: number): number | null {
  return days === null ? null : Math.max(days, least);
}

function overOutcomes({ name, version, begin }: Fold<OutcomeEntry>): Fold<WorkspaceRecord> {
  return {
    name,
    version,
    begin: (state) => {
      const { take, end } = begin(state);
      return {
        take: (record) => {
          if (record.kind === 'outcome') take(record);
        },
        end,
      };
    },
  };
}
