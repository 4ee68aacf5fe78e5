/** Ids waiting for work: urgent ones first, each once, in the order in which they came. */
export class WorkQueue {
  readonly #urgent = new Set<string>();
  readonly #patient = new Set<string>();

  get size(): number {
    return this.#urgent.size + this.#patient.size;
  }

  add(id: string): void {
    if (!this.#urgent.has(id)) this.#patient.add(id);
  }

  /** Moves what waits to the front; what does not wait stays away. */
  hurry(ids: Iterable<string>): void {
    for (const id of ids) if (this.#patient.delete(id)) this.#urgent.add(id);
  }

  delete(id: string): void {
    this.#urgent.delete(id);
    this.#patient.delete(id);
  }

  clear(): void {
    this.#urgent.clear();
    this.#patient.clear();
  }

  /** Takes the next id away. */
  next(): string | undefined {
    for (const waiting of [this.#urgent, this.#patient]) {
      for (const id of waiting) {
        waiting.delete(id);
        return id;
      }
    }
    return undefined;
  }
}
