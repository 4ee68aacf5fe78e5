import { randomUUID } from 'node:crypto';
import { isObject } from '../core/facts/json-value.ts';
import type { Prediction } from '../core/facts/prediction.ts';
import { ok } from '../core/facts/result.ts';
import type { Result } from '../core/facts/result.ts';
import type { EfficiencyReport } from '../core/history/report.ts';
import { ledgerReport, modelForTask, predictTask, recordOutcome } from '../protocol/ledger.ts';
import type {
  ModelAdvice,
  ModelRequest,
  OutcomeReport,
  PredictedTask,
  PredictRequest,
  RecordedOutcome,
  ReportFilter,
} from '../protocol/ledger.ts';
import type { EngineClient } from './engine-client.ts';

/** What a task is told by: its words, or an object with the fields of a task. */
export type TaskGiven = string | Readonly<Record<string, unknown>>;

/** One model with a budget for a task (spec P11). */
export interface ModelAndBudget extends Omit<ModelAdvice, 'task' | 'ranked' | 'alternatives' | 'fallback'> {
  readonly ranking: Pick<ModelAdvice, 'ranked' | 'alternatives' | 'fallback'>;
  readonly prediction: Prediction;
  /** Price, room within the limits, the section for an agent's prompt. */
  readonly task: PredictedTask;
}

/** What the task was as a request to a model. */
export type RequestOfOutcome =
  /** `ask` made it: it is recorded and counted already. */
  | { readonly requestId: string }
  /** Somebody else made it: it is recorded with the outcome. ms, from asking to the end of the answer. */
  | { readonly requestId?: string; readonly responseMs: number };

/** What a task will take, and what it took. */
export interface BudgetPredictor {
  predict(task: TaskGiven, options?: Partial<Omit<PredictRequest, 'task'>>): Promise<Result<PredictedTask>>;
  recordOutcome(outcome: OutcomeReport): Promise<Result<RecordedOutcome>>;
}

/** Models and budgets of tasks, for other extensions. Failures are values; nothing here asks the user anything. */
export interface PredictingApi {
  /** The model that suits best among those that the user has, with what it may use. Asks nobody, changes nothing. */
  selectModelAndBudget(
    task: TaskGiven,
    agent?: string,
    options?: Partial<Omit<ModelRequest, 'task'>>,
  ): Promise<Result<ModelAndBudget>>;
  /** Records what became of a task together with the request to a model that it was: one id ties them. */
  recordOutcomeWithBudget(
    outcome: OutcomeReport,
    request: RequestOfOutcome,
  ): Promise<Result<RecordedOutcome>>;
  getBudgetPredictor(): BudgetPredictor;
  /** How well budgets were used (spec P8), of all tasks or those that the filter leaves. */
  getBudgetEfficiencyReport(filter?: Partial<ReportFilter>): Promise<Result<EfficiencyReport>>;
}

export function predictingApi(engine: Pick<EngineClient, 'ask'>): PredictingApi {
  return {
    async selectModelAndBudget(task, agent, options = {}) {
      const advice = await engine.ask(modelForTask, {
        ...ANY_MODEL,
        ...options,
        task: agent === undefined ? task : { ...fieldsOf(task), agent },
      });
      if (!advice.ok) return advice;
      const { ranked, alternatives, fallback, ...chosen } = advice.value;
      const { prediction } = chosen.task;
      return ok({ ...chosen, ranking: { ranked, alternatives, fallback }, prediction });
    },
    recordOutcomeWithBudget: (outcome, { requestId = randomUUID(), ...request }) =>
      engine.ask(recordOutcome, { ...outcome, ...request, requestId }),
    getBudgetPredictor: () => ({
      predict: (task, options = {}) =>
        engine.ask(predictTask, { level: null, model: null, tenant: '', ...options, task }),
      recordOutcome: (outcome) => engine.ask(recordOutcome, outcome),
    }),
    async getBudgetEfficiencyReport(filter = {}) {
      const report = await engine.ask(ledgerReport, { ...EVERYTHING, ...filter });
      return report.ok ? ok(report.value.data.efficiency) : report;
    },
  };
}

/** Of those that the user has, with nothing asked of it. */
const ANY_MODEL = {
  level: null,
  model: null,
  tenant: '',
  among: [],
  promptTokens: null,
  extendedThinking: false,
  costLimitMicroUsd: null,
  maxLatencyMs: null,
  minQuality: null,
} as const;

const EVERYTHING: ReportFilter = {
  since: null,
  until: null,
  period: 'week',
  model: null,
  type: null,
  days: 30,
};

function fieldsOf(task: TaskGiven): Readonly<Record<string, unknown>> {
  return isObject(task) ? task : { description: task };
}
