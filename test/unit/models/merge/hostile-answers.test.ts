import assert from 'node:assert/strict';
import { merge } from '../../../../src/core/models/merge/merge.ts';
import { agreementOf } from '../../../../src/core/models/merge/same-answer.ts';
import { mergeSaid, scored } from './answers.ts';

/** A merge whose work grew with the square of these sizes would take minutes. */
describe('hostile answers', () => {
  it('merges names that objects have of their own as names', () => {
    const said = '{"__proto__": {"x": 1}, "constructor": {"prototype": 2}, "toString": [{"__proto__": 3}]}';
    const { data, provenance } = mergeSaid([
      [0.8, said],
      [0.7, said],
    ]);
    assert.equal(JSON.stringify(data), JSON.stringify(JSON.parse(said)));
    assert.deepEqual(provenance['/__proto__/x']?.models, ['a', 'b']);
    assert.equal(({} as { x?: number }).x, undefined);
    const { scores } = merge([scored('__proto__', 0.8, '1')], { keyFields: ['__proto__'], asked: 1 });
    assert.deepEqual(Object.entries(scores), [['__proto__', 0.8]]);
  });

  it('takes 10,000 levels for text', () => {
    const deep = '['.repeat(10_000) + ']'.repeat(10_000);
    assert.equal(mergeSaid([[0.8, deep]]).data, deep);
  });

  it('merges a megabyte of text, of one string, and of brackets', () => {
    const mega = 'a b '.repeat(250_000);
    assert.equal(mergeSaid([[0.8, mega]]).data, mega);
    const { data } = mergeSaid([
      [0.8, { x: mega }],
      [0.7, { x: mega.slice(1) }],
    ]);
    assert.deepEqual(data, { x: mega });
    for (const brackets of ['[', '[]', '{"a":[', '```\n', ']['])
      assert.equal(mergeSaid([[0.8, brackets.repeat(200_000)]]).kind, 'text');
  });

  it('merges 10,000 equal items, and as many with one key', () => {
    const equal = Array.from({ length: 10_000 }, () => ({ gpu: 'x', price: 1 }));
    const same = mergeSaid([
      [0.8, equal],
      [0.7, equal],
    ]);
    assert.deepEqual(same.data, equal);
    const different = equal.map(({ gpu }, place) => ({ gpu, price: place }));
    const { data, metadata } = mergeSaid([
      [0.8, different],
      [0.7, different.toReversed()],
    ]);
    assert.deepEqual(data, different);
    assert.equal(metadata.agreement, 1);
  });

  it('merges 50,000 items, fields and numbers of two answers', () => {
    const items = Array.from({ length: 50_000 }, (_, i) => ({ model: `m${i}`, price: i }));
    assert.equal(
      (
        mergeSaid([
          [0.8, items],
          [0.7, items],
        ]).data as unknown[]
      ).length,
      50_000,
    );
    const fields = Object.fromEntries(items.map(({ model, price }) => [model, price]));
    assert.equal(
      Object.keys(
        mergeSaid([
          [0.8, fields],
          [0.7, fields],
        ]).data as object,
      ).length,
      50_000,
    );
    const numbers = items.map(({ price }) => price);
    assert.deepEqual(
      agreementOf([JSON.stringify(numbers), JSON.stringify(numbers), JSON.stringify(items)]).places,
      [0, 1],
    );
  });

  it('merges lists of every kind', () => {
    const { data } = mergeSaid([
      [0.8, [1, 'x', null, true, [1], [{ a: 1 }], { a: [] }, {}]],
      [0.7, [{ a: [] }, [{ a: 1 }], {}, 'x']],
      [0.7, '"text"'],
      [0.6, '{"gpu": {"deep": [1]}}'],
      [0.6, [{ gpu: { deep: [1] } }, { gpu: [] }, { gpu: false }]],
    ]);
    assert.equal((data as unknown[]).length, 11);
  });
});
