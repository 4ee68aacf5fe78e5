import type {
  CategoryRecord,
  ModelRecord,
  RequestRecord,
  ResponseRecord,
} from '../../core/facts/model-record.ts';
import { ok, type Result } from '../../core/facts/result.ts';
import {
  type Anomaly,
  type AnomalySettings,
  type Baseline,
  baselineName,
  NO_BASELINE,
  responseAnomalies,
  withUsual,
} from '../../core/history/models/anomalies.ts';
import type { ModelHistory } from '../../core/history/models/model-history.ts';
import { DEFAULT_KEYWORDS, type KeywordLists } from '../../core/models/classify/keywords.ts';
import { learnKeywords } from '../../core/models/classify/learn.ts';
import type { ModelScore, ScoreSettings } from '../../core/models/scores/model-score.ts';
import {
  EMPTY_BOOK,
  modelScores,
  type ModelScores,
  scoresIn,
  type VerdictBook,
  verdictBook,
  withVerdict,
} from '../../core/models/scores/verdict-book.ts';
import { verdictsInForce } from '../../core/models/scores/verdicts-in-force.ts';
import { isModelKind, MODEL_RECORD_KINDS } from '../../core/facts/check-model-record.ts';
import { systemCode } from '../../node/reading-trouble.ts';
import { readScores, writeScores } from '../../node/store/scores-file.ts';
import type { WorkspaceRecord } from '../../node/store/workspace-record.ts';
import type { ModelStore } from './ports.ts';

export interface PastOptions {
  /** Null: nothing is kept beyond this process. */
  readonly store: ModelStore | null;
  /** Epoch ms. */
  readonly now: () => number;
  readonly scoring: () => ScoreSettings;
  readonly warn: (text: string) => void;
}

/** What learning needs of a prompt in place of its text (spec M3.6). */
export type KeptClassification = Pick<CategoryRecord, 'keywords' | 'complexityScore' | 'taskType'>;

/** Where there is no workspace a report tells of so many. */
const MOST_UNSTORED = 1_000;

const MODEL_RECORDS = { kinds: new Set<string>(MODEL_RECORD_KINDS), states: false };

/**
 * The resident that knows what was asked of models in this workspace: verdicts, from which scores are folded at any
 * moment; how long answers took; which categories were right. Follows what other processes record.
 */
export class ModelPast {
  readonly #options: PastOptions;
  #book: VerdictBook = EMPTY_BOOK;
  #speeds = new Map<string, { count: number; totalMs: number }>();
  #baselines = new Map<string, Baseline>();
  #categories: CategoryRecord[] = [];
  #lists: KeywordLists | null = null;
  #unstored: ModelRecord[] = [];
  #loading: Promise<Result<null>> | null = null;
  #stop: (() => void) | null = null;
  /** Of the file, until the records are read. */
  #cached: readonly ModelScore[] | null = null;
  #saving: Promise<void> | null = null;
  #isDirty = false;
  #isClosed = false;

  constructor(options: PastOptions) {
    this.#options = options;
  }

  /** Reads what there is, once. Fails with `store_unreadable`; asked again, it tries again. */
  loaded(): Promise<Result<null>> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** The same verdicts at the same instant give the same scores. */
  scores(now: number, settings = this.#options.scoring()): ModelScores {
    return modelScores(this.#book, settings, now);
  }

  /** Every score with a verdict that counts; those of the file while the records are not read yet. */
  allScores(now: number): readonly ModelScore[] {
    return this.#cached ?? scoresIn(this.#book, this.#options.scoring(), now);
  }

  /** As users have corrected them. */
  get keywords(): KeywordLists {
    this.#lists ??= learnKeywords(DEFAULT_KEYWORDS, this.#categories);
    return this.#lists;
  }

  /** Mean time to an answer by model, ms, of those that answered. */
  get measuredMs(): ReadonlyMap<string, number> {
    return new Map([...this.#speeds].map(([model, { count, totalMs }]) => [model, totalMs / count]));
  }

  /** What is unusual of a response that is not recorded yet (spec M8). */
  unusual(response: ResponseRecord, settings: AnomalySettings): readonly Anomaly[] {
    return responseAnomalies(response, this.#baselines.get(baselineName(response)) ?? NO_BASELINE, settings);
  }

  /** Everything that is recorded, the order aside; for reports. Fails with `store_unreadable`. */
  async everything(): Promise<Result<ModelHistory>> {
    const { store } = this.#options;
    const records: ModelRecord[] = [];
    if (store === null) records.push(...this.#unstored);
    else {
      const replay = await store.history.replay(MODEL_RECORDS);
      if (!replay.ok) return replay;
      for await (const batch of replay.value.batches) records.push(...batch.filter(isModel));
    }
    return ok({
      requests: records.filter((record) => record.kind === 'request'),
      responses: records.filter((record) => record.kind === 'response'),
      verdicts: verdictsInForce(records.filter((record) => record.kind === 'verdict')),
    });
  }

  /** What came of one request, of the history; empty: nothing is known of it. */
  async responsesOf(requestId: string): Promise<readonly ResponseRecord[]> {
    const isOfIt = (record: WorkspaceRecord): record is ResponseRecord =>
      record.kind === 'response' && record.requestId === requestId;
    const { store } = this.#options;
    if (store === null) return this.#unstored.filter(isOfIt);
    const replay = await store.history.replay({ kinds: new Set(['response']), states: false });
    if (!replay.ok) return [];
    const found: ResponseRecord[] = [];
    for await (const batch of replay.value.batches) found.push(...batch.filter(isOfIt));
    return found;
  }

  /** What a request was classified by; null: of an older record, undefined: there is no such request. */
  async classifiedOf(requestId: string): Promise<KeptClassification | null | undefined> {
    const isIt = (record: WorkspaceRecord): record is RequestRecord =>
      record.kind === 'request' && record.id === requestId;
    const { store } = this.#options;
    const found: RequestRecord[] = [];
    if (store === null) found.push(...this.#unstored.filter(isIt));
    else {
      const replay = await store.history.replay({ kinds: new Set(['request']), states: false });
      if (!replay.ok) return undefined;
      for await (const batch of replay.value.batches) found.push(...batch.filter(isIt));
    }
    const request = found.at(-1);
    if (request === undefined) return undefined;
    const { classified, taskType } = request;
    return classified === undefined ? null : { ...classified, taskType };
  }

  /**
   * Appends a record. A fault of the storage fails nothing: what the disk refuses waits in memory.
   * @param another for a request that was asked before under its id: it is recorded again, by another one
   */
  async append(record: ModelRecord, another?: () => string): Promise<Result<null>> {
    const { store } = this.#options;
    if (store === null) {
      this.#unstored = [...this.#unstored.slice(1 - MOST_UNSTORED), record];
      this.#take([record]);
      return ok(null);
    }
    const appended = await store.history.append(record);
    if (!appended.ok) return appended;
    if (appended.value === 'known' && another !== undefined) return this.append({ ...record, id: another() });
    // told by the history to everybody who follows it; before it was read nobody does
    if (this.#stop === null) this.#take([record]);
    if (record.kind === 'verdict') this.#saveSoon();
    return ok(null);
  }

  /** Writes what is not written yet. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stop?.();
    await this.#saving;
  }

  async #load(): Promise<Result<null>> {
    const { store, now } = this.#options;
    if (store === null) return ok(null);
    const { history, folder } = store;
    const found = await readScores(history.folder(), folder, now());
    if (found.found === 'scores') this.#cached = found.scores;
    else if (found.found === 'damaged')
      this.#options.warn('scores.json was damaged: it is made anew from the records, a copy is kept.');
    const loaded = await history.load();
    if (!loaded.ok) return this.#again(loaded);
    // what comes from now on is told; what is there is read, and known by its id where it is told as well
    const early: WorkspaceRecord[] = [];
    let isRead = false;
    this.#stop = history.follow(({ cleared, records }) => {
      if (cleared) this.#forget();
      if (isRead) this.#take(records);
      else early.push(...records);
    });
    const replay = await history.replay(MODEL_RECORDS);
    if (!replay.ok) {
      this.#stop();
      this.#stop = null;
      return this.#again(replay);
    }
    const records: ModelRecord[] = [];
    for await (const batch of replay.value.batches)
      for (const record of batch) if (isModel(record)) records.push(record);
    const known = new Set(replay.value.ids);
    this.#forget();
    this.#book = verdictBook(records.filter((record) => record.kind === 'verdict'));
    this.#take(records.filter((record) => record.kind !== 'verdict'));
    isRead = true;
    this.#take(early.filter(({ id }) => !known.has(id)));
    // from here on the fold itself is told
    this.#cached = null;
    const folded = this.allScores(now());
    const isRight =
      found.found === 'scores'
        ? sameScores(found.scores, folded)
        : // a store in which nothing was judged is not written to, and may not be there at all
          found.found === 'missing' && folded.length === 0;
    if (!isRight) this.#saveSoon();
    return ok(null);
  }

  #again(failure: Result<null> & { readonly ok: false }): Result<null> {
    this.#loading = null;
    return failure;
  }

  #forget(): void {
    this.#book = EMPTY_BOOK;
    this.#speeds = new Map();
    this.#baselines = new Map();
    this.#categories = [];
    this.#lists = null;
    this.#unstored = [];
  }

  #take(records: readonly WorkspaceRecord[]): void {
    for (const record of records) {
      if (record.kind === 'verdict') this.#book = withVerdict(this.#book, record);
      if (record.kind === 'response') this.#takeResponse(record);
      if (record.kind === 'category') {
        this.#categories.push(record);
        this.#lists = null;
      }
    }
  }

  #takeResponse(response: ResponseRecord): void {
    const name = baselineName(response);
    this.#baselines.set(name, withUsual(this.#baselines.get(name) ?? NO_BASELINE, response));
    if (!response.success) return;
    const { count, totalMs } = this.#speeds.get(response.model) ?? { count: 0, totalMs: 0 };
    this.#speeds.set(response.model, { count: count + 1, totalMs: totalMs + response.responseMs });
  }

  /** After every update; those of one moment share a write. */
  #saveSoon(): void {
    this.#isDirty = true;
    this.#saving ??= this.#save().finally(() => {
      this.#saving = null;
    });
  }

  async #save(): Promise<void> {
    const { store, now, warn } = this.#options;
    if (store === null) return;
    while (this.#isDirty) {
      this.#isDirty = false;
      const at = now();
      try {
        await writeScores(
          store.disk,
          store.history.folder(),
          scoresIn(this.#book, this.#options.scoring(), at),
          at,
        );
      } catch (error) {
        const code = systemCode(error);
        if (code === null) throw error;
        // a cache: the records hold everything
        warn(`scores.json cannot be written (${code}); it is made anew at the next start.`);
        return;
      }
      if (this.#isClosed && !this.#isDirty) return;
    }
  }
}

function isModel(record: WorkspaceRecord): record is ModelRecord {
  return isModelKind(record.kind);
}

function sameScores(left: readonly ModelScore[], right: readonly ModelScore[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
