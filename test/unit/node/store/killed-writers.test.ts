import assert from 'node:assert/strict';
import { killWriters } from '../../../fault/killed-writers.ts';

/** The long form, 200 rounds and more, is `npm run bench:history -- --rounds 200`. */
const ROUNDS = 12;

describe('two writers of one store that are killed at random', () => {
  it('lose no acknowledged record and no acknowledged change, and totals agree', async () => {
    const { rounds, acknowledged, ledgerChanges, pruned } = await killWriters(ROUNDS, 20_261_121);
    assert.equal(rounds, ROUNDS);
    // they did work, and compaction went on under them
    assert.ok(
      acknowledged > 50 && ledgerChanges > 5 && pruned > 0,
      `${acknowledged} ${ledgerChanges} ${pruned}`,
    );
  });
});
