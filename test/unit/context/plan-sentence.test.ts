import assert from 'node:assert/strict';
import { planSentence, taskSentence } from '../../../src/core/context/plan-sentence.ts';

describe('the sentence of a plan', () => {
  const said = (used: number, wanted: number, ticked: number, included: number): string =>
    planSentence({ limit: 2000, used, wanted, count: { ticked, included } });

  it('says what is to do, what is to spare, or by how much it is over', () => {
    assert.equal(said(0, 0, 0, 0), 'Nothing is ticked yet: tick files or folders.');
    assert.equal(said(500, 500, 3, 3), 'Fits with 1.5k to spare.');
    assert.equal(
      said(1900, 6200, 6, 4),
      'Over by 4.2k: the fit keeps 4 of 6 files. Untick some or raise the budget.',
    );
  });

  it('does not call impossible what the user left out', () => {
    assert.equal(
      said(500, 500, 5, 4),
      'Fits with 1.5k to spare; the fit keeps 4 of 5 files, the rest is left out.',
    );
  });
});

describe('the sentence of a plan for a task', () => {
  const said = (included: number, found = true): string =>
    taskSentence({ limit: 8000, used: 7990, included, share: 0.634, found });

  it('says what share of the need is shown, and what is to spare', () => {
    assert.equal(said(13), '13 files show 63 % of what is probably needed, with 10 to spare.');
    assert.equal(said(1), 'One file shows 63 % of what is probably needed, with 10 to spare.');
    assert.equal(said(0), 'No file fits this budget: raise it.');
  });

  it('promises nothing where nothing matches, and says what would help', () => {
    const help = 'Name a file, a function or an error message.';
    assert.equal(said(13, false), `Nothing here matches this task: the 13 files are a guess. ${help}`);
    assert.equal(said(1, false), `Nothing here matches this task: the one file is a guess. ${help}`);
  });
});
