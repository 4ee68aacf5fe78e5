import assert from 'node:assert/strict';
import type { Result } from '../../../../src/core/facts/result.ts';
import { closeEngine } from '../../../../src/engine/events.ts';
import { fitForModels } from '../../../../src/engine/models/fit-for-models.ts';
import { folderOf, remove, runEngine } from '../running-engine.ts';
import { askable } from './fake-models.ts';

const FILES = Object.fromEntries(
  Array.from({ length: 8 }, (_, place) => [
    `src/part-${place}.ts`,
    Array.from({ length: 40 }, (__, line) => `export const value${place}x${line} = ${line};`).join('\n'),
  ]),
);

describe('files fitted for several models', () => {
  it('go into the smallest window by the strictest counter', async () => {
    const folder = folderOf(FILES);
    const running = await runEngine();
    const { engine } = running;
    try {
      running.open(folder);
      running.configure({ task: 'Something else' });
      running.tickAll();
      await running.plan(({ settled, files }) => settled && files.ticked === 8);
      const exact = (_: unknown, text: string): number => Math.ceil(text.length / 3);
      // it takes twice as many tokens for the same text
      const strict = askable('strict', { contextWindow: null, maxInputTokens: 2_500 });
      const wide = askable('wide');
      const count = (model: { readonly id: string }, text: string): number =>
        model.id === 'strict' ? 2 * exact(model, text) : exact(model, text);
      const asked = {
        prompt: 'Explain value0x1',
        models: [wide, strict],
        budget: 50_000,
        requestCap: 500,
        signal: new AbortController().signal,
      };
      const fitted = must(await fitForModels(engine, count, asked));
      assert.equal(count(strict, fitted.prompt) <= 2_500, true);
      assert.equal(count(strict, fitted.prompt) > 500, true);
      assert.match(fitted.prompt, /Explain value0x1/);
      assert.match(fitted.prompt, /src\/part-/);
      assert.match(fitted.packHash, /^[0-9a-f]{64}$/);
      const whole = must(await fitForModels(engine, count, { ...asked, models: [wide] }));
      assert.equal(whole.prompt.length > fitted.prompt.length, true);
      // a counter that nothing satisfies
      const never = await fitForModels(engine, () => 1_000_000, asked);
      assert.equal(!never.ok && never.error.code, 'no_room');
      const gone = new AbortController();
      gone.abort();
      const cancelled = await fitForModels(engine, count, { ...asked, signal: gone.signal });
      assert.equal(cancelled.ok ? 'ok' : cancelled.error.code, 'cancelled');
    } finally {
      await closeEngine(engine);
      remove(folder);
    }
  });
});

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
