import { basename, sep } from 'node:path';
import type { IgnoreRules } from '../node/ignore-rules.ts';
import { OWN_IGNORE_FILE } from '../node/ignore-rules.ts';
import type { Root } from '../node/roots.ts';
import { walkWorkspace, type WalkSlice } from '../node/walk.ts';
import type { WalkedFile } from '../node/walk-state.ts';
import type { Examined } from './examine.ts';
import { FolderTree } from './folder-tree.ts';
import { isSettled, type KnownFile } from './known-file.ts';
import { WorkQueue } from './work-queue.ts';

export interface ScanRequest {
  readonly roots: readonly Root[];
  /** Only these absolute paths; empty: everything. */
  readonly only: readonly string[];
  readonly rules: IgnoreRules;
  readonly isOwnFile: (absolutePath: string) => boolean;
}

export interface FilesPorts {
  /** Reads and counts, or remembers; `ours`: an audit or prompt that we wrote, which is no candidate. */
  readonly examine: (file: WalkedFile, named: boolean) => Promise<Examined | 'ours'>;
  /** Ids that changed, came or went. */
  readonly changed: (ids: readonly string[]) => void;
  /** Everything found has been examined. */
  readonly settled: () => void;
  readonly warn: (text: string) => void;
}

/** Files read at once: enough to hide the disk behind counting, few enough to keep memory small. */
const LANES = 8;

/** Git's names, beside our own, whose change may change what is a candidate. */
const IGNORE_FILES: ReadonlySet<string> = new Set(['.gitignore', 'exclude', OWN_IGNORE_FILE]);

/**
 * The resident that knows the workspace's files: finds them, has them examined in the background, and follows
 * changes. It owns no contents; all that it knows can be found again.
 */
export class WorkspaceFiles {
  readonly tree = new FolderTree();
  readonly #files = new Map<string, KnownFile>();
  readonly #queue = new WorkQueue();
  readonly #ports: FilesPorts;
  #request: ScanRequest | null = null;
  /** A shell's glob may name thousands. */
  #named: ReadonlySet<string> = new Set();
  #walk = new AbortController();
  /** Running scans, those of single paths among them. */
  readonly #scans = new Set<symbol>();
  #lanes = 0;
  #waiting: (() => void)[] = [];

  constructor(ports: FilesPorts) {
    this.#ports = ports;
  }

  get files(): ReadonlyMap<string, KnownFile> {
    return this.#files;
  }

  /** Files found, and those of which all is known; null when there is nothing left to do. */
  get progress(): { readonly found: number; readonly counted: number } | null {
    if (this.#isIdle()) return null;
    const found = this.#files.size;
    return { found, counted: Math.max(0, found - this.#queue.size - this.#lanes) };
  }

  /** True when the file was named by itself: it is shown whatever kind it is of. */
  isNamed(absolutePath: string): boolean {
    return this.#named.has(absolutePath);
  }

  /** Forgets everything and looks anew. */
  open(request: ScanRequest): void {
    this.close();
    this.#request = request;
    this.#named = new Set(request.only);
    void this.#scan(request, null);
  }

  close(): void {
    this.#walk.abort();
    this.#walk = new AbortController();
    this.#request = null;
    this.#scans.clear();
    const known = [...this.#files.keys()];
    for (const id of known) this.#forget(id);
    this.#queue.clear();
    this.#wake();
  }

  /** Absolute paths that came, changed or went, folders among them. */
  async refresh(paths: readonly string[]): Promise<void> {
    const request = this.#request;
    if (request === null || paths.length === 0) return;
    if (paths.some((path) => IGNORE_FILES.has(basename(path)))) await this.#scan(request, null);
    else await this.#scan(request, paths);
  }

  /** Examines these before all others. */
  hurry(ids: Iterable<string>): void {
    this.#queue.hurry(ids);
  }

  /** Has a file examined again: what is asked of it has changed. */
  again(id: string): void {
    const file = this.#files.get(id);
    if (file?.walked === undefined || file.walked === null) return;
    this.#set({ ...file, facts: null, tokens: null, maskedTokens: null });
    this.#queue.add(id);
    this.#work();
  }

  /** Has every file examined again: another encoding counts from now on. */
  recount(): void {
    for (const [id, file] of this.#files) {
      if (file.walked === null || file.facts?.sha256 === null) continue;
      this.#set({ ...file, tokens: null, maskedTokens: null });
      this.#queue.add(id);
    }
    this.#work();
  }

  /** Resolves when everything found so far is known; at once when nothing is open. */
  async untilSettled(): Promise<void> {
    while (!this.#isIdle()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #isIdle(): boolean {
    return this.#scans.size === 0 && this.#lanes === 0 && this.#queue.size === 0;
  }

  /** @param paths only these; null: all, and what is not found any more is forgotten. */
  async #scan(request: ScanRequest, paths: readonly string[] | null): Promise<void> {
    if (paths === null) {
      this.#walk.abort();
      this.#walk = new AbortController();
    }
    const { signal } = this.#walk;
    const scan = Symbol();
    this.#scans.add(scan);
    await this.#look(request, paths, signal);
    this.#scans.delete(scan);
    if (!signal.aborted) this.#finish();
  }

  async #look(request: ScanRequest, paths: readonly string[] | null, signal: AbortSignal): Promise<void> {
    const missing = new Set(paths === null ? this.#files.keys() : this.#below(paths));
    const options = { isOwnFile: request.isOwnFile, signal };
    const where = paths === null ? { only: request.only } : { changed: paths };
    for await (const slice of walkWorkspace(request.roots, request.rules, { ...options, ...where })) {
      if (signal.aborted) return;
      this.#take(slice, missing);
    }
    if (signal.aborted) return;
    for (const id of missing) this.#forget(id);
    if (missing.size > 0) this.#ports.changed([...missing]);
  }

  #take(slice: WalkSlice, missing: Set<string>): void {
    const changed: string[] = [];
    for (const walked of slice.files) {
      missing.delete(walked.id);
      const known = this.#files.get(walked.id);
      if (known !== undefined && isUnchanged(known, walked)) continue;
      this.#set({
        id: walked.id,
        absolutePath: walked.absolutePath,
        walked,
        facts: known?.facts ?? null,
        tokens: known?.tokens ?? null,
        maskedTokens: known?.maskedTokens ?? null,
      });
      this.#queue.add(walked.id);
      changed.push(walked.id);
    }
    for (const { id, folder, reason, detail } of slice.skipped) {
      // What is gone stays among the missing, and is forgotten with them.
      if (reason === 'vanished' && !folder) continue;
      missing.delete(id);
      if (folder) {
        this.#ports.warn(`The folder ${JSON.stringify(id)} ${detail}: what is in it is not known.`);
        continue;
      }
      const facts = { reason, sha256: null, lines: 0, shownDiffers: false, secrets: [] };
      this.#set({ id, absolutePath: id, walked: null, facts, tokens: null, maskedTokens: null });
      changed.push(id);
    }
    if (changed.length > 0) this.#ports.changed(changed);
    this.#work();
  }

  /** Asks each file for the folders above it: a checkout changes thousands of paths at once. */
  #below(paths: readonly string[]): string[] {
    const changed = new Set(paths);
    const known: string[] = [];
    for (const [id, { absolutePath }] of this.#files) {
      for (let end = absolutePath.length; end > 0; end = absolutePath.lastIndexOf(sep, end - 1)) {
        if (!changed.has(absolutePath.slice(0, end))) continue;
        known.push(id);
        break;
      }
    }
    return known;
  }

  #work(): void {
    // A lane takes its first file at once.
    while (this.#lanes < LANES && this.#queue.size > 0) {
      this.#lanes++;
      void this.#lane();
    }
  }

  async #lane(): Promise<void> {
    for (let id = this.#queue.next(); id !== undefined; id = this.#queue.next()) {
      const file = this.#files.get(id);
      if (file === undefined || file.walked === null) continue;
      const { walked } = file;
      const examined = await this.#ports.examine(walked, this.isNamed(walked.absolutePath));
      // Changed, gone, or to be counted by another encoding meanwhile: somebody has queued it again.
      if (this.#files.get(id) !== file) continue;
      if (examined === 'ours') this.#forget(id);
      else this.#set({ ...file, ...examined });
      this.#ports.changed([id]);
    }
    this.#lanes--;
    this.#finish();
  }

  #finish(): void {
    if (!this.#isIdle()) return;
    this.#wake();
    this.#ports.settled();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #set(file: KnownFile): void {
    this.#files.set(file.id, file);
    const isShown = file.facts === null || file.facts.reason === null;
    this.tree.set(file.id, {
      counting: !isSettled(file),
      tokens: isShown ? (file.tokens ?? 0) : 0,
    });
  }

  #forget(id: string): void {
    this.#files.delete(id);
    this.#queue.delete(id);
    this.tree.delete(id);
  }
}

function isUnchanged({ walked }: KnownFile, now: WalkedFile): boolean {
  return (
    walked !== null &&
    walked.size === now.size &&
    walked.mtimeMs === now.mtimeMs &&
    walked.ctimeMs === now.ctimeMs &&
    walked.ino === now.ino &&
    walked.userExcluded === now.userExcluded
  );
}
