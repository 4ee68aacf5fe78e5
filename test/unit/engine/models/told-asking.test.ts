import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { failedCall } from '../../../../src/engine/models/failed-call.ts';
import { toldAsking } from '../../../../src/engine/models/told-asking.ts';
import type { AskProgress } from '../../../../src/protocol/models.ts';
import { askable, callOf } from './fake-models.ts';

describe('a running request as it is told', () => {
  it('tells states and text, not more often than ten times a second, and its end', async () => {
    const told: AskProgress[] = [];
    const texts: string[] = [];
    const watch = toldAsking('q', {
      now: () => performance.now(),
      progress: (progress) => told.push(progress),
      text: ({ callId }, piece) => texts.push(`${callId}: ${piece}`),
    });
    const [a, b] = [callOf(askable('a')), callOf(askable('b'))];
    watch.onStage?.('execute');
    watch.onAttempt?.(a, 0);
    watch.onAttempt?.(b, 0);
    for (let piece = 0; piece < 200; piece++) watch.onText?.(a, 'x');
    watch.onAttempt?.(b, 1);
    await setTimeout(30);
    assert.equal(told.length <= 1, true);
    const ports = { now: () => 5, newId: () => 'id', count: () => 3 } as never;
    const error = { code: 'adapter_cancelled', message: 'Not needed.' } as const;
    watch.onResponse?.(a, { ...failedCall(a, ports, 0, error, 'x'), success: true });
    watch.onResponse?.(b, failedCall(b, ports, 0, error, null));
    watch.end();
    const last = told.at(-1);
    assert.equal(last?.done, true);
    assert.equal(last.stage, 'execute');
    assert.deepEqual(
      last.models.map(({ model, name, state, ms }) => [model, name, state, ms]),
      [
        ['a', 'A', 'answered', 5],
        ['b', 'B', 'cancelled', 5],
      ],
    );
    assert.equal(texts.length, 200);
    const count = told.length;
    await setTimeout(150);
    assert.equal(told.length, count);
  });
});
