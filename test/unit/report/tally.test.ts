import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tallyGate, tallyMocha, total } from '../../report/tally.mjs';

describe('the total of npm test', () => {
  let folder = '';
  let file = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'context-budget-tally-'));
    file = path.join(folder, 'report.json');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const report = (passed: number, failed: number, skipped: number): void => {
    const tests = (count: number): { title: string }[] =>
      Array.from({ length: count }, (_, i) => ({ title: `test ${i}` }));
    writeFileSync(
      file,
      JSON.stringify({ passed: tests(passed), failed: tests(failed), skipped: tests(skipped) }),
    );
  };

  it('counts passed and failed tests', () => {
    report(5, 2, 0);
    assert.deepEqual(tallyMocha('unit', file, 2), { passed: 5, failed: 2, notes: [] });
  });

  it('counts a skipped test as failed and names it', () => {
    report(5, 0, 1);
    const { passed, failed, notes } = tallyMocha('unit', file, 0);
    assert.deepEqual([passed, failed], [5, 1]);
    assert.match(notes.join(), /test 0/);
  });

  it('counts a run without a test, without a report, or with a bad end as a failure', () => {
    report(0, 0, 0);
    assert.equal(tallyMocha('unit', file, 0).failed, 1);
    assert.equal(tallyMocha('unit', path.join(folder, 'absent.json'), 0).failed, 1);
    report(5, 0, 0);
    assert.equal(tallyMocha('unit', file, 1).failed, 1);
  });

  it('adds gates and runs', () => {
    report(5, 0, 0);
    const all = total([tallyGate('lint', 0), tallyGate('typecheck', 2), tallyMocha('unit', file, 0)]);
    assert.equal(all.passed, 6);
    assert.equal(all.failed, 1);
  });
});
