import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createOrThrow } from '../../../src/core/budget/compute/compute-budget.ts';
import { readLevelSettings } from '../../../src/core/budget/compute/level-settings.ts';
import { levelUses } from '../../../src/core/budget/compute/level-uses.ts';
import {
  allocate,
  createBudgeter,
  createBudgeterOrThrow,
} from '../../../src/core/budget/compute/budgeter.ts';
import { easy, hard, medium } from '../../../src/core/budget/compute/presets.ts';
import { suggestLevel } from '../../../src/core/budget/compute/suggest-level.ts';
import {
  keptCandidates,
  nextBatch,
  plannedWork,
  usedHundredths,
} from '../../../src/core/budget/compute/work.ts';
import { commit } from '../../../src/core/budget/ledger/settle-reservation.ts';
import { trackUsage } from '../../../src/core/budget/ledger/ledger-changes.ts';
import type { LedgerRecord } from '../../../src/core/facts/ledger-record.ts';
import { ANY_SETTINGS } from './any-budget.ts';
import { after, asking, codeOf, DAY, ledgerWith, NOW, value } from './ledger-steps.ts';

describe('the work of a compute budget', () => {
  it('is charged as it was done', () => {
    const done = { answers: 3, verified: 3, searchIterations: 20, refinements: 1 };
    assert.equal(value(usedHundredths(done)), 570);
    assert.equal(value(usedHundredths({ answers: 0, verified: 0, searchIterations: 0, refinements: 0 })), 0);
    for (const wrong of [-1, 0.5, Number.NaN, 1e300]) {
      assert.equal(codeOf(usedHundredths({ ...done, answers: wrong })), 'invalid_cost');
    }
    assert.equal(codeOf(usedHundredths({ ...done, answers: Number.MAX_SAFE_INTEGER })), 'invalid_cost');
  });

  it('is at most what the budget costs, and with a search port exactly that', () => {
    fc.assert(
      fc.property(ANY_SETTINGS, (settings) => {
        const budget = createOrThrow(settings);
        assert.equal(value(usedHundredths(plannedWork(budget, true))), budget.costHundredths);
        const without = value(usedHundredths(plannedWork(budget, false)));
        assert.equal(budget.costHundredths - without, budget.useSearch ? (budget.searchIterations ?? 0) : 0);
      }),
      { numRuns: 200 },
    );
    assert.deepEqual(plannedWork(hard(), false), {
      answers: 10,
      verified: 10,
      searchIterations: 0,
      refinements: 2,
    });
  });

  it('asks for candidates in batches of three until four fifths agree', () => {
    assert.deepEqual(
      [0, 3, 6, 9, 10].map((asked) => nextBatch(hard(), asked, [])),
      [3, 3, 3, 1, 0],
    );
    assert.equal(nextBatch(hard(), 3, ['a', 'a', 'a']), 0);
    assert.equal(nextBatch(hard(), 3, ['a', 'a', 'b']), 3);
    assert.equal(nextBatch(hard(), 3, ['a', 'a']), 3);
    assert.equal(nextBatch(hard(), 6, ['a', 'a', 'a', 'a', 'b']), 0);
    assert.equal(nextBatch(easy(), 3, []), 0);
  });

  it('drops candidates below the threshold, unless all are: then the best stays', () => {
    assert.deepEqual(keptCandidates(hard(), [0.5, 0.49, 1, null]), [0, 2, 3]);
    assert.deepEqual(keptCandidates(hard(), [0.1, 0.4, 0.4]), [1]);
    assert.deepEqual(keptCandidates(hard(), []), []);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1 }),
        (prmThreshold, scores) => {
          const kept = keptCandidates({ prmThreshold }, scores);
          assert.ok(kept.length > 0);
          const best = Math.max(...scores.map((score) => score ?? 1));
          assert.ok(kept.some((index) => (scores[index] ?? 1) === best));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('levels as a user sets them', () => {
  it('replace the presets by their names, and add others', () => {
    const options = value(
      readLevelSettings({ hard: { numCandidates: 6, usePrm: true }, quick: { numCandidates: 1 } }),
    );
    const budgeter = createBudgeterOrThrow({ ...options, globalLimit: 12 });
    assert.deepEqual(
      [budgeter.easyBudget.cost, budgeter.mediumBudget.cost, budgeter.hardBudget.cost],
      [3, 8.5, 9],
    );
    assert.equal(value(allocate(budgeter, 'quick')).budget.cost, 1);
    for (const none of [undefined, null, {}]) {
      assert.deepEqual(value(createBudgeter(value(readLevelSettings(none)))), createBudgeterOrThrow());
    }
    const odd = value(readLevelSettings(JSON.parse('{"__proto__": {"numCandidates": 2}}')));
    assert.equal(value(allocate(createBudgeterOrThrow(odd), '__proto__')).budget.cost, 2);
  });

  it('are refused with the name of the level', () => {
    const wrongs: readonly (readonly [unknown, string, string | undefined])[] = [
      [[], 'invalid_object', undefined],
      [{ ' ': { numCandidates: 1 } }, 'invalid_level_name', ' '],
      [{ quick: 3 }, 'invalid_object', 'quick'],
      [{ easy: { numCandidates: 0 } }, 'invalid_num_candidates', 'easy'],
      [{ easy: { numCandidates: 1, usePrm: 1 } }, 'invalid_use_prm', 'easy'],
    ];
    for (const [setting, code, level] of wrongs) {
      const read = readLevelSettings(setting);
      assert.ok(!read.ok);
      assert.deepEqual([read.error.code, read.error.details?.['level']], [code, level]);
    }
  });

  it('get suggestions from what the ledger recorded (golden: ten at hard, each used 8.0)', () => {
    let ledger = ledgerWith();
    const records: LedgerRecord[] = [];
    for (let n = 0; n < 12; n++) {
      ledger = after(ledger, asking(`${n}`, hard().costHundredths, { level: 'hard', requestId: `q${n}` }));
      const committed = value(commit(ledger, `${n}`, { computeUnits: 800 }, NOW));
      ({ ledger } = committed);
      records.push(committed.record);
    }
    // Usage without a reservation says nothing of a level.
    const tracked = { id: 'x', level: 'hard', requestId: 'x', amounts: { computeUnits: 9999 } };
    records.push(value(trackUsage(ledger, tracked, NOW)).record);
    const wasSuccessful = (requestId: string) =>
      requestId === 'q10' ? false : requestId === 'q11' ? null : true;
    const uses = levelUses(records, wasSuccessful);
    assert.equal(uses.length, 12);
    const suggestion = suggestLevel('hard', hard(), uses, NOW + DAY);
    assert.deepEqual(
      [
        suggestion?.suggestedCost,
        suggestion?.budget.numCandidates,
        suggestion?.saving,
        suggestion?.confidence,
      ],
      [9.2, 4, 9, 0.5],
    );
    assert.equal(suggestLevel('medium', medium(), uses, NOW + DAY), null);
  });
});
