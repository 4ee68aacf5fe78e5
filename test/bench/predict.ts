/**
 * Judges the predictors on recorded tasks: `npm run bench:predict -- --data DIR|FILE.jsonl`, then measures how long a
 * prediction, a record and a restart from a checkpoint take.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { evaluate } from '../../src/core/budget/evaluate/evaluate.ts';
import { evaluationText } from '../../src/core/budget/evaluate/evaluation-text.ts';
import { type EvaluationRow, readEvaluationRow } from '../../src/core/budget/evaluate/rows.ts';

const { values } = parseArgs({ options: { data: { type: 'string' }, speed: { type: 'boolean' } } });
if (values.data === undefined) throw new Error('Say where the tasks are: --data DIR or FILE.jsonl.');

function filesIn(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(path, name));
}

const rows: EvaluationRow[] = [];
for (const file of filesIn(values.data)) {
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.trim() === '') continue;
    const row = readEvaluationRow(JSON.parse(line));
    if (row.ok) rows.push(row.value);
  }
}
for (const target of ['out', 'total'] as const) console.log(`${evaluationText(evaluate(rows, target))}\n`);
