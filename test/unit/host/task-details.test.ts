import assert from 'node:assert/strict';
import fc from 'fast-check';
import { detailWords, typedList, typedNumber } from '../../../src/host/detail-words.ts';
import { isSameTask } from '../../../src/host/same-task.ts';

describe('host: what is said of a task beside its words', () => {
  it('holds while the task is typed or reworded, not for one that was pasted over it', () => {
    assert.ok(isSameTask('Fix the pars', 'Fix the parser'));
    assert.ok(isSameTask('Fix the parser', 'Fix the pars'));
    assert.ok(isSameTask('Fix the parser losing lines', 'Repair the parser that loses the last lines'));
    assert.ok(!isSameTask('Fix the parser losing lines', 'Add a dark theme to the settings page'));
    assert.ok(!isSameTask('Fix the bug', ''));
  });

  it('a task is the same as itself and, typed letter by letter, as what it was before', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (begin, rest) => {
        fc.pre(/[\p{L}\p{N}_]/u.test(begin));
        assert.ok(isSameTask(begin, begin + rest));
        assert.ok(isSameTask(begin + rest, begin));
      }),
    );
  });

  it('is told in a few words', () => {
    assert.equal(detailWords({}), '');
    assert.equal(
      detailWords({ priority: 'High', storyPoints: 5, labels: ['bug', 'parser'], acceptanceCriteria: ['a'] }),
      'high priority · 5 points · 2 labels · 1 criterion',
    );
    assert.equal(detailWords({ labels: ['spike'], storyPoints: 1 }), '1 point · spike');
    assert.equal(
      detailWords({ type: 'debugging', complexity: 0, subtaskCount: 2, involvesArchitecture: true }),
      'debugging · complexity 0 · 2 subtasks · architecture',
    );
    assert.equal(detailWords({ override: 4000 }), '', 'The output button says this.');
  });

  it('is typed as lists and numbers', () => {
    assert.deepEqual(typedList(' bug, parser;bug\n, spike '), ['bug', 'parser', 'spike']);
    assert.deepEqual(typedList(' ; , '), []);
    assert.equal(typedNumber('2,5', 0, 100, false), 2.5);
    assert.equal(typedNumber('2.5', 0, 100, true), null);
    for (const wrong of ['', '-1', '101', 'three', '1e3'])
      assert.equal(typedNumber(wrong, 0, 100, false), null);
    assert.equal(typedNumber('0', 0, 100, true), 0, '0 is a value, not a gap.');
  });
});
