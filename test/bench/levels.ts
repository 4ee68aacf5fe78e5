/**
 * Measures u, the worth of a level of detail: the share of truly changed hunks that it shows (spec F10).
 *
 *   npm run bench:levels -- --data DIR --snapshots DIR
 *
 * `--data`: a folder with dev.jsonl (a task a line: id, repo, query, gold, hunks per gold file). `--snapshots`: a folder
 * with a work tree per task id. Prints the levels, the excerpts by size, the weights that
 * src/core/context/levels/utility.ts holds, and their log-loss with each repository left out.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { LineRange } from '../../src/core/context/item.ts';
import { sourceKind } from '../../src/core/context/kind/source-kind.ts';
import { chunkQuery } from '../../src/core/context/levels/chunk-query.ts';
import { chunksOf } from '../../src/core/context/levels/chunks.ts';
import { outlineRanges } from '../../src/core/context/levels/outline.ts';
import type { ChunkSize } from '../../src/core/context/levels/utility.ts';
import { linesOf, shownAt, shownText } from '../../src/core/context/render/shown-text.ts';
import { taskTerms, type TaskTerms } from '../../src/core/context/rank/task-terms.ts';
import { termsOf } from '../../src/core/context/rank/words.ts';
import { exactBy } from '../../src/core/facts/model-profile.ts';
import { createModelCounter } from '../../src/tokens/model-counter.ts';
import { createTokenCounters } from '../../src/tokens/token-counters.ts';
import { createOutliner } from '../../src/node/outline/outliner.ts';
import { builtGrammars } from '../unit/node/outline/built-grammars.ts';
import { builtTokenAssets } from '../unit/tokens/built-assets.ts';
import { fittedWeights, logLoss, type Sample } from './levels-fit.ts';

interface Task {
  readonly id: string;
  readonly repo: string;
  readonly query: string;
  readonly gold: readonly string[];
  readonly hunks: Readonly<Record<string, readonly LineRange[]>>;
}

/** The study ranked nothing larger, in bytes. */
const LARGEST = 400_000;
/** Blocks of other sizes are compared on files of so many tokens and more, at some sizes of excerpts. */
const LARGE = 1_500;
const BLOCK_LINES = [8, 12, 20, 40];
const BLOCK_SIZES = [250, 400, 1_000, 2_500, 6_500];
/** Edges of the classes that are printed. */
const SHARES = [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.85, Infinity];
const TOKENS = [0, 200, 325, 525, 825, 1300, 2050, 3250, 5250, 8250, 13_000, Infinity];
const NO_SOURCES: ReadonlySet<string> = new Set(['.git', 'node_modules']);

const { values } = parseArgs({ options: { data: { type: 'string' }, snapshots: { type: 'string' } } });
if (values.data === undefined || values.snapshots === undefined) {
  console.error('npm run bench:levels -- --data DIR --snapshots DIR');
  process.exit(2);
}
const tasks = readFileSync(join(values.data, 'dev.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Task);
await measure(tasks, values.snapshots);

async function measure(list: readonly Task[], snapshots: string): Promise<void> {
  const outlineOf = createOutliner(builtGrammars(), console.error);
  const readAsset = await builtTokenAssets();
  const counter = createModelCounter(exactBy('o200k_base'), createTokenCounters(readAsset));
  const count = (text: string): number => counter.count(text);
  const chunks: Sample[] = [];
  const outlines: { readonly shown: number; readonly share: number }[] = [];
  const bySize = new Map(BLOCK_LINES.map((lines) => [lines, BLOCK_SIZES.map((): number[] => [])]));
  for (const task of list) {
    const folder = join(snapshots, task.id);
    const terms = taskTerms(task.query);
    const { files, having } = rarities(folder, terms);
    const query = chunkQuery(terms, files, (term) => having.get(term) ?? 0);
    for (const path of task.gold) {
      const text = shownText(readFileSync(join(folder, path), 'utf8'));
      const fullTokens = count(text);
      const lines = linesOf(text);
      const outline = await outlineOf(path, text);
      const file = `${task.id} ${path}`;
      const hunks = task.hunks[path] ?? [];
      for (const { ranges, scoreShare } of chunksOf(path, lines, fullTokens, outline, query)) {
        const tokens = count(shownAt(text, 'chunks', ranges).text);
        const size: ChunkSize = { tokens, fullTokens, scoreShare };
        chunks.push({ file, repository: task.repo, size, shown: hunksShown(hunks, ranges) });
      }
      if (fullTokens >= LARGE) {
        for (const [blockLines, sizes] of bySize) {
          const excerpts = chunksOf(path, lines, fullTokens, outline, query, blockLines);
          sizes.forEach((hits, index) => {
            const best = excerpts.findLast(({ size }) => size <= (BLOCK_SIZES[index] ?? 0));
            hits.push(Number(best !== undefined && hunksShown(hunks, best.ranges) > 0));
          });
        }
      }
      const ranges = outlineRanges(lines, outline);
      const tokens = count(shownAt(text, 'outline', ranges).text);
      outlines.push({ shown: hunksShown(hunks, ranges), share: tokens / fullTokens });
    }
  }
  print(chunks, outlines);
  console.log(
    `\nfiles of ${LARGE} tokens or more with a changed hunk in the excerpt of ${BLOCK_SIZES.join(', ')} tokens (%)`,
  );
  for (const [lines, sizes] of bySize) {
    const shares = sizes.map((hits) =>
      ((100 * hits.reduce((sum, hit) => sum + hit, 0)) / hits.length).toFixed(0),
    );
    console.log(
      `  blocks of ${String(lines).padStart(2)} lines  ${shares.join('  ')}   (${sizes[0]?.length} files)`,
    );
  }
}

/** The share of the hunks that are shown to their last line. */
function hunksShown(hunks: readonly LineRange[], ranges: readonly LineRange[]): number {
  const whole = hunks.filter(([from, to]) => {
    for (let line = from; line <= to; line++) {
      if (!ranges.some(([first, last]) => first <= line && line <= last)) return false;
    }
    return true;
  });
  return whole.length / Math.max(1, hunks.length);
}

/** Source files of a work tree, and in how many of them each term of the task occurs. */
function rarities(folder: string, { terms }: TaskTerms) {
  const wanted = new Set(terms.map(({ text }) => text));
  const having = new Map<string, number>();
  let files = 0;
  for (const path of sourcesIn(folder, '')) {
    files++;
    for (const term of new Set(termsOf(readFileSync(join(folder, path), 'utf8')))) {
      if (wanted.has(term)) having.set(term, (having.get(term) ?? 0) + 1);
    }
  }
  return { files, having };
}

function* sourcesIn(folder: string, inside: string): Generator<string> {
  for (const entry of readdirSync(join(folder, inside), { withFileTypes: true })) {
    const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!NO_SOURCES.has(entry.name)) yield* sourcesIn(folder, path);
    } else if (
      entry.isFile() &&
      sourceKind(path) === 'source' &&
      statSync(join(folder, path)).size <= LARGEST
    ) {
      yield path;
    }
  }
}

function print(
  chunks: readonly Sample[],
  outlines: readonly { readonly shown: number; readonly share: number }[],
): void {
  const mean = (numbers: readonly number[]): number =>
    numbers.reduce((sum, each) => sum + each, 0) / Math.max(1, numbers.length);
  const files = new Set(chunks.map(({ file }) => file)).size;
  console.log(`${outlines.length} changed files, ${chunks.length} excerpts of ${files} of them`);
  console.log(`outline   u ${mean(outlines.map(({ shown }) => shown)).toFixed(3)}`);
  console.log(`          at ${(100 * mean(outlines.map(({ share }) => share))).toFixed(0)} % of the tokens`);
  table('by tokens', TOKENS, ({ tokens }) => tokens);
  table('by share of the tokens', SHARES, ({ tokens, fullTokens }) => tokens / fullTokens);
  table('by share of the block score', SHARES, ({ scoreShare }) => scoreShare);

  console.log('\nweights (all repositories), and log-loss a file with each repository left out');
  for (const names of [
    [],
    ['tokenShare'],
    ['tokens'],
    ['tokenShare', 'tokens'],
    ['tokenShare', 'scoreShare', 'tokens'],
  ]) {
    const weights = fittedWeights(chunks, names);
    const written = Object.entries(weights).map(([name, weight]) => `${name} ${weight.toFixed(3)}`);
    console.log(`  ${logLoss(chunks, names).toFixed(4)}  ${written.join(', ')}`);
  }

  function table(title: string, edges: readonly number[], keyOf: (size: ChunkSize) => number): void {
    console.log(`\nchunks ${title}: excerpts, hunks shown, any, every (%)`);
    edges.slice(1).forEach((to, index) => {
      const from = edges[index] ?? 0;
      const inside = chunks.filter(({ size }) => keyOf(size) >= from && keyOf(size) < to);
      if (inside.length === 0) return;
      const figures = [
        mean(inside.map(({ shown }) => shown)),
        mean(inside.map(({ shown }) => Number(shown > 0))),
        mean(inside.map(({ shown }) => Number(shown === 1))),
      ].map((share) => (100 * share).toFixed(0).padStart(4));
      console.log(
        `  ${String(from).padStart(6)} – ${String(to).padEnd(8)} ${String(inside.length).padStart(4)} ${figures.join(' ')}`,
      );
    });
  }
}
