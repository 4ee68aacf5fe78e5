import type { Result } from '../core/facts/result.ts';
import type { PlanSnapshot } from '../protocol/plan.ts';
import { keepItems } from './kept-items.ts';
import { livePlan, type LivePlan, type LivePlanRequest } from './live-plan.ts';
import { type SnapshotFacts, snapshotOf, withFailure } from './snapshot.ts';

/** The state that a plan is made of, asked for when it is made. */
export interface PlannerPorts {
  readonly request: () => Promise<Omit<LivePlanRequest, 'previous' | 'keepItems'>>;
  readonly surroundings: () => Promise<Omit<SnapshotFacts, 'revision' | 'live'>>;
  /** What forbids any fit, whatever is ticked. */
  readonly allowed: () => Promise<Result<unknown>>;
  readonly onPlan: (plan: PlanSnapshot) => void;
  /** Ids whose entries changed; null: all. */
  readonly onTree: (paths: readonly string[] | null) => void;
}

/** Above this many changed entries the tree is told to ask for everything. */
const MOST_PATHS_TOLD = 200;

/** The resident that keeps the plan: one plan for a burst of events, one at a time, always of the newest state. */
export class Planner {
  readonly #ports: PlannerPorts;
  #live: LivePlan | null = null;
  #revision = 0;
  #timer: NodeJS.Timeout | null = null;
  /** When the timer goes off, by `performance.now()`. */
  #due = 0;
  #planning: Promise<void> | null = null;
  /** Ids to tell the tree of with the next plan; null: everything. */
  #changed: Set<string> | null = new Set();
  readonly #keepItems = keepItems();
  #tookMs = 0;

  constructor(ports: PlannerPorts) {
    this.#ports = ports;
  }

  /** The last plan; null until the first. */
  get live(): LivePlan | null {
    return this.#live;
  }

  /** What the last plan kept its thread from doing else, in ms. */
  get tookMs(): number {
    return this.#tookMs;
  }

  /** Plans after `pause` ms at the latest. */
  schedule(pause: number): void {
    const due = performance.now() + pause;
    if (this.#timer !== null && this.#due <= due) return;
    this.stop();
    this.#due = due;
    this.#timer = setTimeout(() => void this.replan(), pause);
  }

  /** The tree is told of these with the next plan; null: everything. */
  touch(paths: readonly string[] | null): void {
    if (paths === null || this.#changed === null) this.#changed = null;
    else for (const path of paths) this.#changed.add(path);
  }

  /** Plans now. */
  async replan(): Promise<void> {
    this.stop();
    while (this.#planning !== null) await this.#planning;
    this.#planning = this.#plan().finally(() => {
      this.#planning = null;
    });
    await this.#planning;
  }

  /** The plan of what is known now: one that is due is made first. Null: nobody has asked for one. */
  async settled(): Promise<LivePlan | null> {
    if (this.#timer !== null || this.#planning !== null) await this.replan();
    return this.#live;
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #plan(): Promise<void> {
    const allowed = await this.#ports.allowed();
    const started = performance.now();
    const request = await this.#ports.request();
    const before = this.#live;
    const live = livePlan({ ...request, previous: variantIds(before), keepItems: this.#keepItems });
    this.#tookMs = performance.now() - started;
    this.#live = live;
    const snapshot = snapshotOf({ ...(await this.#ports.surroundings()), revision: ++this.#revision, live });
    this.#ports.onPlan(allowed.ok ? snapshot : withFailure(snapshot, allowed.error));
    const changed = this.#changed;
    this.#changed = new Set();
    // A judgement is of every file.
    const isAll = before === null || changed === null || before.judged !== live.judged;
    const told = isAll ? null : changedEntries(before, live, changed);
    if (told === null || told.size > 0) this.#ports.onTree(told === null ? null : [...told]);
  }
}

/** What is on show, so that small changes do not reshuffle everything. */
export function variantIds(live: LivePlan | null): readonly string[] {
  return live?.plan.ok === true ? [...live.plan.value.choice.chosen.values()].map(({ id }) => id) : [];
}

/** Null when there are too many to name. */
function changedEntries(before: LivePlan, now: LivePlan, changed: Set<string>): ReadonlySet<string> | null {
  for (const [id, { reason, level, tokens }] of now.answers) {
    const then = before.answers.get(id);
    if (then?.reason !== reason || then.level !== level || then.tokens !== tokens) changed.add(id);
    if (changed.size > MOST_PATHS_TOLD) return null;
  }
  return changed;
}
