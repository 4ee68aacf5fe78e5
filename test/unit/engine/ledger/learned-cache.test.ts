import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointOf } from '../../../../src/core/budget/predict/checkpoint.ts';
import { predictor } from '../../../../src/core/budget/predict/predictor.ts';
import { PREDICTOR_SETTINGS } from '../../../../src/core/budget/predict/asked-task.ts';
import { readLearned, writeLearned } from '../../../../src/engine/ledger/learned-cache.ts';
import { Learning } from '../../../../src/engine/ledger/learning.ts';
import { describeTask } from '../../../../src/core/task/describe.ts';
import { textFeatures } from '../../../../src/core/budget/predict/text-features.ts';
import { temporaryFolder } from '../../node/temporary-folder.ts';
import { KEY, openWorkspace, outcome } from '../../node/store/workspace-records.ts';
import { value } from './running-keeper.ts';

const NOW = Date.UTC(2026, 10, 20);

describe('what was learned, kept for the next start', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const learnedOf = (...ids: readonly string[]) => {
    const learner = predictor();
    for (const [n, id] of ids.entries()) learner.record(outcome(id, NOW + n));
    return learner;
  };
  const read = async (...ids: readonly string[]): Promise<number | null> =>
    (await readLearned(folder.path, ids))?.count ?? null;

  it('goes with the records it was learned from, and those that were recorded since', async () => {
    assert.equal(await read('a'), null);
    await writeLearned(folder.path, learnedOf('a', 'b', 'c'), ['a', 'b', 'c']);
    assert.equal(await read('a', 'b', 'c'), 3);
    assert.equal(await read('a', 'b', 'c', 'd'), 3);
    assert.equal(await read('b', 'c', 'd'), 2, 'the oldest was pruned');
    assert.equal(await read('a', 'late', 'b', 'c'), null, 'one came in between');
    assert.equal(await read('d', 'e'), null, 'all were pruned, and perhaps others');
    const found = await readLearned(folder.path, ['a', 'b', 'c']);
    assert.ok(found !== null);
    const again = checkpointOf(found.predictor.state());
    assert.deepEqual(again, checkpointOf(learnedOf('a', 'b', 'c').state()));
  });

  it('is passed over when it is damaged, of another version, or cannot be kept', async () => {
    await writeLearned(folder.path, learnedOf('a'), ['a']);
    const path = join(folder.path, 'learned.json');
    const whole = readFileSync(path, 'utf8');
    for (const damaged of [
      whole.slice(0, -1),
      whole.replace('"records":1', '"records":2'),
      '{',
      '',
      '{}\n{}',
      whole.replace('"version":', '"version":9'),
    ]) {
      writeFileSync(path, damaged);
      assert.equal(await read('a'), null, damaged.slice(0, 40));
    }
    await writeLearned(join(folder.path, 'no', 'such'), learnedOf('a'), ['a']);
  });

  it('gives the same answers as learning all anew, without learning it, and holds no words', async () => {
    const store = join(folder.path, 'store');
    const history = openWorkspace(store, { maxRecords: null });
    for (let n = 0; n < 30; n++)
      await history.append(outcome(`o${n}`, NOW + n, `Fix part ${n % 5} of the shop`));
    const options = { changed: () => undefined, savesAtOnce: true, worthSaving: 10 };
    const text = 'Fix part 3 of the shop';
    const asked = {
      ...describeTask(text),
      features: textFeatures(text, {}, KEY),
      override: null,
      agent: null,
      model: null,
    };
    const answer = async (learning: Learning) => {
      value(await learning.learn());
      learning.close();
      return value(learning.predict(asked, NOW + 100, PREDICTOR_SETTINGS));
    };
    const first = new Learning(history, options);
    const before = await answer(first);
    const file = join(history.folder(), 'learned.json');
    assert.ok(!readFileSync(file, 'utf8').includes('shop'));
    const second = new Learning(history, options);
    assert.deepEqual(await answer(second), before);
    assert.equal(second.records, 30);
    assert.deepEqual(second.recent.alerts, first.recent.alerts);
    await history.append(outcome('o30', NOW + 31, text));
    const third = new Learning(history, options);
    const fresh = new Learning(history, { ...options, savesAtOnce: false });
    const withOne = await answer(third);
    writeFileSync(file, '');
    assert.deepEqual(await answer(fresh), withOne);
    assert.equal(third.records, 31);
    await history.clear();
    assert.ok(!readdirSync(history.folder()).includes('learned.json'));
    await history.close();
  });
});
