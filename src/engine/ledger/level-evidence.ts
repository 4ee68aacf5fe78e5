import { levelUses } from '../../core/budget/compute/level-uses.ts';
import type { LevelUse } from '../../core/budget/compute/suggest-level.ts';
import type { LedgerRecord, UsageEntry } from '../../core/facts/ledger-record.ts';
import type { History, HistoryNews } from '../../node/store/history.ts';
import { isOfLedger, type WorkspaceRecord } from '../../node/store/workspace-record.ts';

/** As far back as suggestions look (spec C9). */
const LOOK_BACK_MS = 90 * 86_400_000;

export interface LevelEvidenceOptions {
  /** Epoch ms. */
  readonly now: () => number;
  readonly changed: () => void;
  /** Waits until the usage of the past was told to `see`. */
  readonly usageRead: () => Promise<unknown>;
}

/** The resident that knows what tasks used of the compute that their level gave them, where somebody told. */
export class LevelEvidence {
  readonly #history: History<WorkspaceRecord>;
  readonly #options: LevelEvidenceOptions;
  readonly #entries = new Map<string, UsageEntry>();
  /** What became of a request; of those only that the history tells since this process began, and of the entries. */
  readonly #successes = new Map<string, boolean | null>();
  #uses: readonly LevelUse[] | null = null;
  #opening: Promise<void> | null = null;
  #stopFollowing: (() => void) | null = null;

  constructor(history: History<WorkspaceRecord>, options: LevelEvidenceOptions) {
    this.#history = history;
    this.#options = options;
  }

  /** As far as the history is read. The same list until something is told. */
  get uses(): readonly LevelUse[] {
    this.#uses ??= levelUses(this.#entries.values(), (id) => this.#successes.get(id) ?? null);
    return this.#uses;
  }

  /** Reads what is there, if nobody has; without a readable history there is nothing to say. */
  opened(): Promise<void> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  close(): void {
    this.#stopFollowing?.();
    this.#stopFollowing = null;
  }

  /** Records of the ledger as they come by. */
  see(records: readonly LedgerRecord[]): void {
    const since = this.#options.now() - LOOK_BACK_MS;
    let isNews = false;
    for (const record of records) {
      if (record.kind !== 'usage' || record.level === null || record.reserved === null) continue;
      if (record.at < since) continue;
      this.#entries.set(record.id, record);
      isNews = true;
    }
    if (!isNews) return;
    this.#uses = null;
    this.#options.changed();
  }

  async #open(): Promise<void> {
    const [loaded] = await Promise.all([this.#history.load(), this.#options.usageRead()]);
    if (!loaded.ok) {
      // asked again, it tries again
      this.#opening = null;
      return;
    }
    this.#stopFollowing ??= this.#history.follow((news) => this.#hear(news));
    // most never tell what a level used
    if (this.#entries.size > 0) await this.#readOutcomes();
  }

  async #readOutcomes(): Promise<void> {
    const since = this.#options.now() - LOOK_BACK_MS;
    const replay = await this.#history.replay({ kinds: new Set(['outcome']), since, states: false });
    if (!replay.ok) return;
    for await (const batch of replay.value.batches) this.#take(batch);
  }

  #hear({ cleared, records }: HistoryNews<WorkspaceRecord>): void {
    if (cleared) {
      this.#entries.clear();
      this.#successes.clear();
      this.#uses = null;
      // they were told to us before we knew that all before them is gone
      this.see(records.filter(isOfLedger));
    }
    this.#take(records);
  }

  #take(records: readonly WorkspaceRecord[]): void {
    for (const record of records)
      if (record.kind === 'outcome' && record.allocation !== undefined)
        this.#successes.set(record.requestId ?? record.id, record.outcome.success);
    this.#uses = null;
  }
}
