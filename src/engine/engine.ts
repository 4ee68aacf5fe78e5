import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import type { FitSettings } from '../core/context/fit-settings.ts';
import { DEFAULT_FIT } from '../core/context/fit-settings.ts';
import { EMPTY_SELECTION, type Selection } from '../core/context/selection.ts';
import type { Judged } from '../core/context/rank/rank-files.ts';
import { type Failure, ok, type Result } from '../core/facts/result.ts';
import type { ModelData } from '../core/models/model-data.ts';
import { ignoreRules } from '../node/ignore-rules.ts';
import { ownPaths } from '../node/own-files.ts';
import type { OutlineOf } from '../node/outline/outliner.ts';
import type { ScanSecrets } from '../core/context/secrets/finding.ts';
import { DEFAULT_MAX_BYTES, type ReadText } from '../node/read.ts';
import { checkPathsExist, pathOfId } from '../node/roots.ts';
import type { WalkedFile } from '../node/walk-state.ts';
import { type PathMatcher, typedGlobs } from '../node/globs.ts';
import type { Attention, DocumentEdit, OpenWorkspace, PlanSnapshot } from '../protocol/engine.ts';
import type { TokenCounters } from '../tokens/token-counters.ts';
import type { Counting } from './counting.ts';
import { ContentKeys } from './content-keys.ts';
import { LiveDocuments } from './documents.ts';
import { Detailing } from './detailing.ts';
import { CloserLook } from './closer-look.ts';
import { Details } from './details.ts';
import { examine, type Terms } from './examine.ts';
import { gather, type Gathered, ticksByFolder } from './gather.ts';
import { loadShown } from './load.ts';
import type { Memory, OpenMemory } from './memory.ts';
import { plannedFit } from './live-plan.ts';
import { ModelChoice, type ChosenModel, type ModelSources } from './model-choice.ts';
import { offeringOf } from './offering.ts';
import { rememberOutlines } from './outlines.ts';
import { Planner } from './planner.ts';
import type { TreeState } from './tree-answers.ts';
import { PresentCounting } from './present-counting.ts';
import { Ranking, type RankingState } from './ranking.ts';
import { Remembering } from './remembering.ts';
import { reservingFor } from './reserving.ts';
import type { TaskOutlook } from './task-outlook.ts';
import { type ScanRequest, WorkspaceFiles } from './workspace-files.ts';

/** What the engine needs from its thread. */
export interface EnginePorts {
  /** Epoch ms. */
  readonly now: () => number;
  readonly counters: TokenCounters;
  readonly readModelData: () => Promise<ModelData>;
  readonly read: ReadText;
  readonly openMemory: OpenMemory;
  readonly outlineOf: OutlineOf;
  /** @param salt the store's, for the ids of what is found. */
  readonly scanSecrets: (salt: string) => ScanSecrets;
  /** Who knows what tasks take; absent: nobody. */
  readonly outlook?: TaskOutlook;
  readonly onPlan: (plan: PlanSnapshot) => void;
  readonly onTree: (paths: readonly string[] | null) => void;
  readonly onProgress: (progress: { found: number; counted: number; done: boolean }) => void;
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void;
}

/** A burst of events makes one plan. */
const PLAN_PAUSE_MS = 20;
/** While files are counted, figures move this often at the most. */
const INDEXING_PAUSE_MS = 200;
/** … and plans of a large workspace take at most a fifth of the time from the counting. */
const INDEXING_PAUSE_PER_PLAN = 4;

/**
 * The residents and what connects them: events come in, plans and tree changes go out. Requests that need more
 * than the present state are in files of their own (`fit-request.ts`, `count-request.ts`, `verify-request.ts`).
 */
export class Engine {
  readonly ports: EnginePorts;
  readonly models: ModelChoice;
  readonly documents: LiveDocuments;
  readonly files: WorkspaceFiles;
  readonly planner: Planner;
  readonly ranking = new Ranking();
  readonly outlineOf: OutlineOf;
  readonly details: Details;
  readonly closerLook: CloserLook;
  settings: FitSettings = DEFAULT_FIT;
  selection: Selection = EMPTY_SELECTION;
  attention: Attention = { open: [], visible: [], edited: {} };
  workspace: OpenWorkspace | null = null;
  readonly #counting: PresentCounting;
  readonly #remembering: Remembering;
  readonly #contentKeys: ContentKeys;
  readonly #detailing: Detailing;
  /** A door that only asks has its workspace looked at when an answer needs it. */
  #toScan: ScanRequest | null = null;
  #scanner: { readonly salt: string; readonly scan: ScanSecrets } | null = null;
  #openFailure: Failure | null = null;
  #isPinnedByGlob: PathMatcher = () => false;

  constructor(ports: EnginePorts) {
    this.ports = ports;
    this.outlineOf = rememberOutlines(ports.outlineOf);
    this.models = new ModelChoice(ports.readModelData, () =>
      new Date(ports.now()).toISOString().slice(0, 10),
    );
    this.#counting = new PresentCounting(ports.counters, (text) => ports.log('error', text));
    this.#remembering = new Remembering({
      open: ports.openMemory,
      warn: (text) => ports.log('warn', text),
      contentsInUse: () => this.#contentsInUse(),
    });
    this.documents = new LiveDocuments(() => this.counting.encoding);
    const texts = {
      load: (ids: readonly string[]) => loadShown(this, ids, this.settings),
      outlineOf: this.outlineOf,
      contentKey: (id: string) => this.#contentKeys.of(id),
    };
    this.details = new Details(texts);
    this.closerLook = new CloserLook(texts, () => this.#schedule(0));
    this.#detailing = new Detailing(this.details, () => this.#schedule(0));
    this.files = new WorkspaceFiles({
      examine: async (file, named) => {
        const memory = await this.memory;
        return examine(
          file,
          { named, pinned: this.#isPinned(file) },
          {
            read: ports.read,
            memory,
            counter: this.counting.encoding,
            terms: await this.#terms(memory),
            scanSecrets: await this.secretScan(),
            maxFileBytes: this.workspace?.files.maxFileBytes ?? DEFAULT_MAX_BYTES,
          },
        );
      },
      changed: (ids) => {
        this.ranking.changed();
        this.planner.touch(ids);
        this.#scheduleWhileIndexing();
      },
      settled: () => {
        this.#remembering.saveSoon();
        this.#schedule(PLAN_PAUSE_MS);
      },
      warn: (text) => ports.log('warn', text),
    });
    this.#contentKeys = new ContentKeys({
      files: this.files.files,
      documents: this.documents,
      policy: () => this.settings,
    });
    this.planner = new Planner({
      allowed: async () => {
        const chosen = await this.useModel();
        return chosen.ok ? this.opened() : chosen;
      },
      request: async () => {
        const chosen = await this.useModel();
        const { counting } = this;
        const present = chosen.ok ? chosen.value : { model: null, counting: counting.counting };
        const settings = await reservingFor(this.settings, present.model, (task, model) =>
          ports.outlook?.expect(task, model),
        );
        this.#refreshPast();
        // What ranks high is another file every moment while files are read: it is looked into when they are known.
        const isIndexing = this.files.progress !== null;
        const offering = await offeringOf(this, { settings, model: present.model, counting }, (first) =>
          isIndexing ? Promise.resolve(first) : this.closerLook.within(first),
        );
        const { judged, gathered } = offering;
        this.files.hurry(gathered.candidates.keys());
        const known = isIndexing
          ? this.details.known(offering.details)
          : await this.#detailing.within(offering.details);
        const isSettled = judged === null || this.closerLook.isSettled(judged);
        const detailed = { ...known, complete: known.complete && isSettled };
        return { settings, chosen: present, gathered, judged, detailed, count: counting.count };
      },
      surroundings: async () => ({
        indexing: this.files.progress,
        hasWorkspace: (this.workspace?.roots.length ?? 0) > 0 || this.documents.size > 0,
        candidates: this.files.files.size + this.looseDocuments().length,
        ticked: this.#tickedCount(),
        notes: (await this.models.refused()).map(({ message }) => message),
      }),
      onPlan: (plan) => {
        ports.onPlan(plan);
        if (this.planner.live !== null) ports.outlook?.planned(plannedFit(this.planner.live));
        if (plan.indexing !== null) this.#scheduleWhileIndexing();
      },
      onTree: ports.onTree,
    });
  }

  open(workspace: OpenWorkspace): void {
    this.workspace = workspace;
    const { roots, only, files } = workspace;
    const exists = checkPathsExist([...roots.map(({ path }) => path), ...only]);
    this.#openFailure = exists.ok ? null : exists.error;
    this.#remembering.use(workspace.cacheFolder, roots);
    this.ranking.open(exists.ok && workspace.ranking?.history === true ? roots : []);
    this.#isPinnedByGlob = workspace.pin.length === 0 ? () => false : typedGlobs(workspace.pin);
    const isOwnFile = ownPaths(files.ownFiles);
    const scan = { roots, only, rules: ignoreRules(files), isOwnFile };
    this.files.close();
    this.#toScan = exists.ok && roots.length > 0 ? scan : null;
    if (workspace.live) this.#scan();
    this.planner.touch(null);
    this.#schedule(PLAN_PAUSE_MS);
  }

  filesChanged(paths: readonly string[]): void {
    void this.files.refresh(paths);
  }

  documentText(id: string, text: string): void {
    this.documents.set(id, text);
    this.#documentChanged(id);
  }

  /** False: the text must be sent again. */
  documentEdited(id: string, edits: readonly DocumentEdit[]): boolean {
    const followed = this.documents.edit(id, edits);
    this.#documentChanged(id);
    return followed;
  }

  documentReleased(id: string): void {
    if (this.documents.release(id)) this.#documentChanged(id);
  }

  attend(attention: Attention): void {
    this.attention = attention;
    this.#schedule(PLAN_PAUSE_MS);
  }

  select(selection: Selection): void {
    const before = new Set(this.selection.pinned);
    this.selection = selection;
    // What was never counted may be so because it was not pinned, or is about to be.
    for (const id of selection.pinned)
      if (!before.has(id) && this.files.files.get(id)?.tokens === null) this.files.again(id);
    this.planner.touch(null);
    this.#schedule(PLAN_PAUSE_MS);
  }

  configure(settings: FitSettings): void {
    this.settings = settings;
    this.#schedule(PLAN_PAUSE_MS);
  }

  /** What is known of the task has changed. */
  replanSoon(): void {
    this.#schedule(PLAN_PAUSE_MS);
  }

  setModels(sources: ModelSources): void {
    this.models.setSources(sources);
    void this.#tellRefusedModels();
    this.#schedule(PLAN_PAUSE_MS);
  }

  /** What is known from before, for the open workspace. */
  get memory(): Promise<Memory> {
    return this.#remembering.memory();
  }

  /** The scanner for secrets, with the ids of the open workspace's machine. */
  async secretScan(): Promise<ScanSecrets> {
    const { salt } = await this.memory;
    if (this.#scanner?.salt !== salt) this.#scanner = { salt, scan: this.ports.scanSecrets(salt) };
    return this.#scanner.scan;
  }

  /** Looks for secrets in what has changed in the editor; to be called before `gather`. */
  async scanDocuments(): Promise<void> {
    this.documents.scan(await this.secretScan());
  }

  get counting(): Counting {
    return this.#counting.value;
  }

  /** What kept the workspace from being opened. */
  opened(): Result<null> {
    return this.#openFailure === null ? ok(null) : { ok: false, error: this.#openFailure };
  }

  /** Counts by the chosen model from now on. Error: `unknown_model`. */
  async useModel(): Promise<Result<ChosenModel>> {
    const chosen = await this.models.choose(this.settings);
    if (!chosen.ok) return chosen;
    const changed = this.#counting.use(chosen.value.counting);
    if (changed === 'encoding') {
      this.documents.recount();
      this.files.recount();
    }
    if (changed !== 'same') this.planner.touch(null);
    return ok({ model: chosen.value.model, counting: this.counting.counting });
  }

  /** Pin globs that no file of the workspace matches. */
  unmatchedPins(): readonly string[] {
    return (this.workspace?.pin ?? []).filter((glob) => {
      const matches = typedGlobs([glob]);
      return ![...this.files.files.values()].some(({ walked }) => walked !== null && matches(walked.path));
    });
  }

  /**
   * Ids of documents that are no file of the workspace, in text order. One that lies on the disk all the same was
   * put out by the rules (or is not found yet): unsaved edits do not bring an ignored file in.
   */
  looseDocuments(): readonly string[] {
    const isOnDisk = (id: string): boolean => {
      const path = this.absolutePathOf(id);
      return path !== null && checkPathsExist([path]).ok;
    };
    return [...this.documents.ids()].filter((id) => !this.files.files.has(id) && !isOnDisk(id)).sort();
  }

  /** @param judged see `judged`; null: gestures alone say what is worth how much. */
  gather(judged: Judged | null): Gathered {
    return gather({
      files: this.files.files,
      documents: this.documents,
      loose: this.looseDocuments(),
      selection: this.selection,
      offer: this.settings.offer,
      attention: this.attention,
      judged,
      policy: this.settings,
      isPinnedByGlob: this.#isPinnedByGlob,
      scale: this.counting.scale,
      now: this.ports.now(),
    });
  }

  /** How likely the task needs each file; null without a task, or where files are not read for ranking. */
  async judged(): Promise<Judged | null> {
    const { task } = this.settings;
    if (this.workspace?.ranking === undefined || task.trim() === '') return null;
    return this.ranking.judge(task, await this.#rankingState(), this.files.progress !== null);
  }

  /** The same, when those that rank first were looked into; as at first when it is cancelled. */
  async judgedClosely(isCancelled: () => boolean): Promise<Judged | null> {
    const judged = await this.judged();
    return judged === null ? null : this.closerLook.look(judged, isCancelled);
  }

  /** How well each file goes with any words; null where files are not read for ranking. */
  async judgedFor(words: string): Promise<Judged | null> {
    if (this.workspace?.ranking === undefined) return null;
    return this.ranking.judgeOnce(words, await this.#rankingState());
  }

  /** Waits until every candidate is counted; false when it was cancelled meanwhile. */
  async untilCounted(isCancelled: () => boolean): Promise<boolean> {
    this.#scan();
    this.files.hurry(this.gather(null).candidates.keys());
    const settled = Promise.all([this.files.untilSettled(), this.#readPast()]).then(() => true);
    let toldAt = performance.now();
    try {
      while (!isCancelled()) {
        if (await Promise.race([settled, setTimeoutPromise(PLAN_PAUSE_MS, false)])) return !isCancelled();
        if (performance.now() - toldAt < INDEXING_PAUSE_MS) continue;
        toldAt = performance.now();
        this.#tellProgress(false);
      }
      return false;
    } finally {
      this.#tellProgress(true);
    }
  }

  treeState(): TreeState {
    const { files, documents, selection } = this;
    const { live } = this.planner;
    return {
      files,
      documents,
      loose: this.looseDocuments(),
      selection,
      live,
      scale: this.counting.scale,
      folderPath: (id) => this.absolutePathOf(id),
    };
  }

  /** Where a path id lies; null outside of the roots. */
  absolutePathOf(id: string): string | null {
    return this.files.files.get(id)?.absolutePath ?? pathOfId(this.workspace?.roots ?? [], id);
  }

  async close(): Promise<void> {
    this.planner.stop();
    this.#detailing.stop();
    this.closerLook.stop();
    const saving = this.#remembering.save();
    this.files.close();
    this.ranking.past.open([]);
    await saving;
  }

  #scan(): void {
    if (this.#toScan !== null) this.files.open(this.#toScan);
    this.#toScan = null;
  }

  /** Where the texts of files are read for ranking. */
  async #terms(memory: Memory): Promise<Terms | null> {
    if (this.workspace?.ranking === undefined) return null;
    const store = await memory.terms();
    const { index } = this.ranking;
    return { has: (sha256) => store.has(sha256), keep: (sha256, shown) => index.keep(store, sha256, shown) };
  }

  /** In the background: a plan does not wait for git. */
  #refreshPast(): void {
    void this.#readPast().then((changed) => changed && this.#schedule(PLAN_PAUSE_MS));
  }

  async #readPast(): Promise<boolean> {
    const changed = await this.ranking.past.refresh(performance.now());
    if (changed) this.ranking.changed();
    return changed;
  }

  #tickedCount(): number {
    const isTicked = ticksByFolder(this.selection);
    const pinned = new Set(this.selection.pinned);
    const isWanted = (id: string): boolean => pinned.has(id) || isTicked(id);
    return [...this.files.files.keys(), ...this.looseDocuments()].filter(isWanted).length;
  }

  async #rankingState(): Promise<RankingState> {
    const terms = await (await this.memory).terms();
    return { files: this.files.files, documents: this.documents, terms };
  }

  #isPinned({ id, path }: WalkedFile): boolean {
    return this.selection.pinned.includes(id) || this.#isPinnedByGlob(path);
  }

  async #tellRefusedModels(): Promise<void> {
    for (const { message } of await this.models.refused()) this.ports.log('warn', message);
  }

  #documentChanged(id: string): void {
    this.ranking.changed();
    this.planner.touch([id]);
    this.#schedule(PLAN_PAUSE_MS);
  }

  #scheduleWhileIndexing(): void {
    this.#schedule(Math.max(INDEXING_PAUSE_MS, this.planner.tookMs * INDEXING_PAUSE_PER_PLAN));
  }

  #schedule(pause: number): void {
    if (this.workspace?.live === true) this.planner.schedule(pause);
  }

  #tellProgress(done: boolean): void {
    const all = this.files.files.size;
    this.ports.onProgress({ ...(this.files.progress ?? { found: all, counted: all }), done });
  }

  /** As the files are now; while they are still being found any content may be. */
  #contentsInUse(): (sha256: string) => boolean {
    if (this.files.progress !== null) return () => true;
    const hashes = new Set<string | null | undefined>();
    for (const { facts } of this.files.files.values()) hashes.add(facts?.sha256);
    return (sha256) => hashes.has(sha256);
  }
}
