import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formulaPhases } from '../../../src/core/budget/phases/formula-phases.ts';
import {
  learnedShares,
  learnPhases,
  NO_PHASES,
  sharesByPhase,
} from '../../../src/core/budget/phases/learned-phases.ts';
import { phasesOfPrediction } from '../../../src/core/budget/phases/phases-of-prediction.ts';
import { phasesByWeight, reallocate } from '../../../src/core/budget/phases/split.ts';
import { PHASES, type Phases } from '../../../src/core/facts/prediction.ts';
import { wholeShares } from '../../../src/core/facts/whole-shares.ts';
import { anyCharacteristics, anyRecords, PLAIN, recordWith } from './any-record.ts';

const sum = (phases: Phases) => PHASES.reduce((total, phase) => total + phases[phase], 0);
const list = (phases: Phases) => PHASES.map((phase) => phases[phase]);

describe('phases', () => {
  it('shift with uncertainty, invention and criticality', () => {
    const shares = (some: object) => list(formulaPhases(100, { ...PLAIN, ...some }));
    assert.deepEqual(shares({}), [25, 20, 40, 15]);
    assert.deepEqual(shares({ uncertainty: 0.7 }), [30, 25, 30, 15]);
    // 0.1 + 0.5 is not above 0.6
    assert.deepEqual(shares({ uncertainty: 0.1 + 0.5 }), [25, 20, 40, 15]);
    assert.deepEqual(shares({ requiresCreativity: true, involvesArchitecture: true }), [35, 20, 30, 15]);
    assert.deepEqual(shares({ criticality: 0.8 }), [25, 20, 35, 20]);
  });

  it('are what was spent by activity, other work in proportion', () => {
    const shares = sharesByPhase({ edit: 0.43, thinking: 0.27, text: 0.14, explore: 0.06, run: 0.06 });
    assert.ok(shares);
    const [thinking = 0, planning = 0, execution = 0, reflection = 0] = shares;
    assert.deepEqual(
      list(phasesByWeight(10_000, { thinking, planning, execution, reflection })),
      [2813, 625, 4479, 2083],
    );
  });

  it('give on what a finished phase left over or overdrew', () => {
    const phases = { thinking: 1000, planning: 800, execution: 1600, reflection: 600 };
    assert.deepEqual(list(reallocate(phases, { thinking: 700 })), [700, 880, 1760, 660]);
    assert.deepEqual(list(reallocate(phases, { thinking: 1300, planning: 800 })), [1300, 800, 1382, 518]);
    assert.deepEqual(list(reallocate(phases, { thinking: 9000 })), [9000, 0, 0, 0]);
    assert.deepEqual(list(reallocate(phases, {})), list(phases));
    assert.deepEqual(
      list(reallocate(phases, { thinking: 1, planning: 2, execution: 3, reflection: 4 })),
      [1, 2, 3, 4],
    );
    // a later phase cannot be finished before an earlier one
    assert.deepEqual(list(reallocate(phases, { execution: 1 })), list(phases));
  });

  it('P14.2: sum to the budget, none negative, execution at least 15 % of it', () => {
    fc.assert(
      fc.property(anyCharacteristics, fc.nat(2_000_000), (task, tokens) => {
        const phases = formulaPhases(tokens, task);
        assert.equal(sum(phases), tokens);
        assert.ok(list(phases).every((each) => Number.isInteger(each) && each >= 0));
        assert.ok(phases.execution >= Math.floor(0.15 * tokens));
      }),
      { numRuns: 300 },
    );
  });

  it('P14.2: learned ones sum to the budget as well, and lie in their ranges', () => {
    fc.assert(
      fc.property(anyRecords(20), fc.nat(2_000_000), (records, tokens) => {
        const history = records.reduce(learnPhases, NO_PHASES);
        const ranges = learnedShares(history, 'debugging');
        const phases = phasesOfPrediction(tokens, { phaseRanges: ranges, characteristics: PLAIN });
        assert.equal(sum(phases), tokens);
        for (const phase of PHASES) {
          const range = ranges?.[phase];
          if (range === undefined) continue;
          assert.ok(
            0 <= range.low && range.low <= range.share && range.share <= range.high && range.high <= 1,
          );
        }
      }),
      { numRuns: 100 },
    );
  });

  it('are learned by task type, from those of all types on', () => {
    const spent = (taskType: 'debugging' | 'testing', thinking: number) =>
      recordWith({
        characteristics: { ...PLAIN, taskType },
        budgetUsed: 1000,
        thinkingTokens: thinking,
        activity: { edit: 1000 - thinking },
      });
    assert.equal(learnedShares(NO_PHASES, 'testing'), null);
    const thinkers = Array.from({ length: 40 }, () => spent('debugging', 900));
    const doers = Array.from({ length: 40 }, () => spent('testing', 100));
    const history = [...thinkers, ...doers].reduce(learnPhases, NO_PHASES);
    const share = (type: 'debugging' | 'testing' | 'planning') =>
      learnedShares(history, type)?.thinking ?? { share: 0, low: 0, high: 0 };
    assert.ok(share('debugging').share > 0.8);
    assert.ok(share('testing').share < 0.2);
    const between = share('planning');
    assert.ok(between.share > 0.4 && between.share < 0.6 && between.low < 0.2 && between.high > 0.8);
  });

  it('learn nothing from tasks whose tokens are not known by activity', () => {
    const unknown = [
      recordWith({}),
      recordWith({ thinkingTokens: 100 }),
      recordWith({ activity: { edit: 10 } }),
      recordWith({ budgetUsed: 0, thinkingTokens: 0, activity: {} }),
    ];
    assert.equal(unknown.reduce(learnPhases, NO_PHASES), NO_PHASES);
    const whole = learnPhases(NO_PHASES, recordWith({ budgetUsed: 10, activity: { edit: 10 } }));
    assert.notEqual(whole, NO_PHASES);
  });
});

describe('whole shares', () => {
  it('sum to the whole and are less than one from their exact share', () => {
    const weights = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.nat(10_000_000), weights, (whole, parts) => {
        const shares = wholeShares(whole, parts);
        assert.equal(
          shares.reduce((a, b) => a + b, 0),
          whole,
        );
        const total = parts.reduce((a, b) => a + b, 0);
        for (const [i, share] of shares.entries()) {
          const exact = total > 0 ? (whole * (parts[i] ?? 0)) / total : whole / parts.length;
          assert.ok(Math.abs(share - exact) < 1 + 1e-6);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('give ties to the earlier part, and nothing to no parts', () => {
    assert.deepEqual(wholeShares(3, [1, 1]), [2, 1]);
    assert.deepEqual(wholeShares(1, [0, 0]), [1, 0]);
    assert.deepEqual(wholeShares(5, []), []);
  });
});
