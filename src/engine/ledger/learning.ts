import { breathing } from '../../node/store/breathe.ts';
import type { AskedTask, PredictorSettings } from '../../core/budget/predict/asked-task.ts';
import { type Predictor, predictor } from '../../core/budget/predict/predictor.ts';
import type { Prediction } from '../../core/facts/prediction.ts';
import { type Failure, ok, type Result } from '../../core/facts/result.ts';
import type { History, HistoryNews } from '../../node/store/history.ts';
import type { WorkspaceRecord } from '../../node/store/workspace-record.ts';

const OUTCOMES = { kinds: new Set(['outcome']) };

/** What was learned, and the ids of what it was learned from. */
interface Lesson {
  readonly predictor: Predictor;
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
  /** A reading of an earlier round is out of date. */
  #round = 0;

  /** @param history null: there is none, and nothing is ever learned */
  constructor(history: History<WorkspaceRecord> | null, changed: () => void) {
    this.#history = history;
    this.#changed = changed;
    this.#isDone = history === null;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /** Why the history cannot be read; null: it can. */
  get trouble(): Failure | null {
    return this.#trouble;
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
    const breathe = breathing();
    for await (const batch of replay.value.batches) {
      for (const record of batch) {
        learnFrom(record, lesson);
        await breathe();
        if (round !== this.#round) return ok(null);
      }
    }
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
  return { predictor: predictor(), known: new Set() };
}

/** Each once, though it may be told and read. */
function learnFrom(record: WorkspaceRecord, { predictor: learner, known }: Lesson): void {
  if (record.kind !== 'outcome' || known.has(record.id)) return;
  known.add(record.id);
  learner.record(record);
}
