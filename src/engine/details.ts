import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Candidate, DetailedVariants } from '../core/context/candidates.ts';
import type { Load, Revise } from '../core/context/contents.ts';
import { contentOf } from '../core/context/contents.ts';
import type { Level, Variant } from '../core/context/item.ts';
import type { ChunkQuery } from '../core/context/levels/chunk-query.ts';
import { worthBy } from '../core/context/candidates.ts';
import { worthLookingInto } from '../core/context/levels/look-into.ts';
import { variantsFor } from '../core/context/levels/variants.ts';
import { queryKey, type Rarities, taskQuery } from '../core/context/levels/task-query.ts';
import { taskTerms } from '../core/context/rank/task-terms.ts';
import type { OutlineOf } from '../node/outline/outliner.ts';

export interface DetailPorts {
  readonly load: Load;
  readonly outlineOf: OutlineOf;
  /** Tells one content of a candidate from another; null: not known. */
  readonly contentKey: (id: string) => string | null;
}

export interface DetailRequest {
  readonly candidates: ReadonlyMap<string, Candidate>;
  readonly levels: readonly Level[];
  /** Tokens of the whole prompt. */
  readonly budget: number;
  readonly task: string;
  /** How rare the task's terms are in the workspace; null: they all count alike. */
  readonly rarities: Rarities | null;
  readonly count: (text: string) => number;
}

export interface DetailedFiles {
  readonly variants: DetailedVariants;
  /** For files that change between now and their reading. */
  readonly revise: Revise;
}

interface Kept {
  readonly contentKey: string;
  readonly madeFor: string;
  readonly countedBy: (text: string) => number;
  /** As shown. */
  readonly text: string;
  /** Values of a file that is needed for certain; null: it could not be read. */
  readonly variants: readonly Variant[] | null;
}

/** Twice as many as one fit looks into, with their texts. */
const MOST_KEPT = 400;
/** Files between two looks at what else the thread has to do; each takes some ms. */
const FILES_A_TURN = 2;
/** Loaded together. */
const BATCH = 16;

/** The resident that knows excerpts and outlines of the files that rank high, made once for a content and a task. */
export class Details {
  readonly #ports: DetailPorts;
  /** The ones longest unused first. */
  readonly #kept = new Map<string, Kept>();

  constructor(ports: DetailPorts) {
    this.#ports = ports;
  }

  /** What is known without reading anything, and whether that is all that is worth knowing. */
  known(request: DetailRequest): { readonly variants: DetailedVariants; readonly complete: boolean } {
    const wanted = this.#wanted(request);
    const found = this.#findAll(wanted.ids, wanted.madeFor, request);
    return { variants: variantsIn(found), complete: found.size === wanted.ids.length };
  }

  /** Makes what is missing. Null: cancelled, which it can be between any two files. */
  async make(request: DetailRequest, isCancelled: () => boolean): Promise<DetailedFiles | null> {
    const { ids, query, madeFor } = this.#wanted(request);
    const found = this.#findAll(ids, madeFor, request);
    const missing = ids.filter((id) => !found.has(id));
    let made = 0;
    for (let at = 0; at < missing.length; at += BATCH) {
      const batch = missing.slice(at, at + BATCH);
      const keys = new Map(batch.map((id) => [id, this.#ports.contentKey(id)]));
      const loaded = await this.#ports.load(batch);
      for (const id of batch) {
        if (isCancelled()) return null;
        if (++made % FILES_A_TURN === 0) await nextTurn();
        const entry = loaded.get(id);
        // What cannot be read offers what was known of it; whoever reads the chosen says why.
        const text = entry !== undefined && 'text' in entry ? contentOf(entry).text : null;
        const variants = text === null ? null : await this.#variantsOf(id, text, request, query);
        const contentKey = keys.get(id) ?? null;
        if (contentKey === null) continue;
        const kept = { contentKey, madeFor, countedBy: request.count, text: text ?? '', variants };
        found.set(id, kept);
        this.#keep(id, kept);
      }
    }
    if (isCancelled()) return null;
    return {
      variants: variantsIn(found),
      revise: async (item, text) => {
        const before = found.get(item.sourceId);
        if (before === undefined || before.variants === null || before.text === text) return null;
        const { worth = 1 } = request.candidates.get(item.sourceId) ?? {};
        const variants = await this.#variantsOf(item.sourceId, text, request, query);
        return variants.map((variant) => worthBy(item.probability * worth, variant));
      },
    };
  }

  /** @returns `madeFor`: what variants of one content depend on beside the counting. */
  #wanted({ candidates, levels, budget, task, rarities }: DetailRequest): {
    readonly ids: readonly string[];
    readonly query: ChunkQuery | null;
    readonly madeFor: string;
  } {
    if (!levels.includes('chunks') && !levels.includes('outline'))
      return { ids: [], query: null, madeFor: '' };
    const query = taskQuery(taskTerms(task), rarities);
    return {
      ids: worthLookingInto(candidates.values(), budget).filter((id) => this.#ports.contentKey(id) !== null),
      query,
      madeFor: JSON.stringify([levels, query === null ? null : queryKey(query)]),
    };
  }

  #find(id: string, madeFor: string, { count }: DetailRequest): Kept | undefined {
    const kept = this.#kept.get(id);
    if (kept === undefined || kept.madeFor !== madeFor || kept.countedBy !== count) return undefined;
    return kept.contentKey === this.#ports.contentKey(id) ? kept : undefined;
  }

  #findAll(ids: readonly string[], madeFor: string, request: DetailRequest): Map<string, Kept> {
    const found = new Map<string, Kept>();
    for (const id of ids) {
      const kept = this.#find(id, madeFor, request);
      if (kept !== undefined) found.set(id, kept);
    }
    return found;
  }

  #keep(id: string, kept: Kept): void {
    this.#kept.delete(id);
    this.#kept.set(id, kept);
    if (this.#kept.size <= MOST_KEPT) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }

  async #variantsOf(
    sourceId: string,
    content: string,
    { levels, count }: DetailRequest,
    query: ChunkQuery | null,
  ): Promise<readonly Variant[]> {
    const outline = await this.#ports.outlineOf(sourceId, content);
    const tokens = count(content);
    return variantsFor({
      sourceId,
      path: sourceId,
      content,
      tokens,
      probability: 1,
      levels,
      outline,
      query,
      count,
    });
  }
}

function variantsIn(found: ReadonlyMap<string, Kept>): DetailedVariants {
  const variants = new Map<string, readonly Variant[]>();
  for (const [id, kept] of found) if (kept.variants !== null) variants.set(id, kept.variants);
  return variants;
}
