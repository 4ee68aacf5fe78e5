import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { patiently } from '../../../src/engine/patiently.ts';

describe('waiting patiently', () => {
  it('has what comes in time, and calls nobody', async () => {
    let calls = 0;
    assert.equal(await patiently(Promise.resolve('done'), () => calls++), 'done');
    await sleep(1);
    assert.equal(calls, 0);
  });

  it('goes on without what takes too long, and tells when that is done', async () => {
    let finish: (value: string) => void = () => undefined;
    const work = new Promise<string>((resolve) => {
      finish = resolve;
    });
    let calls = 0;
    assert.equal(await patiently(work, () => calls++), null);
    assert.equal(calls, 0);
    finish('late');
    await work;
    await sleep(1);
    assert.equal(calls, 1);
  });
});
