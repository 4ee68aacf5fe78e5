import assert from 'node:assert/strict';
import type { ContextItem } from '../../../../src/core/context/item.ts';
import type { ChoiceOptions } from '../../../../src/core/context/fit/choice.ts';
import { choose } from '../../../../src/core/context/fit/choose.ts';
import type { FailureCode } from '../../../../src/core/facts/result.ts';
import { chosen } from './any-items.ts';

const good: ContextItem = { sourceId: 'a', probability: 0.5, tokenCount: 10 };
const options: ChoiceOptions = { room: 100, strategy: 'greedy' };

function refused(items: readonly ContextItem[], given: object, code: FailureCode): void {
  const result = choose(items, { ...options, ...given });
  assert.ok(!result.ok, `${JSON.stringify(given)} was accepted`);
  assert.equal(result.error.code, code);
  assert.match(result.error.message, /^[A-Z0-9-].*\.$/);
}

describe('choosing: what is refused', () => {
  it('items', () => {
    for (const sourceId of ['', ' \t']) refused([{ ...good, sourceId }], {}, 'duplicate_source_id');
    refused([good, { ...good, probability: 0.1 }], {}, 'duplicate_source_id');
    for (const probability of [Number.NaN, -0.1, 1.1, Infinity]) {
      refused([{ ...good, probability }], {}, 'invalid_probability');
    }
    for (const score of [Number.NaN, Infinity, -Infinity]) refused([{ ...good, score }], {}, 'invalid_score');
    for (const value of [Number.NaN, -1, Infinity]) {
      const variants = [{ id: 'v', level: 'full' as const, ranges: [], tokens: 1, value }];
      refused([{ ...good, variants }], {}, 'invalid_value');
    }
  });

  it('options', () => {
    for (const room of [0, -5]) refused([good], { room }, 'no_room');
    for (const room of [Number.NaN, 1.5, Infinity]) refused([good], { room }, 'invalid_budget');
    for (const strategy of ['best', 'toString', '']) refused([good], { strategy }, 'unknown_strategy');
    for (const floor of [-1, Number.NaN, Infinity]) refused([good], { floor }, 'invalid_floor');
    for (const levels of [[], ['half']]) refused([good], { levels }, 'invalid_levels');
    for (const share of [-1, Number.NaN, Infinity])
      refused([good], { shares: { a: share } }, 'invalid_shares');
    for (const workLimit of [-1, 0.5, Number.NaN]) refused([good], { workLimit }, 'invalid_work_limit');
    refused([good], { groupBy: 'colour' }, 'invalid_option');
  });

  it('names the unknown strategy and the known ones', () => {
    const result = choose([], { ...options, strategy: JSON.parse('"best"') });
    assert.ok(!result.ok);
    assert.match(result.error.message, /"best".*greedy, balanced, optimal/);
  });

  it('pins that exceed the room, by how many tokens', () => {
    const result = choose([{ ...good, pinned: true, tokenCount: 107 }], options);
    assert.ok(!result.ok);
    assert.equal(result.error.code, 'pinned_exceed_budget');
    assert.deepEqual(result.error.details, { needed: 107, room: 100 });
    assert.match(result.error.message, /exceed it by 7\b/);
  });

  it('a pin without a valid token count', () => {
    refused([{ ...good, pinned: true, tokenCount: -1 }], {}, 'pinned_invalid_token_count');
  });
});

describe('choosing: invalid token counts', () => {
  it('leave the item out and never free budget', () => {
    const variant = { id: 'v', level: 'full' as const, ranges: [], tokens: 5, value: 0.9 };
    const strange: readonly ContextItem[] = [
      { ...good, sourceId: 'negative', tokenCount: -50 },
      { ...good, sourceId: 'broken', tokenCount: 1.5 },
      { ...good, sourceId: 'no number', tokenCount: Number.NaN },
      { ...good, sourceId: 'infinite', tokenCount: Infinity },
      { ...good, sourceId: 'too large to count', tokenCount: 2 ** 53 },
      { ...good, sourceId: 'variant', variants: [{ ...variant, tokens: -5 }] },
      { ...good, sourceId: 'framing', variants: [{ ...variant, framing: -9 }] },
    ];
    for (const strategy of ['greedy', 'balanced', 'optimal'] as const) {
      const choice = chosen([good, ...strange, { ...good, sourceId: 'b' }], { room: 10, strategy });
      assert.deepEqual([...choice.chosen.keys()], ['a']);
      assert.equal(choice.ranked.length, 2);
      for (const { sourceId } of strange) assert.equal(choice.rejected.get(sourceId), 'invalid_token_count');
    }
  });
});
