import type { AskedTask, PredictorSettings } from '../../core/budget/predict/asked-task.ts';
import { type Predictor, predictor } from '../../core/budget/predict/predictor.ts';
import type { AlertSettings } from '../../core/history/alert-settings.ts';
import type { Prediction } from '../../core/facts/prediction.ts';
import { type Failure, ok, type Result } from '../../core/facts/result.ts';
import { breathing } from '../../node/store/breathe.ts';
import type { History, HistoryNews } from '../../node/store/history.ts';
import type { OutcomeEntry, WorkspaceRecord } from '../../node/store/workspace-record.ts';
import { readLearned, writeLearned } from './learned-cache.ts';
import { predictorAfter } from './learned-fold.ts';
import { RecentOutcomes } from './recent-outcomes.ts';

const OUTCOMES = { kinds: new Set(['outcome']) };

/** After so long others of this thread have their turn: mostly one outcome, which takes about as long. */
const SLICE_MS = 1;
const FEW = 20;
/** Learning so many takes about as long as writing what was learned of the most that are kept by default. */
const WORTH_SAVING = 1_000;

/** What was learned, and from what. */
interface Lesson {
  predictor: Predictor;
  readonly recent: RecentOutcomes;
  /** Ids of what was learned or heard of. */
  readonly known: Set<string>;
  /** Ids of what was heard of and is still to be learned. */
  readonly heard: Set<string>;
  /** How many of them the next start need not learn again. */
  saved: number;
}

export interface LearningOptions {
  /** Something was learned, or the learning has come to its end. */
  readonly changed: () => void;
  /** Whether what was learned is kept as soon as all is learned, by a process that ends soon; else when `save` says. */
  readonly savesAtOnce: boolean;
  /** When an outcome raises an alert; by default as the specification has it. */
  readonly alerts?: () => AlertSettings;
  /** So many outcomes more than were kept are worth keeping. */
  readonly worthSaving?: number;
}

/**
 * The resident that owns the predictor. It learns from the whole history on first need, some milliseconds at a time,
 * and from then on from every outcome as it comes; until then it answers by what it has read.
 */
export class Learning {
  readonly #history: History<WorkspaceRecord> | null;
  readonly #options: LearningOptions;
  #lesson: Lesson;
  /** Outcomes that came while the history is read, to be learned behind it. */
  #behind: OutcomeEntry[] | null = null;
  #news: OutcomeEntry[] = [];
  /** Imports that run. */
  #holds = 0;
  #relearning: Promise<void> | null = null;
  #learning: Promise<Result<null>> | null = null;
  #stopFollowing: (() => void) | null = null;
  #isDone = false;
  #trouble: Failure | null = null;
  /** Why what was learned of pruned outcomes cannot be used. */
  #withheld: Failure | null = null;
  /** A reading of an earlier round is out of date. */
  #round = 0;

  /** @param history null: there is none, and nothing is ever learned */
  constructor(history: History<WorkspaceRecord> | null, options: LearningOptions) {
    this.#history = history;
    this.#options = options;
    this.#lesson = this.#newLesson();
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
    this.#learnFew();
    return this.#lesson.predictor.records;
  }

  /** Begins to learn, if nobody has; waits until everything is learned. Fails with `store_unreadable`. */
  async learn(): Promise<Result<null>> {
    this.#learning ??= this.#learnAll();
    const learned = await this.#learning;
    await this.#relearning;
    return learned;
  }

  /**
   * Runs an import. What it brings may be older than what was learned: it is not learned as it comes, but all anew in the
   * order of the history, as after a restart; meanwhile the old lesson answers.
   */
  async during<T>(work: () => Promise<T>, hasAdded: (result: T) => boolean): Promise<T> {
    this.#holds++;
    try {
      const result = await work();
      if (hasAdded(result)) this.#relearning = this.#relearn();
      return result;
    } finally {
      this.#holds--;
      setImmediate(() => this.#learnNews(SLICE_MS));
    }
  }

  /** Where nobody has asked yet, the first who does learns all. */
  async #relearn(): Promise<void> {
    if ((await this.#learning)?.ok === true) await this.#read(this.#newLesson(), true);
  }

  /** The latest outcomes, and their alerts: known at once, for who records does not wait for what was learned before. */
  get recent(): RecentOutcomes {
    if (this.#mayTakeNews && this.#news.length <= FEW)
      for (const record of this.#news) hearOf(record, this.#lesson);
    return this.#lesson.recent;
  }

  predict(task: AskedTask, now: number, settings: PredictorSettings): Result<Prediction> {
    this.#learnFew();
    return this.#lesson.predictor.predict(task, now, settings);
  }

  /** Keeps what was learned for the next start, where that would have much to learn again. */
  async save(): Promise<void> {
    const lesson = this.#lesson;
    const { worthSaving = WORTH_SAVING } = this.#options;
    if (this.#history === null || !this.#isDone || lesson.known.size - lesson.saved < worthSaving) return;
    const learned = [...lesson.known].filter((id) => !lesson.heard.has(id));
    lesson.saved = learned.length;
    await writeLearned(this.#history.folder(), lesson.predictor, learned);
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
    else if (this.#options.savesAtOnce) await this.save();
    return learned;
  }

  async #begin(): Promise<Result<null>> {
    if (this.#history === null) return ok(null);
    const loaded = await this.#history.load();
    if (!loaded.ok) return loaded;
    this.#stopFollowing ??= this.#history.follow((news) => this.#take(news));
    return this.#read(this.#lesson);
  }

  /** @param anew whether what was learned before is passed over */
  async #read(lesson: Lesson, anew = false): Promise<Result<null>> {
    if (this.#history === null) return ok(null);
    const round = ++this.#round;
    this.#behind = [];
    const opened = await this.#openLesson(this.#history, lesson, anew);
    if (!opened.ok) {
      this.#behind = null;
      return opened;
    }
    const breathe = breathing();
    for await (const batch of opened.value) {
      for (const record of batch) {
        if (record.kind !== 'outcome') continue;
        if (!lesson.known.has(record.id)) {
          lesson.known.add(record.id);
          lesson.predictor.record(record);
        }
        lesson.recent.addQuietly(record);
        await breathe();
        if (round !== this.#round) return ok(null);
      }
    }
    lesson.recent.lookBack();
    for (const record of this.#behind) learnFrom(record, lesson);
    this.#behind = null;
    this.#news = [];
    this.#lesson = lesson;
    this.#isDone = true;
    this.#options.changed();
    return ok(null);
  }

  /** What was learned before, where that is known; @returns what is still to be learned. */
  async #openLesson(
    history: History<WorkspaceRecord>,
    lesson: Lesson,
    anew: boolean,
  ): Promise<Result<AsyncIterable<readonly WorkspaceRecord[]>>> {
    const some = anew ? null : await history.replay({ ...OUTCOMES, states: false });
    if (some?.ok === false) return some;
    const learned = some === null ? null : await readLearned(history.folder(), some.value.ids);
    if (some !== null && learned !== null) {
      const { ids, after } = some.value;
      lesson.predictor = learned.predictor;
      for (const id of ids.slice(0, learned.count)) lesson.known.add(id);
      lesson.saved = lesson.known.size;
      return ok(after(Math.max(0, learned.count - RecentOutcomes.lookedBackAt)));
    }
    await some?.value.close();
    const all = await history.replay(OUTCOMES);
    if (!all.ok) return all;
    lesson.predictor = predictorAfter(all.value.checkpoint);
    this.#withheld = all.value.trouble;
    return ok(all.value.batches);
  }

  #newLesson(): Lesson {
    const recent = new RecentOutcomes(this.#options.alerts);
    return { predictor: predictor(), recent, known: new Set(), heard: new Set(), saved: 0 };
  }

  /** Whoever records does not wait for what is learned of it. */
  #take({ cleared, records }: HistoryNews<WorkspaceRecord>): void {
    if (cleared) {
      this.#round++;
      this.#lesson = this.#newLesson();
      this.#news = [];
      this.#behind = null;
      this.#isDone = true;
    }
    const outcomes = records.filter((record) => record.kind === 'outcome');
    if (this.#news.length === 0 && outcomes.length > 0) setImmediate(() => this.#learnNews(SLICE_MS));
    // one by one: another window's import may be too many arguments
    for (const outcome of outcomes) {
      this.#news.push(outcome);
      this.#behind?.push(outcome);
    }
    if (cleared || outcomes.length > 0) this.#options.changed();
  }

  /** While the history is read for the first time they wait behind it, and an import is learned in its order. */
  get #mayTakeNews(): boolean {
    return (this.#behind === null || this.#isDone) && this.#holds === 0;
  }

  /** @param mostMs after which others have their turn */
  #learnNews(mostMs: number): void {
    if (!this.#mayTakeNews) return;
    const until = performance.now() + mostMs;
    let learned = 0;
    for (const record of this.#news) {
      learnFrom(record, this.#lesson);
      learned++;
      if (performance.now() > until) break;
    }
    this.#news.splice(0, learned);
    if (this.#news.length > 0) setImmediate(() => this.#learnNews(mostMs));
    else if (learned > 1) this.#options.changed();
  }

  /** Who asks is answered by what has just come, unless that is much: another window's import. */
  #learnFew(): void {
    if (this.#news.length > 0 && this.#news.length <= FEW) this.#learnNews(Infinity);
  }
}

/** One that has just come: it may raise alerts. Each counts once, though it may be told and read. */
function hearOf(record: OutcomeEntry, { known, heard, recent }: Lesson): void {
  if (known.has(record.id)) return;
  known.add(record.id);
  heard.add(record.id);
  recent.add(record);
}

function learnFrom(record: OutcomeEntry, lesson: Lesson): void {
  hearOf(record, lesson);
  if (lesson.heard.delete(record.id)) lesson.predictor.record(record);
}
