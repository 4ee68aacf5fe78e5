import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseBudget } from '../../../src/host/budget-text.ts';

const accepted = (text: string, window: number | null = null): number | null => {
  const parsed = parseBudget(text, window, 'en');
  assert.ok(parsed.ok, `${text}: ${parsed.ok ? '' : parsed.error.message}`);
  return parsed.value;
};
const refusal = (text: string, window: number | null = null) => {
  const parsed = parseBudget(text, window, 'en');
  assert.ok(!parsed.ok, `${text} was accepted`);
  return parsed.error;
};

describe('a budget as people type it', () => {
  for (const [text, tokens] of [
    ['8000', 8000],
    [' 24000 ', 24_000],
    ['24,000', 24_000],
    ['24.000', 24_000],
    ['24 000', 24_000],
    ['1_200_000', 1_200_000],
    ['1,200,000', 1_200_000],
    ['24k', 24_000],
    ['24K tokens', 24_000],
    ['24.1k', 24_100],
    ['24,1k', 24_100],
    ['1.5 k', 1500],
    ['0.2M', 200_000],
    ['1m', 1_000_000],
  ] as const) {
    it(`reads ${JSON.stringify(text)} as ${tokens}`, () => assert.equal(accepted(text), tokens));
  }

  it('takes nothing for "as the model allows"', () => {
    assert.equal(accepted(''), null);
    assert.equal(accepted('   '), null);
  });

  for (const text of ['abc', 'NaN', 'Infinity', '8000x', '1.2.3', '12,34', '--5', 'k', '1e5', '0x10']) {
    it(`refuses ${text} with what to type`, () => {
      const { code, message } = refusal(text);
      assert.equal(code, 'invalid_budget');
      assert.match(message, /type/i);
    });
  }

  it('says of 0, of negative numbers and of parts of a token what is wrong with them', () => {
    assert.match(refusal('0').message, /budget of 0/);
    assert.match(refusal('0k').message, /budget of 0/);
    assert.match(refusal('-5').message, /negative/);
    assert.match(refusal('0.5').message, /whole numbers/);
    assert.match(refusal('0.0001k').message, /whole numbers/);
    assert.equal(refusal('99999999999999999999').code, 'invalid_budget');
  });

  it('refuses more than the window, with both numbers', () => {
    assert.equal(accepted('272k', 272_000), 272_000);
    const error = refusal('272001', 272_000);
    assert.equal(error.code, 'budget_exceeds_window');
    assert.deepEqual(error.details, { budget: 272_001, window: 272_000 });
    assert.match(error.message, /272,000/);
  });

  it('never accepts what is not a positive safe integer within the window', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.double().map(String),
          fc.integer().map((n) => `${n}k`),
          fc.stringMatching(/^[\d.,_' km]{0,12}$/),
        ),
        fc.option(fc.integer({ min: 1, max: 2_000_000 })),
        (text, window) => {
          const parsed = parseBudget(text, window, 'en');
          if (!parsed.ok || parsed.value === null) return;
          assert.ok(Number.isSafeInteger(parsed.value) && parsed.value > 0);
          if (window !== null) assert.ok(parsed.value <= window);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('reads back every budget that it shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (tokens) => {
        assert.equal(accepted(String(tokens)), tokens);
        assert.equal(accepted(new Intl.NumberFormat('en').format(tokens)), tokens);
      }),
    );
  });
});
