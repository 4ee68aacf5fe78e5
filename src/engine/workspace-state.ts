import { DEFAULT_FIT, type FitSettings } from '../core/context/fit-settings.ts';
import { EMPTY_SELECTION, type Selection } from '../core/context/selection.ts';
import { ok, type Result } from '../core/facts/result.ts';
import { type PathMatcher, typedGlobs } from '../node/globs.ts';
import { ignoreRules } from '../node/ignore-rules.ts';
import { ownPaths } from '../node/own-files.ts';
import { DEFAULT_MAX_BYTES } from '../node/read.ts';
import { checkPathsExist, pathOfId, type Root } from '../node/roots.ts';
import type { WalkedFile } from '../node/walk-state.ts';
import type { Attention } from '../protocol/selection.ts';
import type { OpenWorkspace } from '../protocol/workspace.ts';
import type { ScanRequest } from './workspace-files.ts';

/** What the door said last: which workspace is open, what is chosen of it, and how that is to be fitted. */
export class WorkspaceState {
  settings: FitSettings = DEFAULT_FIT;
  selection: Selection = EMPTY_SELECTION;
  attention: Attention = { open: [], visible: [], edited: {} };
  #open: OpenWorkspace | null = null;
  #opened: Result<null> = ok(null);
  #toScan: ScanRequest | null = null;
  #isPinnedByGlob: PathMatcher = () => false;

  open(workspace: OpenWorkspace): void {
    this.#open = workspace;
    const { roots, only, pin, files } = workspace;
    this.#opened = checkPathsExist([...roots.map(({ path }) => path), ...only]);
    this.#isPinnedByGlob = pin.length === 0 ? () => false : typedGlobs(pin);
    this.#toScan =
      this.#opened.ok && roots.length > 0
        ? { roots, only, rules: ignoreRules(files), isOwnFile: ownPaths(files.ownFiles) }
        : null;
  }

  /** What kept the workspace from being opened. */
  get opened(): Result<null> {
    return this.#opened;
  }

  get roots(): readonly Root[] {
    return this.#open?.roots ?? [];
  }

  /** Roots whose git may be asked for past changes. */
  get rootsWithPast(): readonly Root[] {
    return this.#opened.ok && this.#open?.ranking?.history === true ? this.#open.roots : [];
  }

  /** Whether plans follow every change. */
  get isLive(): boolean {
    return this.#open?.live === true;
  }

  /** Whether files are read for ranking. */
  get isRanked(): boolean {
    return this.#open?.ranking !== undefined;
  }

  /** Larger files are left out. */
  get maxFileBytes(): number {
    return this.#open?.files.maxFileBytes ?? DEFAULT_MAX_BYTES;
  }

  /** What is to be looked at, once; null: that was done, or there is nothing. */
  takeScan(): ScanRequest | null {
    const scan = this.#toScan;
    this.#toScan = null;
    return scan;
  }

  /** @param path inside its root. */
  isPinnedByGlob(path: string): boolean {
    return this.#isPinnedByGlob(path);
  }

  isPinned({ id, path }: WalkedFile): boolean {
    return this.selection.pinned.includes(id) || this.#isPinnedByGlob(path);
  }

  /** Pin globs that match none of the paths inside their roots. */
  unmatchedPins(paths: readonly string[]): readonly string[] {
    return (this.#open?.pin ?? []).filter((glob) => !paths.some(typedGlobs([glob])));
  }

  /** Where a path id lies; null outside of the roots. */
  pathOf(id: string): string | null {
    return pathOfId(this.roots, id);
  }
}
