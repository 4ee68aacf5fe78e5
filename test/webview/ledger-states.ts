import { DEFAULT_LIMITS } from '../../src/core/budget/ledger/default-limits.ts';
import { standingText } from '../../src/core/budget/ledger/limit-text.ts';
import type { Standing } from '../../src/core/budget/ledger/room.ts';
import type { Limit } from '../../src/core/facts/limit.ts';
import type { Prediction } from '../../src/core/facts/prediction.ts';
import type { LedgerSnapshot, LimitStanding, PredictedTask } from '../../src/protocol/ledger.ts';
import type { LedgerState } from '../../src/protocol/plan-view.ts';

/** A learned prediction; its phases sum to what is recommended. */
export const LEARNED: Prediction = {
  recommended: 5920,
  typical: 3140,
  interval: { low: 1230, high: 8420, level: 0.8, calibrated: true },
  quantiles: { q05: 900, q10: 1230, q50: 3140, q80: 5920, q90: 8420, q95: 11_800 },
  confidence: 0.46,
  method: 'learned',
  phases: { thinking: 1480, planning: 1190, execution: 2420, reflection: 830 },
  total: {
    recommended: 182_000,
    typical: 96_000,
    interval: { low: 31_000, high: 240_000, level: 0.8, calibrated: true },
    quantiles: null,
    confidence: 0.4,
  },
  requestCap: 5920,
  baseline: 6050,
  priorWeight: 0,
  phaseRanges: {
    thinking: { share: 0.25, low: 0.18, high: 0.31 },
    planning: { share: 0.2, low: 0.09, high: 0.27 },
    execution: { share: 0.41, low: 0.3, high: 0.58 },
    reflection: { share: 0.14, low: 0.05, high: 0.22 },
  },
  coverage: { held: 167, tasks: 212 },
  alternatives: [
    { label: 'conservative', tokens: 3140, tradeOff: 'Enough for half of the tasks like this.' },
    { label: 'generous', tokens: 8420, tradeOff: 'Enough for 90 % of the tasks like this.' },
    { label: 'maximum', tokens: 11_800, tradeOff: 'Enough for 95 % of the tasks like this.' },
  ],
  factors: [],
  basis: [{ taskId: 'a1b2c3', similarity: 0.83, budgetUsed: 3320 }],
  similarTasks: 11,
  similarMean: 3320,
  characteristics: {
    complexity: 46,
    domain: ['general'],
    novelty: 0.2,
    uncertainty: 0.6,
    criticality: 0.5,
    taskType: 'debugging',
    subtaskCount: 0,
    storyPoints: null,
    requiresCreativity: false,
    involvesArchitecture: false,
  },
};

/** Without a history: the formula's golden value. */
export const FIRST: Prediction = {
  ...LEARNED,
  recommended: 6050,
  typical: 4100,
  interval: { low: 1300, high: 12_400, level: 0.8, calibrated: false },
  quantiles: null,
  phases: { thinking: 1513, planning: 1210, execution: 2420, reflection: 907 },
  total: null,
  priorWeight: 1,
  phaseRanges: null,
  coverage: null,
  basis: [],
  similarTasks: 0,
  similarMean: null,
};

export const PREDICTED: PredictedTask = {
  taskId: 'task-1',
  prediction: LEARNED,
  explanation: '11 similar tasks; those that went well used 3,320 tokens on average.',
  applied: true,
  compute: {
    level: 'medium',
    reasoning: 'Complexity 46 of 100.',
    score: 0.46,
    confidence: 0.8,
    numCandidates: 5,
    usePrm: true,
    useSearch: false,
    searchIterations: null,
    maxRefinements: 1,
    costHundredths: 850,
    suggestion: null,
  },
  model: 'gpt-5',
  promptTokens: 24_112,
  price: { typical: 52_000, low: 31_000, high: 104_000 },
  priceKind: 'perToken',
  tight: null,
  room: { fits: true, obstacles: [], yields: false, covering: [], moneyUnnamed: [] },
  questions: [],
  promptSection: '## Token budget\n',
  ignored: [],
  summary: 'Budget 5,900 tokens, confidence 62.0%',
};

const OUTPUT_A_DAY: Limit = {
  id: 'outputTokens day',
  unit: 'outputTokens',
  amount: 2_000_000,
  period: 'day',
  timeZone: 'utc',
  scope: 'workspace',
  warnShare: 0.8,
};
const PERIOD = { start: 1_796_169_600_000, end: 1_796_256_000_000 };

export function standing(limit: Limit, used: number, state: LimitStanding['state'] = 'fine'): LimitStanding {
  const remaining = Math.max(0, limit.amount - used);
  const whole: Standing = { limit, period: PERIOD, used, reserved: 0, remaining };
  return { limit, used, reserved: 0, remaining, periodEnd: PERIOD.end, state, text: standingText(whole) };
}

const [A_DAY = OUTPUT_A_DAY, A_MONTH = OUTPUT_A_DAY] = DEFAULT_LIMITS;
export const MONEY_A_DAY: Limit = A_DAY;

export const SNAPSHOT: LedgerSnapshot = {
  revision: 3,
  state: 'ready',
  records: 212,
  trouble: null,
  task: PREDICTED,
  failure: null,
  standings: [standing(A_DAY, 380_000), standing(A_MONTH, 4_200_000), standing(OUTPUT_A_DAY, 760_000)],
  alerts: [],
};

export function ledgerOf(
  snapshot: Partial<LedgerSnapshot>,
  task: Partial<PredictedTask> | null = {},
  alert: LedgerState['alert'] = null,
): LedgerState {
  return { snapshot: { ...SNAPSHOT, task: task && { ...PREDICTED, ...task }, ...snapshot }, alert };
}

const DEFAULTS = [standing(A_DAY, 0), standing(A_MONTH, 0)];

/** What the view is shown of predictions, limits and alerts. */
export const LEDGERS: Readonly<Record<string, LedgerState>> = {
  predicted: ledgerOf({}),
  'predicted-first': ledgerOf({ records: 0, standings: DEFAULTS }, { prediction: FIRST }),
  'predicted-few': ledgerOf(
    { records: 7, standings: DEFAULTS },
    { prediction: { ...FIRST, coverage: { held: 4, tasks: 5 } } },
  ),
  'predicted-own': ledgerOf(
    {},
    {
      prediction: {
        ...FIRST,
        method: 'override',
        recommended: 8000,
        phases: { thinking: 2000, planning: 1600, execution: 3200, reflection: 1200 },
      },
    },
  ),
  'predicted-loading': ledgerOf({ state: 'loading', records: 40 }, { prediction: FIRST }),
  'predicted-hard': ledgerOf(
    {},
    {
      prediction: {
        ...LEARNED,
        recommended: 128_400,
        typical: 61_000,
        interval: { low: 9800, high: 264_000, level: 0.8, calibrated: true },
        phases: { thinking: 51_360, planning: 19_260, execution: 44_940, reflection: 12_840 },
      },
      compute: {
        ...PREDICTED.compute,
        level: 'very_hard',
        numCandidates: 20,
        useSearch: true,
        searchIterations: 50,
        maxRefinements: 3,
        costHundredths: 3350,
      },
      price: { typical: 1_930_000, low: 420_000, high: 6_110_000 },
      tight: 'Prompt and answer together may take 290k of the window of 272k.',
    },
  ),
  'limit-near': ledgerOf({ standings: [standing(A_DAY, 8_300_000, 'near'), standing(A_MONTH, 60_000_000)] }),
  'limit-reached': ledgerOf({
    standings: [standing(A_DAY, 10_120_000, 'reached'), standing(A_MONTH, 60_000_000)],
  }),
  'limit-passed': ledgerOf(
    { standings: [standing(A_DAY, 9_960_000, 'near'), standing(A_MONTH, 60_000_000)] },
    {
      room: {
        ...PREDICTED.room,
        fits: false,
        obstacles: [
          {
            standing: { limit: A_DAY, period: PERIOD, used: 9_960_000, reserved: 0, remaining: 40_000 },
            amount: 104_000,
            never: false,
            beginsAnew: PERIOD.end,
          },
        ],
      },
      questions: ['This task may take $0.10. Of the limit of $10.00 a day, $0.04 is left. Pass it?'],
    },
  ),
  alert: ledgerOf(
    {},
    {},
    {
      type: 'under_allocation',
      severity: 'warning',
      taskId: 'task-0',
      message: 'A recorded task used 11,200 tokens, more than the range that was predicted.',
      action: 'Choose a more generous budget for tasks like this.',
      at: 1_796_200_000_000,
      data: {},
    },
  ),
  trouble: ledgerOf({
    trouble:
      'A newer version wrote this history: it is read by that version only, and new outcomes wait in memory.',
  }),
  'wrong-override': ledgerOf(
    {
      failure: {
        code: 'invalid_override',
        message: 'This model answers at most 128,000 tokens: choose less than 400,000.',
      },
    },
    null,
  ),
};
