import { breathing } from '../../node/store/breathe.ts';
import type { AskedTask, PredictorSettings } from '../../core/budget/predict/asked-task.ts';
import { type Predictor, predictor } from '../../core/budget/predict/predictor.ts';
import type { Prediction } from '../../core/facts/prediction.ts';
import type { BudgetRecord } from '../../core/facts/outcome-record.ts';
import { type Failure, ok, type Result } from '../../core/facts/result.ts';
import type { History, HistoryNews } from '../../node/store/history.ts';
import type { WorkspaceRecord } from '../../node/store/workspace-record.ts';

const OUTCOMES = { kinds: new Set(['outcome']) };
import { predictorAfter } from './learned-fold.ts';
import { RecentOutcomes } from './recent-outcomes.ts';

/** What was learned, and from what. */
interface Lesson {
  predictor: Predictor;
  readonly recent: RecentOutcomes;
  /** Ids. */
  readonly known: Set<string>;
}

/**
 * The resident that owns the predictor. It learns from the whole history on first need, some milliseconds at a time,
 * and from then on from every outcome as it comes; until then it answers by what it has read.
 */
export class Learning {
  readonly #history: History<WorkspaceRecord> | null;
  /** Something was learned, or the learning has come to its end. */
  readonly #changed: () => void;
  #lesson: Lesson = newLesson();
  /** Outcomes that came while the history is read, to be learned behind it. */
  #behind: WorkspaceRecord[] | null = null;
  #learning: Promise<Result<null>> | null = null;
  #stopFollowing: (() => void) | null = null;
  #isDone = false;
  #trouble: Failure | null = null;
  /** Why what was learned of pruned outcomes cannot be used. */
  #withheld: Failure | null = null;
  /** A reading of an earlier round is out of date. */
  #round = 0;

  /** @param history null: there is none, and nothing is ever learned */
  constructor(history: History<WorkspaceRecord> | null, changed: () => void) {
    this.#history = history;
    this.#changed = changed;
    this.#isDone = history === null;
  }

  /** Why the history, or a part of it, cannot be read; null: it can. */
  get trouble(): Failure | null {
    return this.#trouble ?? this.#withheld;
  }

  /** Whether it answers by all that can be known. */
  get isSettled(): boolean {
    return this.#isDone || this.#trouble !== null;
  }

  /** Outcomes that were learned from, those among them that are pruned by now. */
  get records(): number {
    return this.#lesson.predictor.records;
  }

  /** Begins to learn, if nobody has; waits until everything is learned. Fails with `store_unreadable`. */
  learn(): Promise<Result<null>> {
    this.#learning ??= this.#learnAll();
    return this.#learning;
  }

  /** Learns everything anew, in the order of the history; meanwhile the old lesson answers. */
  async relearn(): Promise<void> {
    if (!(await this.learn()).ok) return;
    await this.#read(newLesson());
  }

  /** The latest outcomes, and their alerts. */
  get recent(): RecentOutcomes {
    return this.#lesson.recent;
  }

  predict(task: AskedTask, now: number, settings: PredictorSettings): Result<Prediction> {
    return this.#lesson.predictor.predict(task, now, settings);
  }

  close(): void {
    this.#round++;
    this.#stopFollowing?.();
    this.#stopFollowing = null;
  }

  async #learnAll(): Promise<Result<null>> {
    const learned = await this.#begin();
    this.#trouble = learned.ok ? null : learned.error;
    // asked again, it tries again
    if (!learned.ok) this.#learning = null;
    return learned;
  }

  async #begin(): Promise<Result<null>> {
    if (this.#history === null) return ok(null);
    const loaded = await this.#history.load();
    if (!loaded.ok) return loaded;
    this.#stopFollowing ??= this.#history.follow((news) => this.#take(news));
    return this.#read(this.#lesson);
  }

  async #read(lesson: Lesson): Promise<Result<null>> {
    if (this.#history === null) return ok(null);
    const round = ++this.#round;
    this.#behind = [];
    const replay = await this.#history.replay(OUTCOMES);
    if (!replay.ok) {
      this.#behind = null;
      return replay;
    }
    lesson.predictor = predictorAfter(replay.value.checkpoint);
    this.#withheld = replay.value.trouble;
    const breathe = breathing();
    for await (const batch of replay.value.batches) {
      for (const record of batch) {
        learnFrom(record, lesson, (outcome) => lesson.recent.addQuietly(outcome));
        await breathe();
        if (round !== this.#round) return ok(null);
      }
    }
    lesson.recent.lookBack();
    for (const record of this.#behind) learnFrom(record, lesson);
    this.#behind = null;
    this.#lesson = lesson;
    this.#isDone = true;
    this.#changed();
    return ok(null);
  }

  #take({ cleared, records }: HistoryNews<WorkspaceRecord>): void {
    if (cleared) {
      this.#round++;
      this.#lesson = newLesson();
      this.#behind = null;
      this.#isDone = true;
    }
    if (this.#behind === null || this.#isDone) for (const record of records) learnFrom(record, this.#lesson);
    this.#behind?.push(...records);
    if (cleared || records.some(({ kind }) => kind === 'outcome')) this.#changed();
  }
}

function newLesson(): Lesson {
  return { predictor: predictor(), recent: new RecentOutcomes(), known: new Set() };
}

/** Each once, though it may be told and read. */
function learnFrom(
  record: WorkspaceRecord,
  lesson: Lesson,
  remember = (outcome: BudgetRecord): void => lesson.recent.add(outcome),
): void {
  if (record.kind !== 'outcome' || lesson.known.has(record.id)) return;
  lesson.known.add(record.id);
  lesson.predictor.record(record);
  remember(record);
}
