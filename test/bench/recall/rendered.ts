import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameOf } from '../../../src/core/context/audit.ts';
import { LEVELS, type Level } from '../../../src/core/context/item.ts';
import type { RankParameters } from '../../../src/core/context/rank/weights.ts';
import { exactCount } from '../../../src/core/facts/readable-number.ts';
import type { Result } from '../../../src/core/facts/result.ts';
import { createOutliner } from '../../../src/node/outline/outliner.ts';
import { createTokenCounters } from '../../../src/tokens/token-counters.ts';
import { builtGrammars } from '../../unit/node/outline/built-grammars.ts';
import { builtTokenAssets } from '../../unit/tokens/built-assets.ts';
import { withReference } from '../../unit/tokens/reference.ts';
import { fitMeasures, type ShownFile } from './fit-measures.ts';
import { BUDGETS, type Measures, meanOf, rankMeasures, tableHead, tableRow } from './measures.ts';
import { type RecallPlaces, type RecallTask, snapshotOf } from './tasks.ts';
import { type EngineParts, terminalEngine } from './terminal-engine.ts';
import { sourceHash } from './workspaces.ts';

const OFFERS: Readonly<Record<string, readonly Level[]>> = { 'whole files': ['full'], 'all levels': LEVELS };
const COLUMNS = ['whole', 'any', 'every', 'seen', 'tests', 'used', 'files'] as const;

/** Measures of one task: `rank`, and each offer at each budget. */
type TaskMeasures = ReadonlyMap<string, Measures>;

/**
 * Fits every task at every budget as `fit --task` at the terminal does, by parameters of the repository's fold, and
 * prints what the prompts hold, their tokens counted again by tiktoken.
 * @param options `save`: where to write what each fit included, a JSON object a line; `looks`: see `EngineParts`.
 */
export async function printRendered(
  tasks: readonly RecallTask[],
  folds: ReadonlyMap<string, RankParameters>,
  places: RecallPlaces,
  { save, looks }: { readonly save: string | null; readonly looks: boolean },
): Promise<void> {
  const parts: EngineParts = {
    counters: createTokenCounters(await builtTokenAssets()),
    outlineOf: createOutliner(builtGrammars(), console.error),
    cacheFolder: join(places.snapshots, '.index', 'engine'),
    madeBy: sourceHash(),
    looks,
  };
  const results: { readonly repo: string; readonly measures: TaskMeasures }[] = [];
  let leastLeft = Number.POSITIVE_INFINITY;
  let slowest = 0;
  if (save !== null) writeFileSync(save, '');
  for (const task of tasks) {
    const parameters = folds.get(task.repo);
    if (parameters === undefined) continue;
    const engine = terminalEngine(snapshotOf(task, places), task.query, parameters, parts);
    const measures = new Map<string, Measures>();
    const ranked = must(await engine.rank());
    measures.set('rank', rankMeasures(task, ranked.files));
    for (const [offer, levels] of Object.entries(OFFERS)) {
      for (const budget of BUDGETS) {
        const start = performance.now();
        const { audit, prompt } = must(await engine.fit({ budget, levels }));
        slowest = Math.max(slowest, performance.now() - start);
        const tokens = withReference('o200k_base', (reference) => reference.encode_ordinary(prompt).length);
        leastLeft = Math.min(leastLeft, budget - tokens);
        const included = audit.included.map((entry): ShownFile => {
          const { level, ranges } = entry;
          return { path: nameOf(entry), level, ranges };
        });
        measures.set(keyOf(offer, budget), {
          ...fitMeasures(task, included),
          used: tokens / budget,
          files: included.length,
        });
        if (save === null) continue;
        const line = JSON.stringify({ id: task.id, offer, budget, included });
        appendFileSync(save, `${line}\n`);
      }
    }
    await engine.close();
    results.push({ repo: task.repo, measures });
  }
  print(results);
  console.log(
    `\nEvery prompt counted again by tiktoken: ${exactCount(Math.abs(leastLeft))} tokens ${leastLeft < 0 ? 'over' : 'below'} its budget at worst. ` +
      `The longest fit took ${(slowest / 1000).toFixed(1)} s.`,
  );
}

function print(results: readonly { readonly repo: string; readonly measures: TaskMeasures }[]): void {
  const mean = (key: string, repo?: string): Measures =>
    meanOf(
      results.flatMap(({ repo: of, measures }) =>
        repo === undefined || of === repo ? [measures.get(key) ?? {}] : [],
      ),
    );
  console.log(`${tableHead()}\n${tableRow('`rank`', mean('rank'))}\n`);
  console.log(`| prompts | ${COLUMNS.join(' | ')} |\n|---|${COLUMNS.map(() => '---:|').join('')}`);
  for (const offer of Object.keys(OFFERS)) {
    for (const budget of BUDGETS) {
      const values = mean(keyOf(offer, budget));
      const cells = COLUMNS.map((column) => {
        const value = values[column];
        if (value === undefined) return '–';
        return (column === 'files' ? value : 100 * value).toFixed(1);
      });
      console.log(`| ${keyOf(offer, budget)} | ${cells.join(' | ')} |`);
    }
  }
  console.log(
    '\n| all levels, by repository | any at 8k | any at 16k | every at 16k | any at 32k | any at 64k |',
  );
  console.log('|---|---:|---:|---:|---:|---:|');
  for (const repo of new Set(results.map((each) => each.repo))) {
    const cell = (budget: number, measure: string): string =>
      (100 * (mean(keyOf('all levels', budget), repo)[measure] ?? 0)).toFixed(1);
    const cells = [cell(8_000, 'any'), cell(16_000, 'any'), cell(16_000, 'every'), cell(32_000, 'any')];
    console.log(`| ${repo} | ${[...cells, cell(64_000, 'any')].join(' | ')} |`);
  }
}

function keyOf(offer: string, budget: number): string {
  return `${offer}, ${budget / 1000}k`;
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
