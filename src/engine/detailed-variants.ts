import type { Candidate, DetailedVariants } from '../core/context/candidates.ts';
import type { Load, Revise } from '../core/context/contents.ts';
import { contentOf } from '../core/context/contents.ts';
import type { Level, Variant } from '../core/context/item.ts';
import { chunkQuery } from '../core/context/levels/chunk-query.ts';
import { worthLookingInto } from '../core/context/levels/look-into.ts';
import { variantsFor } from '../core/context/levels/variants.ts';
import { taskTerms } from '../core/context/rank/task-terms.ts';
import { termsOf } from '../core/context/rank/words.ts';
import type { OutlineOf } from '../node/outline/outliner.ts';

export interface DetailRequest {
  readonly candidates: ReadonlyMap<string, Candidate>;
  readonly levels: readonly Level[];
  /** Tokens of the whole prompt. */
  readonly budget: number;
  readonly task: string;
  /** How rare the task's terms are; null: among the files that are looked into. */
  readonly rarities: Rarities | null;
  readonly count: (text: string) => number;
  readonly load: Load;
  readonly outlineOf: OutlineOf;
  readonly isCancelled: () => boolean;
}

export interface Rarities {
  /** All files of the workspace. */
  readonly files: number;
  /** Those with a term; lower case, not stemmed. */
  readonly having: (term: string) => number;
}

export interface DetailedFiles {
  readonly variants: DetailedVariants;
  /** For files that change between now and their reading. */
  readonly revise: Revise;
}

/**
 * Excerpts and outlines of the candidates that are worth a look (`worthLookingInto`). Null: cancelled, which it can be
 * between any two files.
 */
export async function detailedVariants(request: DetailRequest): Promise<DetailedFiles | null> {
  const { candidates, levels, budget, count, outlineOf } = request;
  if (!levels.includes('chunks') && !levels.includes('outline')) {
    return { variants: new Map(), revise: () => Promise.resolve(null) };
  }
  const texts = new Map<string, string>();
  const loaded = await request.load(worthLookingInto(candidates.values(), budget));
  // What cannot be read offers what was known of it; whoever reads the chosen says why.
  for (const [id, entry] of loaded) if ('text' in entry) texts.set(id, contentOf(entry).text);

  const task = taskTerms(request.task);
  const { files, having } =
    request.rarities ?? raritiesIn(texts, new Set(task.terms.map(({ text }) => text)));
  const query = task.terms.length + task.places.length === 0 ? null : chunkQuery(task, files, having);
  const make = async (
    sourceId: string,
    content: string,
    probability: number,
  ): Promise<readonly Variant[]> => {
    const { worth = 1 } = candidates.get(sourceId) ?? {};
    const outline = await outlineOf(sourceId, content);
    const tokens = count(content);
    return variantsFor({
      sourceId,
      path: sourceId,
      content,
      tokens,
      probability: probability * worth,
      levels,
      outline,
      query,
      count,
    });
  };

  const variants = new Map<string, readonly Variant[]>();
  for (const [id, text] of texts) {
    if (request.isCancelled()) return null;
    variants.set(id, await make(id, text, candidates.get(id)?.probability ?? 0));
  }
  return {
    variants,
    revise: async (item, text) => {
      const before = texts.get(item.sourceId);
      if (before === undefined || before === text) return null;
      return make(item.sourceId, text, item.probability);
    },
  };
}

function raritiesIn(texts: ReadonlyMap<string, string>, wanted: ReadonlySet<string>): Rarities {
  const counts = new Map<string, number>();
  for (const text of texts.values()) {
    for (const term of new Set(termsOf(text))) {
      if (wanted.has(term)) counts.set(term, (counts.get(term) ?? 0) + 1);
    }
  }
  return { files: texts.size, having: (term) => counts.get(term) ?? 0 };
}
