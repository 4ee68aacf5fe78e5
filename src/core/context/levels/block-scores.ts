import { termWeight } from '../rank/bm25.ts';
import { stem } from '../rank/stem.ts';
import { termsOf } from '../rank/words.ts';
import type { LineRange } from '../item.ts';
import type { ChunkQuery } from './chunk-query.ts';
import type { FileOutline } from './symbols.ts';

/** How much length counts against a block (ranking study, "Chunks"). */
const B_BLOCK = 0.75;
/**
 * What speaks for the blocks beside a block speaks for it, too, by this share. Blocks of twelve lines are small: the
 * match is often in the lines above the change. Set by trial on the dev tasks, where .15 to .6 do the same.
 */
const NEIGHBOUR = 0.3;
/** Symbols of more lines say little about the blocks inside of them. */
const MOST_SYMBOL_LINES = 400;

/**
 * How well each block matches the task: stemmed, saturated BM25 of its own words (ranking study, "Chunks") and of the
 * names of the symbols around it, and a share of its neighbours' scores. 0 where nothing of the task is near.
 */
export function blockScores(
  lines: readonly string[],
  blocks: readonly LineRange[],
  outline: FileOutline,
  query: Pick<ChunkQuery, 'weights'>,
): Float64Array {
  const own = textScores(
    blocks.map(([from, to]) => lines.slice(from - 1, to).join('\n')),
    query,
  );
  const names = textScores(namesAround(blocks, outline), query);
  const alone = own.map((score, index) => score + (names[index] ?? 0));
  return alone.map((score, index) => score + NEIGHBOUR * ((alone[index - 1] ?? 0) + (alone[index + 1] ?? 0)));
}

/** Per block the names of the symbols that it has a part of. */
function namesAround(blocks: readonly LineRange[], { symbols }: FileOutline): string[] {
  const names = blocks.map((): string[] => []);
  let first = 0;
  for (const { name, range } of symbols) {
    // Symbols come in the order of their lines: no later one reaches back.
    while (first < blocks.length && (blocks[first]?.[1] ?? 0) < range[0]) first++;
    if (range[1] - range[0] >= MOST_SYMBOL_LINES) continue;
    for (let at = first; at < blocks.length && (blocks[at]?.[0] ?? 0) <= range[1]; at++)
      names[at]?.push(name);
  }
  return names.map((each) => each.join('\n'));
}

/** BM25 of each text; the mean length is theirs. */
function textScores(texts: readonly string[], { weights }: Pick<ChunkQuery, 'weights'>): Float64Array {
  const lengths = new Float64Array(texts.length);
  // A file says a few hundred words over and over: each is stemmed once. Null: nothing that is looked for.
  const roots = new Map<string, string | null>();
  const counts = texts.map((text, index) => {
    const found = new Map<string, number>();
    const terms = termsOf(text);
    lengths[index] = terms.length;
    for (const term of terms) {
      let root = roots.get(term);
      if (root === undefined) {
        const stemmed = stem(term);
        root = weights.has(stemmed) ? stemmed : null;
        roots.set(term, root);
      }
      if (root !== null) found.set(root, (found.get(root) ?? 0) + 1);
    }
    return found;
  });
  const mean = Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, texts.length));
  return Float64Array.from(counts, (found, index) => {
    let score = 0;
    for (const [root, count] of found) {
      score += (weights.get(root) ?? 0) * termWeight(count, B_BLOCK, (lengths[index] ?? 0) / mean);
    }
    return score;
  });
}
