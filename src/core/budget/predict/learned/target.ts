import type { Characteristics } from '../../../facts/characteristics.ts';
import type { TaskFeatures } from '../../../facts/task-features.ts';
import { type Blend, blended, learnBlend, NEW_BLEND } from './blend.ts';
import { claimOf, type Claims, confidenceOf, learnClaim, NEW_CLAIMS } from './confidence.ts';
import {
  errorsOf,
  type ExpertForecasts,
  type Experts,
  forecastExperts,
  learnExperts,
  NEW_EXPERTS,
} from './experts.ts';
import { sessionRow, type SessionSoFar, textRow, withTask } from './features.ts';
import { learnOffset, type ModelOffsets, NEW_OFFSETS, offsetOf } from './model-offsets.ts';
import type { PastTask, Prior, Question } from './question.ts';
import { appended, sum } from './statistics.ts';
import { EMPTY_WINDOW, pushed, type Window } from './window.ts';

/** All that is learned of one target, output tokens or total tokens: a plain value that JSON keeps exactly. */
export interface TargetState {
  /** Tasks recorded so far. */
  readonly count: number;
  /** Log tokens at the reference model, oldest first. */
  readonly latest: readonly number[];
  /** Of these the last 400, and the last 60 (prediction study, section 3.7). */
  readonly recent: Window;
  readonly lately: Window;
  readonly lowest: number;
  readonly highest: number;
  readonly experts: Experts;
  readonly blend: Blend;
  readonly claims: Claims;
  /** Of the latest outcomes: 1 inside the central 80 % interval that was forecast, 0 outside. */
  readonly inside: readonly number[];
  readonly sessions: readonly SessionSoFar[];
  readonly offsets: ModelOffsets;
}

export const NEW_TARGET: TargetState = {
  count: 0,
  latest: [],
  recent: EMPTY_WINDOW,
  lately: EMPTY_WINDOW,
  lowest: Number.MAX_VALUE,
  highest: -Number.MAX_VALUE,
  experts: NEW_EXPERTS,
  blend: NEW_BLEND,
  claims: NEW_CLAIMS,
  inside: [],
  sessions: [],
  offsets: NEW_OFFSETS,
};

/** Where a target starts: log tokens before there are records, and their standard deviation. */
export interface TargetPrior {
  readonly centre: number;
  readonly spread: number;
}

/** A task as the ensemble sees it. */
export interface LearnedTask {
  readonly characteristics: Characteristics;
  readonly features: TaskFeatures | null;
  readonly model: string | null;
  readonly neighbours: readonly PastTask[];
  readonly prior: TargetPrior;
}

export interface TargetForecast {
  readonly question: Question;
  readonly experts: ExpertForecasts;
  /** Log tokens of the task's model above the reference model. */
  readonly offset: number;
  /** At the six levels, ascending, for the task's model. */
  readonly logs: readonly number[];
  readonly claim: number;
  readonly confidence: number;
  /** Share of the prior in the centre. */
  readonly priorWeight: number;
}

/** From this many records on the prior has no say (spec P4). */
export const PRIOR_ENDS = 20;
/** How many imagined tasks the prior starts with (prediction study, section 3.3). */
const PRIOR_TASKS = 2;
/** Tasks in the running mean. */
const CENTRE_OF = 300;
/** Outcomes that the running quantiles know. */
export const KEPT_OUTCOMES = 5000;
/** Outcomes that the median, and the quantiles of late, know. */
const RECENT = 400;
const LATELY = 60;
const WITHIN = 0.5;
/** Outcomes over which it is said how often the interval held. */
const COVERAGE_OF = 500;

/** @param sorted the outcomes of the state, ascending (kept beside it: it can be made of it). */
export function forecastTarget(
  state: TargetState,
  sorted: ArrayLike<number>,
  task: LearnedTask,
): TargetForecast {
  const { count, latest } = state;
  const offset = offsetOf(state.offsets, task.model);
  const weight = PRIOR_TASKS * Math.max(0, 1 - count / PRIOR_ENDS);
  const prior: Prior = { ...task.prior, weight };
  const held = Math.min(count, CENTRE_OF);
  const centre = (sum(latest.slice(-CENTRE_OF)) + prior.centre * weight) / (held + weight);
  const session = state.sessions.find(({ name }) => name === task.features?.session);
  const question: Question = {
    count,
    text: textRow(task.features, task.characteristics),
    session: sessionRow(task.features, session, centre),
    neighbours: task.neighbours,
    prior,
    centre,
    latest,
    sorted,
    recent: state.recent.sorted,
    lately: state.lately.sorted,
    lowest: state.lowest,
    highest: state.highest,
  };
  const experts = forecastExperts(state.experts, question);
  const logs = blended(state.blend, experts.candidates).map((log) => log + offset);
  const claim = claimOf(logs[1] ?? 0, logs[4] ?? 0);
  return {
    question,
    experts,
    offset,
    logs,
    claim,
    confidence: confidenceOf(state.claims, claim),
    priorWeight: weight / (held + weight),
  };
}

/** What stays of a task for those that come after it. */
export interface Learned {
  readonly state: TargetState;
  /** Log tokens minus the running mean of the time, and what the scaled members were wrong by. */
  readonly deviation: number;
  readonly errors: readonly number[];
}

/**
 * The state after an outcome, in the order of the study: blend, claims, members.
 *
 * @param forecast what `forecastTarget` said of the task from this very state
 * @param tokens integer ≥ 0; 0 counts as 1, which has a logarithm
 */
export function learnTarget(
  state: TargetState,
  task: LearnedTask,
  forecast: TargetForecast,
  tokens: number,
): Learned {
  const { question, experts, offset, claim } = forecast;
  const whole = Math.log(Math.max(1, tokens));
  const log = whole - offset;
  const median = forecast.logs[2] ?? 0;
  const holds = Math.abs(Math.exp(median - whole) - 1) <= WITHIN;
  const session = task.features?.session ?? null;
  const atReference = forecast.logs.map((each) => each - offset);
  return {
    state: {
      count: state.count + 1,
      latest: appended(state.latest, log, KEPT_OUTCOMES),
      recent: pushed(state.recent, log, RECENT),
      lately: pushed(state.lately, log, LATELY),
      lowest: Math.min(state.lowest, log),
      highest: Math.max(state.highest, log),
      experts: learnExperts(state.experts, question, experts, log),
      blend: learnBlend(state.blend, experts.candidates, atReference, log),
      claims: learnClaim(state.claims, claim, holds),
      inside: appended(state.inside, isInside(forecast.logs, whole) ? 1 : 0, COVERAGE_OF),
      sessions: session === null ? state.sessions : withTask(state.sessions, session, log),
      offsets: learnOffset(state.offsets, task.model, whole - median),
    },
    deviation: log - question.centre,
    errors: errorsOf(experts, log),
  };
}

function isInside(logs: readonly number[], log: number): boolean {
  return log >= (logs[1] ?? 0) && log <= (logs[4] ?? 0);
}
