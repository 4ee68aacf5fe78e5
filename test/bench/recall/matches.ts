import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bestMatch } from '../../../src/core/context/levels/best-match.ts';
import { taskQuery } from '../../../src/core/context/levels/task-query.ts';
import type { Judged } from '../../../src/core/context/rank/rank-files.ts';
import { linesOf, shownText } from '../../../src/core/context/render/shown-text.ts';
import { raritiesOf } from '../../../src/engine/ranking.ts';
import { createOutliner } from '../../../src/node/outline/outliner.ts';
import { builtGrammars } from '../../unit/node/outline/built-grammars.ts';
import { type RecallPlaces, type RecallTask, snapshotOf } from './tasks.ts';
import { sourceHash } from './workspaces.ts';

/** Twice as many as one look takes in: parameters differ in whom they rank first. */
const MOST = 100;

/** `bestMatch` of the files that rank high by what is fitted now, from files beside the snapshots once they were made. */
export function bestMatches(
  places: RecallPlaces,
): (task: RecallTask, judged: Judged) => Promise<ReadonlyMap<string, number>> {
  const outlineOf = createOutliner(builtGrammars(), console.error);
  const madeBy = `${sourceHash()}-${levelsHash()}`;
  return async (task, judged) => {
    const file = join(places.snapshots, '.index', `${task.id}.${madeBy}.matches.json`);
    if (existsSync(file)) return new Map(JSON.parse(readFileSync(file, 'utf8')) as [string, number][]);
    const query = taskQuery(judged.task, raritiesOf(judged));
    if (query === null) return new Map();
    const { files } = judged.index;
    const best = files
      .flatMap(({ path }, place) => (path.kind === 'test' ? [] : [place]))
      .sort((a, b) => (judged.logits[b] ?? 0) - (judged.logits[a] ?? 0))
      .slice(0, MOST);
    const matches: [string, number][] = [];
    for (const place of best) {
      const id = files[place]?.id ?? '';
      const text = shownText(readFileSync(join(snapshotOf(task, places), id), 'utf8'));
      matches.push([id, bestMatch(linesOf(text), await outlineOf(id, text), query)]);
    }
    writeFileSync(file, JSON.stringify(matches));
    return new Map(matches);
  };
}

/** Of the code that finds and scores blocks. */
function levelsHash(): string {
  const sum = createHash('sha256');
  for (const folder of ['../../../src/core/context/levels/', '../../../src/node/outline/']) {
    const url = new URL(folder, import.meta.url);
    for (const name of readdirSync(url).sort())
      if (name.endsWith('.ts')) sum.update(readFileSync(new URL(name, url)));
  }
  return sum.digest('hex').slice(0, 12);
}
