import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { CATEGORIES } from '../../../../src/core/facts/category.ts';
import type { ModelRecord, ResponseRecord, VerdictRecord } from '../../../../src/core/facts/model-record.ts';
import { DEFAULT_SCORE_SETTINGS } from '../../../../src/core/models/scores/model-score.ts';
import { foldScores } from '../../../../src/core/models/scores/verdict-book.ts';
import { ModelPast } from '../../../../src/engine/models/model-past.ts';
import { type Disk, systemDisk } from '../../../../src/node/store/disk.ts';
import type { History } from '../../../../src/node/store/history.ts';
import { readScores, writeScores } from '../../../../src/node/store/scores-file.ts';
import type { WorkspaceRecord } from '../../../../src/node/store/workspace-record.ts';
import { modelRecords, verdictRecords } from '../../node/store/model-records.ts';
import { DAY, NOON, quickDisk } from '../../node/store/notes.ts';
import { openWorkspace, recordsIn } from '../../node/store/workspace-records.ts';
import { temporaryFolder } from '../../node/temporary-folder.ts';

const VERDICTS = fc.uniqueArray(verdictRecords(fc.integer({ min: NOON - 40 * DAY, max: NOON })), {
  minLength: 1,
  maxLength: 20,
  selector: ({ id }) => id,
});
const LIMITS = {} as never;

describe('what is known of models in a workspace', () => {
  it('property 3: saved scores load unchanged', async () => {
    const score = fc.record(
      {
        model: fc.string({ minLength: 1 }),
        category: fc.constantFrom(...CATEGORIES),
        score: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
        sampleCount: fc.nat(1000),
        updatedAt: fc.option(fc.integer({ min: 0, max: NOON })),
      },
      { noNullPrototype: true },
    );
    await inFolder(async (folder) => {
      await fc.assert(
        fc.asyncProperty(fc.array(score, { maxLength: 12 }), fc.nat(DAY - 1), async (scores, age) => {
          await writeScores(quickDisk, folder, scores, NOON - age);
          const read = await readScores(folder, folder, NOON);
          assert.deepEqual(read, { found: 'scores', updatedAt: NOON - age, scores });
          const file = JSON.parse(readFileSync(join(folder, 'scores.json'), 'utf8')) as Record<
            string,
            unknown
          >;
          assert.deepEqual(Object.keys(file), ['version', 'updatedAt', 'scores']);
          assert.equal(file['version'], 1);
        }),
        { numRuns: 100 },
      );
    });
  });

  it('property 43: after an update the stored score equals the fold', async () => {
    await fc.assert(
      fc.asyncProperty(VERDICTS, async (verdicts) => {
        await inFolder(async (store) => {
          const { past, history } = opened(store);
          await past.loaded();
          // as they are given: one after the other
          const given = verdicts.toSorted((a, b) => a.at - b.at);
          for (const verdict of given) assert.equal((await past.append(verdict)).ok, true);
          await past.close();
          const read = await readScores(history.folder(), store, NOON);
          const folded = foldScores(given, DEFAULT_SCORE_SETTINGS, NOON);
          assert.deepEqual(read.found === 'scores' ? read.scores : read.found, folded);
          for (const { model, category, score } of folded)
            assert.equal(past.scores(NOON).of(model, category).score, score);
          await history.close();
        });
      }),
      { numRuns: 100 },
    );
  });

  it('property 45: a restart gives the same history and, at the same instant, the same scores', async () => {
    const drawn = fc.uniqueArray(modelRecords(fc.integer({ min: NOON - 40 * DAY, max: NOON })), {
      minLength: 1,
      maxLength: 16,
      selector: ({ id }) => id,
    });
    await fc.assert(
      fc.asyncProperty(drawn, async (records) => {
        await inFolder(async (store) => {
          const before = opened(store);
          await before.past.loaded();
          for (const record of records) await before.past.append(record);
          const known = await recordsIn(before.history);
          const scores = before.past.allScores(NOON);
          await before.past.close();
          await before.history.close();
          const after = opened(store);
          await after.past.loaded();
          assert.deepEqual(await recordsIn(after.history), known);
          assert.deepEqual(after.past.allScores(NOON), scores);
          assert.deepEqual(after.past.keywords, before.past.keywords);
          await after.past.close();
          await after.history.close();
        });
      }),
      { numRuns: 100 },
    );
  });

  it('property 47: records older than their retention go, younger stay, scores do not change', async () => {
    // a response is judged within a day (spec M9)
    const judged = fc
      .array(
        fc.tuple(
          fc.integer({ min: 1, max: 400 }),
          fc.array(fc.tuple(verdictRecords(fc.constant(0)), fc.nat(DAY)), { minLength: 1, maxLength: 3 }),
        ),
        { maxLength: 8 },
      )
      .map((responses) =>
        responses.flatMap(([ago, verdicts], place) => {
          const [first] = verdicts;
          return verdicts.map(([verdict, later]): VerdictRecord => ({
            ...verdict,
            // one response is of one model and category
            model: first?.[0].model ?? '',
            category: first?.[0].category ?? 'simple_query',
            responseId: `r${place}`,
            at: Math.min(NOON, NOON - ago * DAY + later),
          }));
        }),
      );
    const others = fc.array(modelRecords(fc.integer({ min: NOON - 500 * DAY, max: NOON })), {
      maxLength: 10,
    });
    const retention = fc.record({
      metricsDays: fc.constantFrom(10, 30, 90, 200),
      verdictDays: fc.constantFrom(7, 30, 60),
    });
    await fc.assert(
      fc.asyncProperty(judged, others, retention, async (verdicts, more, modelRetention) => {
        await inFolder(async (store) => {
          const records = [...verdicts, ...more.filter(({ kind }) => kind !== 'verdict')];
          const writer = openWorkspace(store, {}, -Infinity, quickDisk);
          await Promise.all(records.map((record) => writer.append(record)));
          await writer.close();
          const settings = { ...DEFAULT_SCORE_SETTINGS, verdictDays: modelRetention.verdictDays };
          const { past, history } = opened(store, { modelRetention }, settings);
          await past.loaded();
          const before = past.allScores(NOON);
          // the clock is trusted at the second look
          for (let look = 0; look < 2; look++) assert.equal((await history.maintain()).ok, true);
          const left = new Set((await recordsIn(history)).map(({ id }) => id));
          await past.close();
          await history.close();
          const days: Record<ModelRecord['kind'], number> = {
            request: modelRetention.metricsDays,
            response: modelRetention.metricsDays,
            verdict: Math.max(modelRetention.metricsDays, modelRetention.verdictDays + 1),
            category: 365,
          };
          for (const { id, kind, at } of records)
            assert.equal(left.has(id), at >= NOON - days[kind] * DAY, kind);
          const again = opened(store, { modelRetention }, settings);
          await again.past.loaded();
          assert.deepEqual(again.past.allScores(NOON), before);
          await again.past.close();
          await again.history.close();
        });
      }),
      { numRuns: 100 },
    );
  });

  it('makes scores.json anew when it is missing, damaged, another version or a day old', async () => {
    await inFolder(async (store) => {
      const verdict = { ...sample(), at: NOON - DAY };
      const first = opened(store);
      await first.past.loaded();
      await first.past.append(verdict);
      await first.past.close();
      const path = join(first.history.folder(), 'scores.json');
      const right = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
      await first.history.close();
      const wrong: readonly (readonly [string, string])[] = [
        ['damaged', '{"version":1,'],
        ['damaged', '{"version":1,"updatedAt":1,"scores":[{"model":"a"}]}'],
        ['other_version', JSON.stringify({ ...right, version: 2 })],
        ['old', JSON.stringify({ ...right, updatedAt: NOON - DAY })],
        ['old', JSON.stringify({ ...right, updatedAt: NOON + 1 })],
        // whole and young, and not what the records say
        ['scores', JSON.stringify({ ...right, scores: [] })],
      ];
      for (const [found, content] of wrong) {
        writeFileSync(path, content);
        const warnings: string[] = [];
        const { past, history } = opened(store, {}, DEFAULT_SCORE_SETTINGS, {
          warn: (text) => warnings.push(text),
        });
        await past.loaded();
        await past.close();
        await history.close();
        assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), right, content);
        assert.equal(warnings.length, found === 'damaged' ? 1 : 0);
      }
      const copies = readdirSync(join(store, 'quarantine')).filter((name) => name.startsWith('scores.json'));
      assert.equal(copies.length > 0, true);
    });
  });

  it('writes nothing, and warns of nothing, where nothing was judged', async () => {
    await inFolder(async (store) => {
      const warnings: string[] = [];
      const { past, history } = opened(join(store, 'not-there'), {}, DEFAULT_SCORE_SETTINGS, {
        warn: (text) => warnings.push(text),
      });
      await past.loaded();
      await past.close();
      await history.close();
      assert.deepEqual([warnings, existsSync(join(store, 'not-there'))], [[], false]);
    });
  });

  it('answers from the file until the records are read, and goes on when it cannot be written', async () => {
    await inFolder(async (store) => {
      const first = opened(store);
      await first.past.loaded();
      await first.past.append(sample());
      await first.past.close();
      await first.history.close();
      const warnings: string[] = [];
      const refusing: Disk = {
        ...quickDisk,
        createForAppend: (path) => systemDisk.createForAppend(path),
        keepNames: () => Promise.resolve(),
        replace: () => Promise.reject(Object.assign(new Error('EROFS'), { code: 'EROFS', syscall: 'open' })),
      };
      const second = opened(store, {}, DEFAULT_SCORE_SETTINGS, {
        warn: (text) => warnings.push(text),
        disk: refusing,
      });
      assert.deepEqual(second.past.allScores(NOON), []);
      await second.past.loaded();
      assert.equal(second.past.allScores(NOON).length, 1);
      assert.equal((await second.past.append({ ...sample(), id: 'another' })).ok, true);
      await second.past.close();
      assert.equal(warnings.length, 1);
      await second.history.close();
    });
  });

  it('is forgotten when the history is cleared, file and all', async () => {
    await inFolder(async (store) => {
      const { past, history } = opened(store);
      await past.loaded();
      await past.append(sample());
      await past.append(answered('a', 300));
      assert.equal(past.measuredMs.get('a'), 300);
      const path = join(history.folder(), 'scores.json');
      await history.clear();
      assert.deepEqual(past.allScores(NOON), []);
      assert.equal(past.measuredMs.size, 0);
      assert.equal(existsSync(path), false);
      await past.close();
      await history.close();
    });
  });

  it('lives in memory where there is no store', async () => {
    const past = new ModelPast({
      store: null,
      now: () => NOON,
      scoring: () => DEFAULT_SCORE_SETTINGS,
      warn: () => {},
    });
    await past.loaded();
    await past.append(sample());
    await past.append(answered('a', 100));
    await past.append(answered('a', 200));
    await past.append({ ...answered('a', 9_000), success: false });
    assert.equal(past.allScores(NOON).length, 1);
    assert.equal(past.measuredMs.get('a'), 150);
    const all = await past.everything();
    assert.equal(all.ok && all.value.responses.length + all.value.verdicts.length, 4);
    assert.equal((await past.responsesOf('q')).length, 3);
    await past.close();
  });
});

interface Opened {
  readonly past: ModelPast;
  readonly history: History<WorkspaceRecord>;
}

function opened(
  store: string,
  more: Parameters<typeof openWorkspace>[4] = {},
  scoring = DEFAULT_SCORE_SETTINGS,
  {
    warn = () => {},
    disk = quickDisk,
  }: { readonly warn?: (text: string) => void; readonly disk?: Disk } = {},
): Opened {
  const history = openWorkspace(store, {}, -Infinity, disk, { now: () => NOON, ...more });
  const past = new ModelPast({
    store: { history, limits: LIMITS, folder: store, disk, raised: () => {} },
    now: () => NOON,
    scoring: () => scoring,
    warn,
  });
  return { past, history };
}

function sample(): VerdictRecord {
  const [verdict] = fc.sample(verdictRecords(fc.constant(NOON)), { numRuns: 1, seed: 7 });
  if (verdict === undefined) throw new Error('no verdict');
  return verdict;
}

let ids = 0;
function answered(model: string, responseMs: number): ResponseRecord {
  return {
    kind: 'response',
    id: `answered-${ids++}`,
    at: NOON,
    requestId: 'q',
    model,
    category: 'simple_query',
    success: true,
    finish: 'stop',
    error: null,
    responseMs,
    inputTokens: 1,
    outputTokens: 1,
    tokenCount: 2,
    costMicroUsd: null,
    estimated: false,
  };
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = temporaryFolder();
  try {
    await work(folder.path);
  } finally {
    folder.remove();
  }
}
