import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { oneAtATime } from '../../../../src/node/store/one-at-a-time.ts';

describe('one at a time', () => {
  it('runs in the order in which it is asked, and answers each with its own', async () => {
    const inTurn = oneAtATime();
    const seen: string[] = [];
    const work = (name: string, turns: number) => async () => {
      seen.push(`${name} begins`);
      for (let turn = 0; turn < turns; turn++) await nextTurn();
      seen.push(`${name} ends`);
      return name;
    };
    const answers = await Promise.all([inTurn(work('slow', 3)), inTurn(work('quick', 0))]);
    assert.deepEqual(answers, ['slow', 'quick']);
    assert.deepEqual(seen, ['slow begins', 'slow ends', 'quick begins', 'quick ends']);
  });

  it('goes on after a failure, which is told to who asked', async () => {
    const inTurn = oneAtATime();
    const failing = inTurn(() => Promise.reject(new Error('no disk')));
    const next = inTurn(() => Promise.resolve('done'));
    await assert.rejects(failing, /no disk/);
    assert.equal(await next, 'done');
  });
});
