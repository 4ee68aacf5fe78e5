import type { Root } from '../node/roots.ts';
import type { Memory, OpenMemory } from './memory.ts';

/** What was learnt is saved this long after the last file. */
const SAVE_PAUSE_MS = 1000;

/** The resident that keeps what is known from before: opened on first need, saved in pauses and at the end. */
export class Remembering {
  readonly #open: OpenMemory;
  readonly #warn: (text: string) => void;
  #cacheFolder: string | null = null;
  #roots: readonly Root[] = [];
  #memory: Promise<Memory> | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** The saving of the workspace before. */
  #earlier: Promise<void> = Promise.resolve();

  constructor(open: OpenMemory, warn: (text: string) => void) {
    this.#open = open;
    this.#warn = warn;
  }

  /** The memory of a workspace from now on; that of the one before is saved. */
  use(cacheFolder: string | null, roots: readonly Root[]): void {
    const isSame = cacheFolder === this.#cacheFolder && pathsOf(roots) === pathsOf(this.#roots);
    if (isSame) return;
    this.#earlier = this.save();
    this.#cacheFolder = cacheFolder;
    this.#roots = roots;
    this.#memory = null;
  }

  memory(): Promise<Memory> {
    this.#memory ??= this.#open(this.#cacheFolder, this.#roots);
    return this.#memory;
  }

  saveSoon(): void {
    this.#stop();
    this.#timer = setTimeout(() => void this.save(), SAVE_PAUSE_MS);
    this.#timer.unref();
  }

  /** Now; nothing is written where nothing is new. */
  async save(): Promise<void> {
    this.#stop();
    const memory = this.#memory;
    await this.#earlier;
    const saved = await (await memory)?.save();
    if (saved?.ok === false) this.#warn(`Counts are not kept for the next start: ${saved.error.message}`);
  }

  #stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function pathsOf(roots: readonly Root[]): string {
  return JSON.stringify(roots.map(({ path }) => path));
}
