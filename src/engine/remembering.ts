import type { Root } from '../node/roots.ts';
import type { Memory, OpenMemory } from './memory.ts';

/** What was learnt is saved this long after the last file. */
const SAVE_PAUSE_MS = 1000;

/** Terms are saved this often at most: a save rewrites megabytes, and losing it costs reading a few files again. */
const SAVE_TERMS_PAUSE_MS = 60_000;

export interface RememberingPorts {
  readonly open: OpenMemory;
  readonly warn: (text: string) => void;
  /** By SHA-256: contents of the files that there are now. */
  readonly contentsInUse: () => (sha256: string) => boolean;
}

/** The resident that keeps what is known from before: opened on first need, saved in pauses and at the end. */
export class Remembering {
  readonly #ports: RememberingPorts;
  #cacheFolder: string | null = null;
  #roots: readonly Root[] = [];
  #memory: Promise<Memory> | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** The saving of the workspace before. */
  #earlier: Promise<void> = Promise.resolve();
  /** By `performance.now()`. */
  #savedTermsAt = Number.NEGATIVE_INFINITY;

  constructor(ports: RememberingPorts) {
    this.#ports = ports;
  }

  /** The memory of a workspace from now on; that of the one before is saved. */
  use(cacheFolder: string | null, roots: readonly Root[]): void {
    const isSame = cacheFolder === this.#cacheFolder && pathsOf(roots) === pathsOf(this.#roots);
    if (isSame) return;
    this.#earlier = this.save();
    this.#savedTermsAt = Number.NEGATIVE_INFINITY;
    this.#cacheFolder = cacheFolder;
    this.#roots = roots;
    this.#memory = null;
  }

  memory(): Promise<Memory> {
    this.#memory ??= this.#ports.open(this.#cacheFolder, this.#roots);
    return this.#memory;
  }

  saveSoon(): void {
    this.#stop();
    this.#timer = setTimeout(() => void this.#save(false), SAVE_PAUSE_MS);
    this.#timer.unref();
  }

  /** Now; nothing is written where nothing is new. */
  save(): Promise<void> {
    return this.#save(true);
  }

  async #save(withTerms: boolean): Promise<void> {
    this.#stop();
    const memory = this.#memory;
    const inUse = this.#ports.contentsInUse();
    await this.#earlier;
    const opened = await memory;
    if (opened === null) return;
    const saved = await opened.save();
    if (!saved.ok) this.#ports.warn(`Counts are not kept for the next start: ${saved.error.message}`);
    const now = performance.now();
    if (!withTerms && now - this.#savedTermsAt < SAVE_TERMS_PAUSE_MS) return;
    this.#savedTermsAt = now;
    const kept = await opened.saveTerms(inUse);
    if (!kept.ok) this.#ports.warn(`The index is not kept for the next start: ${kept.error.message}`);
  }

  #stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function pathsOf(roots: readonly Root[]): string {
  return JSON.stringify(roots.map(({ path }) => path));
}
