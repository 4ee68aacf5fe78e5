import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CATEGORIES } from '../../../../src/core/facts/category.ts';
import {
  answerCache,
  type CachedAnswer,
  DEFAULT_CACHE_SETTINGS,
} from '../../../../src/engine/models/answer-cache.ts';

const HOUR = 3_600_000;

describe('the cache of answers', () => {
  const made = (settings = DEFAULT_CACHE_SETTINGS) => {
    let now = 0;
    const cache = answerCache<string>(settings, () => now);
    return { cache, pass: (ms: number) => void (now += ms) };
  };
  const answer = (value: string, more: Partial<CachedAnswer<string>> = {}): CachedAnswer<string> => ({
    value,
    prompt: 'What is it?',
    models: ['a'],
    category: 'simple_query',
    ...more,
  });

  it('gives an answer within its hour, then only as a stale one, for a day', () => {
    const { cache, pass } = made();
    cache.put('k', answer('yes'));
    pass(HOUR - 1);
    assert.equal(cache.has('k'), true);
    assert.equal(cache.fresh('k'), 'yes');
    pass(1);
    assert.equal(cache.has('k'), false);
    assert.equal(cache.fresh('k'), null);
    assert.equal(cache.fresh('k'), null);
    assert.equal(cache.stale('k'), 'yes');
    assert.deepEqual(cache.statistics(), {
      entries: 1,
      hits: 1,
      misses: 2,
      hitRate: 1 / 3,
      evictions: 0,
      expired: 1,
    });
    pass(23 * HOUR);
    assert.equal(cache.stale('k'), null);
    // the next sweep takes it away
    cache.put('other', answer('no'));
    assert.equal(cache.statistics().entries, 1);
  });

  it('sweeps every five minutes, with whatever is asked', () => {
    const { cache, pass } = made({ maxEntries: 10, ttlSeconds: 60 });
    cache.put('k', answer('yes'));
    pass(299_000);
    cache.fresh('other');
    assert.equal(cache.statistics().expired, 0);
    pass(1_000);
    cache.fresh('other');
    assert.deepEqual([cache.statistics().expired, cache.statistics().entries], [1, 1]);
  });

  it('keeps the answers that were asked for last when there is no room', () => {
    const { cache } = made({ maxEntries: 2, ttlSeconds: 60 });
    cache.put('a', answer('1'));
    cache.put('b', answer('2'));
    cache.fresh('a');
    cache.put('c', answer('3'));
    assert.deepEqual([cache.fresh('a'), cache.fresh('b'), cache.fresh('c')], ['1', null, '3']);
    assert.equal(cache.statistics().evictions, 1);
    cache.configure({ maxEntries: 1, ttlSeconds: 60 });
    assert.deepEqual([cache.has('a'), cache.has('c'), cache.statistics().entries], [false, true, 1]);
    cache.configure({ maxEntries: 1, ttlSeconds: 0.001 });
    assert.equal(cache.has('c'), true);
  });

  it('forgets by prompt, model, category or everything, and exactly that', () => {
    const entry = fc.record({
      prompt: fc.constantFrom('one', 'two'),
      models: fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
      category: fc.constantFrom(...CATEGORIES.slice(0, 2)),
    });
    const what = fc.oneof(
      fc.constantFrom(' one ', 'two').map((prompt) => ({ prompt })),
      fc.constantFrom('a', 'b', 'c').map((model) => ({ model })),
      fc.constantFrom(...CATEGORIES.slice(0, 2)).map((category) => ({ category })),
      fc.constant({ all: true as const }),
    );
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 8 }), what, (entries, forgotten) => {
        const { cache } = made();
        for (const [place, each] of entries.entries()) cache.put(String(place), answer('x', each));
        const left = entries.map((each) => {
          if ('prompt' in forgotten) return each.prompt !== forgotten.prompt.trim();
          if ('model' in forgotten) return !each.models.includes(forgotten.model);
          return 'category' in forgotten && each.category !== forgotten.category;
        });
        assert.equal(cache.forget(forgotten), left.filter((stays) => !stays).length);
        for (const [place, stays] of left.entries()) assert.equal(cache.has(String(place)), stays);
      }),
      { numRuns: 200 },
    );
  });

  it('drops one answer, and knows no rate before anything was asked', () => {
    const { cache } = made();
    assert.equal(cache.statistics().hitRate, null);
    cache.put('k', answer('yes'));
    cache.drop('k');
    assert.equal(cache.stale('k'), null);
    assert.equal(cache.statistics().evictions, 0);
  });
});
