import type { Characteristics } from '../../facts/characteristics.ts';
import type { BudgetRecord } from '../../facts/outcome-record.ts';
import type { Prediction } from '../../facts/prediction.ts';
import { ok, type Result } from '../../facts/result.ts';
import { noveltyOf } from '../../task/novelty.ts';
import { learnPhases, NO_PHASES, type PhaseHistory } from '../phases/learned-phases.ts';
import { type AskedTask, PREDICTOR_SETTINGS, type PredictorSettings } from './asked-task.ts';
import { type FormulaForecast, formulaForecast } from './formula/formula.ts';
import { formulaPrediction, overriddenPrediction } from './formula/formula-prediction.ts';
import { FORMULA, type FormulaParameters } from './formula/parameters.ts';
import type { PastRow } from './formula/past-columns.ts';
import { pastTasks } from './formula/past-tasks.ts';
import { learnedPrediction } from './learned/learned-prediction.ts';
import { learner, type LearnerCheckpoint, type LearnerTask } from './learned/learner.ts';
import type { RememberedTask } from './learned/memory.ts';
import { NEW_TARGET, PRIOR_ENDS } from './learned/target.ts';

/**
 * Says what tasks will take, and learns from what they took. One for a store; it owns its state. The same records in
 * the same order always give the same answers, from the start or from a checkpoint.
 */
export interface Predictor {
  /**
   * Predicting changes nothing.
   *
   * @param now epoch ms
   * @returns `invalid_override` for a budget of the user's own that cannot be
   */
  predict(task: AskedTask, now: number, settings?: PredictorSettings): Result<Prediction>;
  /** Takes an outcome in; records come in the order of the history. */
  record(record: BudgetRecord): void;
  /** Outcomes taken in so far. */
  readonly records: number;
  /** All it knows; holds no text. */
  state(): PredictorState;
}

/** What a predictor is made from, and is the same again. */
export interface PredictorState {
  readonly records: number;
  readonly learner: LearnerCheckpoint;
  readonly past: readonly PastRow[];
  readonly phases: PhaseHistory;
}

/** Where the targets start (prediction study, section 3): log tokens. Output starts at the formula's forecast. */
const OUTPUT_SPREAD = 1.2;
const TOTAL_PRIOR = { centre: Math.log(300_000), spread: 1.5 };
const BASIS_TASKS = 5;

/** A predictor that is made again from what it knew, without the single tasks: these are given to it. */
export interface ReturningPredictor {
  /** Tasks that its learner remembers, oldest first. */
  remember: (task: RememberedTask) => void;
  /** Tasks that its formula compares with, oldest first. */
  compareWith: (row: PastRow) => void;
  readonly predictor: Predictor;
}

/** What a predictor knows besides single tasks; of a new one nothing. */
export type PredictorHead = Pick<PredictorState, 'records' | 'phases'> &
  Pick<LearnerCheckpoint, 'out' | 'total'>;

const NEW_HEAD: PredictorHead = { records: 0, phases: NO_PHASES, out: NEW_TARGET, total: NEW_TARGET };

/** @param state of the predictor to go on from; null for a new one */
export function predictor(
  state: PredictorState | null = null,
  parameters: FormulaParameters = FORMULA,
): Predictor {
  const {
    remember,
    compareWith,
    predictor: made,
  } = returningPredictor(state === null ? NEW_HEAD : { ...state, ...state.learner }, parameters);
  for (const task of state?.learner.tasks ?? []) remember(task);
  for (const row of state?.past ?? []) compareWith(row);
  return made;
}

/** For who must not work for long at a time: it answers as it did when all tasks have been given to it. */
export function returningPredictor(
  head: PredictorHead,
  parameters: FormulaParameters = FORMULA,
): ReturningPredictor {
  const past = pastTasks(parameters);
  const learning = learner({ out: head.out, total: head.total, tasks: [] });
  let { phases, records } = head;

  // Two methods may be asked about one task, and each comparison is a look at all records.
  let compared: {
    readonly asked: AskedTask;
    readonly now: number;
    readonly task: Characteristics;
    readonly formula: FormulaForecast;
  } | null = null;

  function comparedWithPast(asked: AskedTask, now: number): NonNullable<typeof compared> {
    if (compared !== null && compared.asked === asked && compared.now === now) return compared;
    const task = asked.noveltyGiven ? asked.characteristics : withNovelty(asked.characteristics);
    compared = { asked, now, task, formula: formulaFor(task, asked.agent, now) };
    return compared;
  }

  /** The formula's forecast is the prior's centre as long as that has a say. */
  function isYoung(): boolean {
    return learning.count('out') < PRIOR_ENDS;
  }

  function formulaFor(task: Characteristics, agent: string | null, now: number): FormulaForecast {
    return formulaForecast(task, past.similarTo(task, agent, now), parameters);
  }

  const made: Predictor = {
    predict(asked, now, settings = PREDICTOR_SETTINGS) {
      const { override, model, features } = asked;
      const { task, formula } = comparedWithPast(asked, now);
      if (override !== null) return overriddenPrediction(asked, override, task, formula, parameters);
      if (settings.method === 'formula') return ok(formulaPrediction(asked, task, formula, parameters));
      const learned = learnerTask(task, features, model?.id ?? null, isYoung() ? formula : null);
      const alike = learning.alike(learned, BASIS_TASKS);
      const answer = {
        forecasts: learning.forecast(learned),
        baseline: formula,
        basis: alike.length > 0 ? alike : formula.basis,
        coverage: learning.coverage('out'),
        phases,
      };
      return ok(learnedPrediction(asked, task, answer, settings.budgetQuantile));
    },
    record(record) {
      const { characteristics: task, features, agent, model, at, budgetUsed, totalTokens } = record;
      const formula = isYoung() ? formulaFor(task, agent ?? null, at) : null;
      learning.learn(learnerTask(task, features, model ?? null, formula), record.taskId, {
        out: knownTokens(budgetUsed),
        total: knownTokens(totalTokens),
      });
      past.add(record);
      compared = null;
      phases = learnPhases(phases, record);
      records++;
    },
    get records() {
      return records;
    },
    state: () => ({ records, learner: learning.checkpoint(), past: past.all(), phases }),
  };
  return { remember: learning.remember, compareWith: past.compareWith, predictor: made };

  function withNovelty(task: Characteristics): Characteristics {
    return Object.freeze({ ...task, novelty: noveltyOf(past.highestSimilarity(task)) });
  }
}

/** @param formula null when the prior has no say any more */
function learnerTask(
  characteristics: Characteristics,
  features: LearnerTask['features'],
  model: string | null,
  formula: FormulaForecast | null,
): LearnerTask {
  const centre = formula === null ? 0 : Math.log(formula.recommended);
  const priors = { out: { centre, spread: OUTPUT_SPREAD }, total: TOTAL_PRIOR };
  return { characteristics, features, model, priors };
}

/** A task that used nothing was broken off, or its log does not say: it teaches nothing of what tasks take. */
function knownTokens(tokens: number | undefined): number | null {
  return tokens === undefined || tokens < 1 ? null : tokens;
}
