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

const ANIMALS = Object.fromEntries(
  ['walrus', 'badger', 'lizard', 'falcon', 'heron'].map((animal) => [
    `src/${animal}.ts`,
    Array.from({ length: 40 }, (__, line) => `export const ${animal}${line} = ${line};`).join('\n'),
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

  it('are those that the prompt needs, whatever task is on show', async () => {
    const folder = folderOf(ANIMALS);
    const running = await runEngine();
    const { engine } = running;
    try {
      running.open(folder, { ranking: { history: false } });
      running.configure({ task: 'Feed the walrus', offer: 'all' });
      await running.plan(({ settled }) => settled);
      const fittedFor = async (prompt: string): Promise<string> => {
        const asked = {
          prompt,
          models: [askable('small', { contextWindow: null, maxInputTokens: 1_000 })],
          budget: 50_000,
          requestCap: 500,
          signal: new AbortController().signal,
        };
        const fitted = must(await fitForModels(engine, (_, text) => Math.ceil(text.length / 3), asked));
        return fitted.prompt;
      };
      assert.match(await fittedFor('Feed the heron'), /export const heron1 = 1/);
      assert.match(await fittedFor('Feed the lizard'), /export const lizard1 = 1/);
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
