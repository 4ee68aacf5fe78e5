import type { Characteristics } from '../../../facts/characteristics.ts';
import type { BasisTask } from '../../../facts/prediction.ts';
import type { TaskFeatures } from '../../../facts/task-features.ts';
import { type RememberedTask, type Target, taskMemory, type TaskMemory, type Trace } from './memory.ts';
import type { PastTask } from './question.ts';
import { ascending, placeOf, sum } from './statistics.ts';
import {
  forecastTarget,
  KEPT_OUTCOMES,
  type LearnedTask,
  learnTarget,
  NEW_TARGET,
  type TargetForecast,
  type TargetPrior,
  type TargetState,
} from './target.ts';

/** A task to forecast, or whose outcome is known now. */
export interface LearnerTask {
  readonly characteristics: Characteristics;
  readonly features: TaskFeatures | null;
  readonly model: string | null;
  readonly priors: Readonly<Record<Target, TargetPrior>>;
}

export type TargetForecasts = Readonly<Record<Target, TargetForecast>>;

/** Everything a learner knows, as plain JSON: a learner made of it answers exactly as the one it was taken from. */
export interface LearnerCheckpoint {
  readonly out: TargetState;
  readonly total: TargetState;
  readonly tasks: readonly RememberedTask[];
}

/** The learned predictor of one store. It owns its index; everything else it holds is a value. */
export interface Learner {
  /** What to expect. Asking changes nothing. */
  forecast(task: LearnerTask): TargetForecasts;
  /** Takes an outcome in; amounts are tokens, null when unknown. */
  learn(task: LearnerTask, taskId: string, used: Readonly<Record<Target, number | null>>): void;
  /** The past tasks with the most similar words, most similar first. */
  alike(task: LearnerTask, count: number): readonly BasisTask[];
  /** How often the 80 % interval held of late. */
  coverage(target: Target): { readonly held: number; readonly tasks: number };
  /** Outcomes taken in so far. */
  count(target: Target): number;
  /** Gives a task of a checkpoint back to one that was made without its tasks; oldest first. */
  remember: (task: RememberedTask) => void;
  checkpoint(): LearnerCheckpoint;
}

/** Tasks whose words are remembered: more is slower and bigger, and hardly better (prediction study, section 3). */
export const REMEMBERED_TASKS = 20_000;

/** @param capacity most tasks whose words are remembered, integer ≥ 1. */
export function learner(from: LearnerCheckpoint | null, capacity = REMEMBERED_TASKS): Learner {
  const memory = taskMemory(capacity, from?.tasks ?? []);
  const targets = { out: heldTarget(from?.out ?? NEW_TARGET), total: heldTarget(from?.total ?? NEW_TARGET) };
  let answered: {
    readonly task: LearnerTask;
    readonly forecasts: TargetForecasts;
    readonly tasks: Asked;
  } | null = null;

  /** The answer is kept until something is learned: an outcome mostly follows its own forecast. */
  function ask(task: LearnerTask): NonNullable<typeof answered> {
    if (answered !== null && isSameTask(answered.task, task)) return answered;
    const tasks = asked(task, memory);
    const forecasts = {
      out: forecastTarget(targets.out.state, targets.out.sorted, tasks.out),
      total: forecastTarget(targets.total.state, targets.total.sorted, tasks.total),
    };
    answered = { task, forecasts, tasks };
    return answered;
  }

  return {
    forecast: (task) => ask(task).forecasts,
    learn(task, taskId, used) {
      const { forecasts, tasks } = ask(task);
      answered = null;
      const trace = (target: Target): Trace | null => {
        const tokens = used[target];
        return tokens === null ? null : targets[target].learn(tasks[target], forecasts[target], tokens);
      };
      memory.remember({
        taskId,
        used: used.out,
        terms: task.features?.terms ?? [],
        norm: null,
        out: trace('out'),
        total: trace('total'),
      });
    },
    alike: (task, count) => memory.alike(task.features?.terms ?? [], count),
    coverage: (target) => {
      const { inside } = targets[target].state;
      return { held: sum(inside), tasks: inside.length };
    },
    count: (target) => targets[target].state.count,
    remember: (task) => memory.remember(task),
    checkpoint: () => ({ out: targets.out.state, total: targets.total.state, tasks: memory.all() }),
  };
}

type Asked = Readonly<Record<Target, LearnedTask>>;

function asked(task: LearnerTask, memory: TaskMemory): Asked {
  const near = memory.nearest(task.features?.terms ?? []);
  const { characteristics, features, model, priors } = task;
  const of = (neighbours: readonly PastTask[], prior: TargetPrior): LearnedTask => ({
    characteristics,
    features,
    model,
    neighbours,
    prior,
  });
  return { out: of(near.out, priors.out), total: of(near.total, priors.total) };
}

function isSameTask(a: LearnerTask, b: LearnerTask): boolean {
  return (
    a.characteristics === b.characteristics &&
    a.features === b.features &&
    a.model === b.model &&
    a.priors.out.centre === b.priors.out.centre &&
    a.priors.total.centre === b.priors.total.centre
  );
}

/** A target's state with its outcomes in ascending order beside it, which is kept up rather than sorted each time. */
function heldTarget(start: TargetState) {
  let state = start;
  const sorted = [...ascending(start.latest)];
  return {
    get state() {
      return state;
    },
    get sorted(): readonly number[] {
      return sorted;
    },
    learn(task: LearnedTask, forecast: TargetForecast, tokens: number): Trace {
      const oldest = state.latest.length === KEPT_OUTCOMES ? state.latest[0] : undefined;
      const learned = learnTarget(state, task, forecast, tokens);
      ({ state } = learned);
      if (oldest !== undefined) sorted.splice(placeOf(sorted, oldest), 1);
      const newest = state.latest.at(-1) ?? 0;
      sorted.splice(placeOf(sorted, newest), 0, newest);
      return { deviation: learned.deviation, errors: learned.errors };
    },
  };
}
