import assert from 'node:assert/strict';
import { DEFAULT_BUDGET } from '../../../../src/core/context/fit-settings.ts';
import { closeEngine } from '../../../../src/engine/events.ts';
import { fitBudget } from '../../../../src/engine/models/advising.ts';
import { folderOf, remove, runEngine } from '../running-engine.ts';

const LINES = Array.from({ length: 200 }, (_, line) => `export const value${line} = ${line};\n`).join('');

const PROMPT = 'Explain why the parser is slower than the lexer';

describe('the budget that files are fitted into for models', () => {
  it('is of what was just chosen, not of the plan before it', async () => {
    const folder = folderOf({ 'src/parser.ts': LINES, 'src/lexer.ts': LINES });
    const running = await runEngine();
    const { engine } = running;
    try {
      running.open(folder);
      await running.plan(({ state }) => state === 'nothing_selected');
      const before = engine.planner.live?.plan;
      assert.ok(before?.ok === true && before.value.used < 100, 'Nothing is chosen yet.');
      running.tickAll();
      const budget = await fitBudget({ engine }, PROMPT);
      const { tokens } = await running.plan(({ tokens: { used } }) => used > 1000);
      running.configure({ task: 'Something else' });
      assert.equal(
        await fitBudget({ engine }, PROMPT),
        DEFAULT_BUDGET,
        'The plan on show is of other words.',
      );
      assert.ok(budget >= tokens.used && budget <= DEFAULT_BUDGET, `${budget} for ${tokens.used}`);
    } finally {
      await closeEngine(engine);
      remove(folder);
    }
  });

  it('is what the user set, whatever is planned', async () => {
    const running = await runEngine();
    const { engine } = running;
    running.configure({ budget: 1234 });
    assert.equal(await fitBudget({ engine }, PROMPT), 1234);
    running.configure({ budget: null });
    assert.equal(await fitBudget({ engine }, PROMPT), DEFAULT_BUDGET);
    await closeEngine(engine);
  });
});
